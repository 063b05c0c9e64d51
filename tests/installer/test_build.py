"""Row 69: what is shipped is the locked wheels and posdesk, pruned, named, licensed, the same each time."""

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import licences
import pytest
import sbom
import start
import tree
import wheels
from packaging.markers import Marker
from wheels import DEBIAN, LOCK, ROOT, WINDOWS, BuildError, Target, Wheel

posix = pytest.mark.posix("dpkg and a Debian's Python")
MOMENT = 1_790_000_000
BUILD = tree.Build(DEBIAN, "1.2.3", MOMENT, "abc")
METADATA = "Name: thing\nVersion: 1.0\nAuthor-email: Zoë Maker <zoe@example.org>\nLicense-Expression: MIT\n"


def wheel_of(folder: Path, files: Mapping[str, str], name: str = "thing-1.0-py3-none-any.whl") -> Wheel:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        for each, text in {"thing-1.0.dist-info/METADATA": METADATA, **files}.items():
            archive.writestr(each, text)
    return Wheel("thing", "1.0", path, hashlib.sha256(path.read_bytes()).hexdigest())


@pytest.mark.parametrize("target", [DEBIAN, WINDOWS], ids=lambda target: target.name)
def test_each_marker_of_the_lock_holds_where_pips_own_reading_says_so(target: Target) -> None:
    pins = wheels.pins(LOCK.read_text(encoding="utf-8"))
    assert any(pin.marker for pin in pins)
    for python in target.pythons:
        facts = {
            "python_full_version": f"{python}.0",
            "python_version": python,
            "sys_platform": target.platform,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
        }
        for pin in pins:
            wanted = not pin.marker or Marker(pin.marker).evaluate(facts)
            assert wheels.holds(pin.marker, target, python) == wanted, pin
    with pytest.raises(BuildError, match="marker"):
        wheels.holds("__import__('os')", target, "3.11")


def test_what_only_sets_a_checkout_up_is_not_shipped_and_all_that_posdesk_asks_for_is() -> None:
    shipped = {pin.name for pin in wheels.shipped(wheels.pins(LOCK.read_text(encoding="utf-8")))}
    assert not shipped & {"hatchling", "trove-classifiers", "pathspec", "pluggy"}
    assert shipped >= {
        "pyside6-essentials",
        "shiboken6",
        "httpx",
        "keyring",
        "secretstorage",
        "pydantic-core",
    }


def test_a_wheel_of_another_content_than_the_locks_is_thrown_away_and_named(tmp_path: Path) -> None:
    made = wheel_of(tmp_path, {"thing.py": "x = 1"})
    pin = wheels.Pin("thing", "1.0", "", frozenset({made.sha256}), frozenset())
    assert list(wheels._checked([pin], tmp_path)) == [made]
    wheel_of(tmp_path, {"thing.py": "x = 2"})
    with pytest.raises(BuildError, match="thing"):
        list(wheels._checked([pin], tmp_path))
    assert not list(tmp_path.glob("*.whl"))


def test_stubs_headers_tests_and_scripts_stay_out_and_two_pythons_parts_lie_side_by_side(
    tmp_path: Path,
) -> None:
    common = {
        "thing/__init__.py": "",
        "thing/__init__.pyi": "",
        "thing/tests/test_it.py": "",
        "thing/x.h": "",
    }
    more = {"thing-1.0.data/scripts/thing": "", "thing-1.0.dist-info/RECORD": "x"}
    first = wheel_of(tmp_path / "1", {**common, **more, "thing/_c.cpython-311-x.so": "11"})
    second = wheel_of(tmp_path / "2", {**common, "thing/_c.cpython-313-x.so": "13"})
    tree.put_packages([first, second], tmp_path / "site")
    found = {name for name, *_, content in _shape(tmp_path / "site") if content or name.endswith(".py")}
    assert found == {
        *("thing-1.0.dist-info/METADATA", "thing/__init__.py"),
        *("thing/_c.cpython-311-x.so", "thing/_c.cpython-313-x.so"),
    }


@pytest.mark.parametrize("name", ["../evil.py", "/evil.py", "thing/../../evil.py"])
def test_a_wheel_that_writes_elsewhere_or_over_another_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BuildError, match=r"evil\.py"):
        tree.put_packages([wheel_of(tmp_path / "1", {name: ""})], tmp_path / "site")
    others = [wheel_of(tmp_path / each, {"thing.py": each}) for each in ("2", "3")]
    with pytest.raises(BuildError, match=r"thing\.py"):
        tree.put_packages(others, tmp_path / "other")
    assert not list(tmp_path.rglob("evil.py"))


