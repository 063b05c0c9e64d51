"""What a release is signed with and what it knows: never the tests' keys."""

import base64
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import sign_update
import tree
import update_keys
import version_file
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from update_keys import KeyRefusedError
from wheels import BuildError

from posdesk import __version__
from posdesk.journal import schema
from posdesk.updates import keys, manifest
from posdesk.updates.launcher import Places, command_of, facts_of
from tests.support.paths import ROOT
from tests.support.update_keys import FILE, private, public


def pem(key: Ed25519PrivateKey, path: Path) -> Path:
    """A key in a file, as openssl writes it."""
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def text_of(*found: bytes) -> str:
    return "\n".join(base64.b64encode(key).decode() for key in found)


def fresh() -> bytes:
    return Ed25519PrivateKey.generate().public_key().public_bytes_raw()


def test_a_release_signs_its_package_and_a_build_with_its_key_takes_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = Ed25519PrivateKey.generate()
    package = tmp_path / "posdesk.deb"
    package.write_bytes(b"a package")
    file = pem(own, tmp_path / "key.pem")
    assert sign_update.main([str(package), "debian", "--days", "2", "--key", str(file)]) == 0
    data = (tmp_path / manifest.file_name("debian")).read_bytes()
    known = [fresh(), own.public_key().public_bytes_raw()]
    found = manifest.proven(data, known, "x")
    assert (found.version, found.schema_to, found.size) == (__version__, schema.VERSION, 9)
    assert 1 <= (found.expires - datetime.now(UTC)).days < 2
    capsys.readouterr()
    assert sign_update.main(["--public", "--key", str(file)]) == 0
    assert capsys.readouterr().out.strip() == text_of(known[1])


@pytest.mark.parametrize("number", [1, 2])
def test_a_release_is_never_signed_with_a_key_of_the_tests(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    file, package = pem(private(number), tmp_path / "key.pem"), tmp_path / "x.deb"
    package.write_bytes(b"x")
    assert sign_update.main([str(package), "debian", "--key", str(file)]) == 2
    assert "a key of the tests" in capsys.readouterr().err
    assert list(tmp_path.glob("*.json")) == []


def test_no_key_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sign_update.main([str(tmp_path / "x"), "debian"]) == 2
    assert "POSDESK_UPDATE_KEY" in capsys.readouterr().err


def test_a_build_gets_two_keys_and_never_one_of_the_tests(tmp_path: Path) -> None:
    file, first, second = tmp_path / "keys.txt", fresh(), fresh()
    file.write_text(f"# the chain's\n{text_of(first, second)}\n", encoding="utf-8")
    update_keys.lay(file, tmp_path)
    assert keys.keys_in((tmp_path / keys.FILE_NAME).read_text(encoding="utf-8")) == (first, second)
    (tmp_path / keys.FILE_NAME).unlink()
    for text in (
        FILE.read_text(encoding="utf-8"),
        text_of(first, public()[1]),
        text_of(first),
        "",
        "nonsense",
        "QUJD",
    ):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(KeyRefusedError):
            update_keys.lay(file, tmp_path)
    assert not (tmp_path / keys.FILE_NAME).exists()


def test_the_build_lays_the_keys_that_it_is_given_and_refuses_the_tests_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid = tmp_path / "site" / "posdesk" / "_resources" / keys.FILE_NAME
    tree.put_posdesk(tmp_path / "site")
    assert not laid.exists(), "without any it takes no updates"
    file = tmp_path / "keys.txt"
    file.write_text(text_of(fresh(), fresh()), encoding="utf-8")
    monkeypatch.setenv(tree.KEYS, str(file))
    tree.put_posdesk(tmp_path / "site")
    assert laid.read_text(encoding="utf-8") == file.read_text(encoding="utf-8")
    monkeypatch.setenv(tree.KEYS, str(FILE))
    with pytest.raises(BuildError):
        tree.put_posdesk(tmp_path / "site")


def test_keys_that_lie_among_the_checkouts_resources_get_into_no_build(tmp_path: Path) -> None:
    """Nobody looked whose they are: only those that the build is given are laid."""
    for name in ("posdesk", "resources"):
        (tmp_path / "checkout" / name).mkdir(parents=True)
    (tmp_path / "checkout" / "resources" / "sound.wav").write_bytes(b"")
    text = FILE.read_text(encoding="utf-8")
    (tmp_path / "checkout" / "resources" / keys.FILE_NAME).write_text(text, encoding="utf-8")
    tree.put_posdesk(tmp_path / "site", tmp_path / "checkout")
    laid = {path.name for path in (tmp_path / "site" / "posdesk" / "_resources").iterdir()}
    assert laid == {"sound.wav"}


def test_the_project_itself_holds_no_key_and_takes_no_updates() -> None:
    assert keys.of_build() == ()
    assert not (ROOT / "resources" / keys.FILE_NAME).exists()


def test_a_version_says_what_starts_it_and_which_journals_it_opens(tmp_path: Path) -> None:
    folder = tmp_path / "versions" / __version__
    words = [str(folder), "windows", "2026-11-28", "--window", "./python/pythonw.exe -m posdesk"]
    assert version_file.main([*words, "--console", "./python/python.exe -m posdesk"]) == 0
    places = Places(tmp_path, tmp_path)
    assert facts_of(places, __version__)["schema"] == schema.VERSION
    assert facts_of(places, __version__)["beside"] == schema.OPENS_FROM[-1]
    assert date.fromisoformat(str(facts_of(places, __version__)["built"])) == date(2026, 11, 28)
    console = [str(folder / "python" / "python.exe"), "-m", "posdesk", "doctor"]
    assert command_of(places, __version__, ["doctor"], "console") == console