def test_of_qt_every_module_that_posdesk_imports_is_kept_on_both_systems() -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "posdesk").rglob("*.py"))
    modules = set(re.findall(r"from PySide6\.(\w+) import", sources))
    assert "QtWidgets" in modules
    for module in modules:
        assert tree.is_kept(f"PySide6/{module}.abi3.so"), module
        assert tree.is_kept(f"PySide6/{module}.pyd"), module
        assert tree.is_kept(f"PySide6/Qt/lib/libQt6{module[2:]}.so.6"), module
        assert tree.is_kept(f"PySide6/Qt6{module[2:]}.dll"), module
    dropped = ("QtQml.abi3.so", "Qt/lib/libQt6Quick.so.6", "Qt/plugins/platforms/libqvnc.so", "QtCore.pyi")
    assert not any(tree.is_kept(f"PySide6/{each}") for each in dropped)


def _shape(folder: Path) -> list[tuple[str, int, float, bytes]]:
    return [
        (
            path.relative_to(folder).as_posix(),
            path.stat().st_mode,
            path.stat().st_mtime,
            path.read_bytes() if path.is_file() else b"",
        )
        for path in sorted(folder.rglob("*"))
    ]


def test_built_twice_posdesk_itself_has_the_same_bytes_modes_and_times(tmp_path: Path) -> None:
    source = tmp_path / "checkout"
    for name in ("posdesk/__init__.py", "posdesk/__pycache__/x.pyc", "resources/a.ts", "resources/fonts/b"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    for number, mask in enumerate((0o022, 0o077)):
        before = os.umask(mask)
        try:
            tree.put_posdesk(tmp_path / str(number), source)
        finally:
            os.umask(before)
        tree.settle(tmp_path / str(number), MOMENT, executable=("posdesk/_resources/fonts/b",))
    assert _shape(tmp_path / "0") == _shape(tmp_path / "1")
    assert [name for name, *_ in _shape(tmp_path / "0") if "." in name] == ["posdesk/__init__.py"]


def test_the_bill_of_materials_names_each_parts_maker_version_and_hash_and_is_the_same_twice(
    tmp_path: Path,
) -> None:
    made = wheel_of(tmp_path, {})
    part = sbom.Part("CPython", "3.13", "Python Software Foundation", "PSF-2.0", "0" * 64, "an archive")
    bill = sbom.sbom(BUILD, [made], [part])
    assert bill == sbom.sbom(BUILD, [made], [part])
    told = json.loads(bill)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    parts = {each["name"]: each for each in told["components"]}
    assert parts["thing"]["supplier"] == {"name": "Zoë Maker"}
    assert parts["thing"]["hashes"] == [{"alg": "SHA-256", "content": made.sha256}]
    assert parts["thing"]["licenses"] == [{"expression": "MIT"}]
    assert parts.keys() >= {"CPython", "NotoSansSC-Regular-gb2312.ttf"}
    assert all(each["version"] and each["supplier"]["name"] and each["hashes"] for each in parts.values())
    assert sbom.sbom(BUILD, []) != bill


def test_each_package_brings_its_licence_and_one_without_is_refused(tmp_path: Path) -> None:
    named = wheel_of(tmp_path / "1", {"thing-1.0.dist-info/licenses/LICENSE": "MIT"})
    licences.put_licences(tmp_path, [named])
    found = {
        path.relative_to(tmp_path / "licences").as_posix() for path in (tmp_path / "licences").rglob("*.*")
    }
    assert found >= {"Python/LICENSE.txt", "fonts/OFL.txt"}
    assert (tmp_path / "licences/thing/LICENSE").read_text() == "MIT"
    with pytest.raises(BuildError, match="thing has no licence"):
        licences.put_licences(tmp_path, [wheel_of(tmp_path / "2", {})])


def test_qts_licence_comes_with_it(tmp_path: Path) -> None:
    made = wheel_of(tmp_path, {})
    licences.put_licences(tmp_path, [Wheel("pyside6-essentials", "6.11", made.path, made.sha256)])
    folder = tmp_path / "licences/pyside6-essentials"
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (folder / "LGPL-3.0.txt").read_text()
    assert "may be\nreplaced" in (folder / "README.txt").read_text()


def test_the_tests_keys_are_refused_in_a_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(tree.KEYS, str(ROOT / "tests/data/update_keys.txt"))
    with pytest.raises(BuildError, match="key"):
        tree.put_posdesk(tmp_path)


@posix
def test_the_package_depends_on_a_windows_libraries_a_secret_service_and_a_player() -> None:
    import debian_package

    control = debian_package.control_of("1.2.3", 5)
    depends = next(line for line in control.splitlines() if line.startswith("Depends: "))
    asked = [[each.strip().split(" ")[0] for each in one.split("|")] for one in depends[9:].split(",")]
    names = {each for one in asked for each in one}
    assert names >= {*start.WINDOW_PACKAGES, "libglib2.0-0t64", "python3"}
    assert any("gnome-keyring" in one and len(one) > 1 for one in asked)
    assert any("pulseaudio-utils" in one for one in asked)
    assert control.isascii()


@posix
def test_the_same_folder_packed_twice_is_the_same_file(tmp_path: Path) -> None:
    import debian_package

    made = []
    for number in range(2):
        packed = tmp_path / f"{number}/packed"
        (packed / "opt").mkdir(parents=True)
        (packed / "opt/file").write_text("text" * 5_000)
        tree.settle(packed, MOMENT)
        debian_package._put_control(packed, BUILD)
        made.append(debian_package._packed(packed, tmp_path / f"{number}.deb", BUILD).read_bytes())
    assert made[0] == made[1]


def _script(name: str, root: Path, *words: str, version: str = "1.2.3") -> subprocess.CompletedProcess[str]:
    import debian_package

    text = debian_package.scripts(version)[name].replace("/opt/posdesk", str(root))
    return subprocess.run(
        ["sh", "-c", text, name, *words], capture_output=True, text=True, check=False, timeout=60
    )


def _unpacked(root: Path, version: str) -> None:
    site = root / "package" / version / "site"
    site.mkdir(parents=True)
    (site / "a.py").write_text(f"version = '{version}'")


@posix
def test_a_version_is_current_only_when_it_is_whole_and_the_one_before_stays(tmp_path: Path) -> None:
    root = tmp_path / "posdesk"
    for version, before in (("1", ""), ("2", "1"), ("3", "2")):
        _unpacked(root, version)
        done = _script("postinst", root, "configure", *([before] if before else []), version=version)
        assert done.returncode == 0, done.stderr
        assert (root / "current").read_text() == f"{version}\n"
        assert (root / "versions" / version / "site/a.py").exists()
    assert sorted(path.name for path in (root / "versions").iterdir()) == ["2", "3"]
    same = (root / "versions/3").stat().st_ino
    assert _script("postinst", root, "configure", "3", version="3").returncode == 0
    assert (root / "versions/3").stat().st_ino == same, "what may run was touched"
    (root / "versions/.3.new").mkdir()  # as a killed one leaves it
    (root / "package/3/site/a.py").unlink()
    (root / "package/3/site/b.py").write_text("")
    assert _script("postinst", root, "configure", "3", version="3").returncode == 0
    assert [path.name for path in (root / "versions/3/site").glob("*.py")] == ["b.py"]
    assert not (root / "versions/.3.new").exists()
    _script("postrm", root, "remove")
    assert not (root / "versions").exists()


@posix
def test_a_version_that_still_runs_outlives_two_upgrades(tmp_path: Path) -> None:
    """The counter was not restarted in between: what is loaded later lies there still."""
    root = tmp_path / "posdesk"
    _unpacked(root, "1")
    assert _script("postinst", root, "configure", version="1").returncode == 0
    words = [sys.executable, "-c", "input()", str(root / "versions/1/start.py")]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as running:
        for version, before in (("2", "1"), ("3", "2")):
            _unpacked(root, version)
            assert _script("postinst", root, "configure", before, version=version).returncode == 0
        assert (root / "versions/1/site/a.py").exists()
        assert running.stdin is not None
        running.stdin.close()
    assert _script("postinst", root, "configure", "3", version="3").returncode == 0
    assert [path.name for path in (root / "versions").iterdir()] == ["3"]


@posix
def test_it_is_not_removed_while_it_runs(tmp_path: Path) -> None:
    root = tmp_path / "posdesk"
    words = [sys.executable, "-c", "input()", str(root / "versions/1.2.3/start.py")]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as running:
        done = _script("prerm", root, "remove")
        assert done.returncode == 1
        assert f"posdesk is running (process {running.pid})" in done.stderr
        assert _script("prerm", root, "upgrade", "2").returncode == 0
        assert running.stdin is not None
        running.stdin.close()


@posix
def test_a_version_runs_with_its_own_packages_and_so_do_its_child_processes(tmp_path: Path) -> None:
    site = tmp_path / "1.2.3/site"
    for name in ("__init__.py", "host/__init__.py", "host/own_process.py", "errors.py"):
        (site / "posdesk" / name).parent.mkdir(parents=True, exist_ok=True)
        (site / "posdesk" / name).write_bytes((ROOT / "posdesk" / name).read_bytes())
    (site / "posdesk/cli.py").write_text(
        "import subprocess\nfrom posdesk.host import own_process\n"
        "def main(words):\n"
        "    print(words, flush=True)\n"
        "    return subprocess.call(own_process.command('posdesk.child'))\n"
    )
    (site / "posdesk/child.py").write_text("import posdesk; print(posdesk.__file__)")
    entry = tmp_path / "1.2.3/start.py"
    entry.write_bytes((ROOT / "installer/debian/entry.py").read_bytes())
    bait = tmp_path / "bait/posdesk"
    bait.mkdir(parents=True)
    (bait / "__init__.py").write_text("raise SystemExit('another posdesk')")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(entry), "doctor", "--json"],
        env={**os.environ, "PYTHONPATH": str(bait.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["['doctor', '--json']", str(site / "posdesk/__init__.py")]
