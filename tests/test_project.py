"""What holds for the project as a whole, whatever it does."""

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from posdesk.host.resources import resource
from tests.support.paths import ROOT

_LOCKS = ("requirements-runtime.lock", "requirements.lock")
_GENERATED = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist", "node_modules"}
_REGISTRY_HOSTS = (
    "pypi." + "org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "crates" + ".io",
    "file:" + "//",
)
_MACHINE_PATH = re.compile(r"(?<![\w.<>])/(?:work|root|home/\w+)/[\w.]")
_REMOVING = frozenset({"unlink", "rename", "rmdir", "rmtree"})
_MOVING = frozenset({("os", "replace"), ("os", "remove"), ("os", "renames"), ("shutil", "move")})
_IMPORT_THE_CORE = """
import importlib, pkgutil, sys
import posdesk

def walk(package):
    for found in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        if found.name in {"posdesk.desk", "posdesk.app", "posdesk.cli", "posdesk.__main__"}:
            continue
        module = importlib.import_module(found.name)
        assert "PySide6" not in sys.modules, f"{found.name} imports Qt"
        if found.ispkg:
            walk(module)

walk(posdesk)
"""


def test_calls_that_return_nothing_cost_no_reference_to_none(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one a call, and the desk would abort after some 7,000."""
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("0")
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100


def test_the_core_imports_without_qt() -> None:
    command = [sys.executable, "-c", _IMPORT_THE_CORE]
    walked = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert walked.returncode == 0, walked.stderr


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [f"{path.relative_to(ROOT)}: {word}" for path in _files(ROOT) for word in _private_words(path)]
    assert found == []


@pytest.mark.parametrize("text", ["file:" + "///x", "see /ro" + "ot/.venv", "https://py" + "pi.org/simple"])
def test_the_search_for_registries_and_machine_paths_sees_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    assert list(_private_words(path))


def _locked(name: str) -> dict[str, str]:
    """What a lock pins: each entry's version and hashes, by the package's name; not on which systems."""
    entries = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return dict(_pinned(line) for line in entries if line and not line.lstrip().startswith("#"))


def _pinned(line: str) -> tuple[str, str]:
    found = re.fullmatch(r"(\S+)==(\S+) .*?((?: +--hash=\S+)+)\s*", line)
    assert found, f"not pinned, or not by hash: {line}"
    return found[1], f"{found[2]} {' '.join(found[3].split())}"


@pytest.mark.parametrize("lock", _LOCKS)
def test_every_locked_dependency_is_pinned_by_hash(lock: str) -> None:
    assert _locked(lock)["pyside6-essentials"].startswith("6.11.")


def test_the_runtimes_lock_is_a_part_of_the_tests_one_in_the_same_versions() -> None:
    runtime, tests = (_locked(name) for name in _LOCKS)
    assert {name for name, rest in runtime.items() if tests.get(name) != rest} == set()


def test_a_shop_gets_what_posdesk_needs_and_none_of_the_tests_tools() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    runtime = set(_locked("requirements-runtime.lock"))
    assert {*_names(project["dependencies"]), *_names(extras["install"])} <= runtime
    assert runtime & _names(extras["test"]) == set()


@pytest.mark.parametrize("lock", _LOCKS)
def test_the_readme_says_the_command_that_made_a_lock(lock: str) -> None:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    assert lines[1].removeprefix("#").strip() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_windows_gets_a_start_without_a_console() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["gui-scripts"] == {"posdeskw": project["scripts"]["posdesk"]}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=;\s]", each)[0].lower() for each in requirements}


def test_a_resource_is_found_beside_the_source() -> None:
    assert resource("fonts/OFL.txt").is_file()


def test_a_resource_that_is_not_there_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"sounds/none\.wav"):
        resource("sounds/none.wav")


def test_an_installed_wheel_finds_its_resources_with_no_checkout_beside_it(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    look = "from posdesk.host.resources import resource; print(resource('fonts/OFL.txt'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", look]
    found = subprocess.run(
        command, cwd=tmp_path, env=environment, check=True, capture_output=True, encoding="utf-8"
    )
    assert found.stdout.strip() == str(tmp_path / "installed/posdesk/_resources/fonts/OFL.txt")


def test_files_are_replaced_and_removed_in_one_place_which_knows_windows() -> None:
    """Remedy: posdesk.host.disk, which tries again where another program has the file open."""
    modules = (path for path in (ROOT / "posdesk").rglob("*.py") if not _may_replace(path))
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules
        for line in _replaced_in(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text", ["draft.replace(path)", "os.replace(a, b)", "a.unlink()", "shutil.move(a, b)"]
)
def test_the_search_for_them_sees_them(text: str) -> None:
    assert list(_replaced_in(text)) == [1]


def _may_replace(path: Path) -> bool:
    """The one place, the launcher, which has its own, and the simulator, which has no files."""
    alone = ("posdesk/host/disk.py", "posdesk/updates/launcher.py")
    return any(path.match(each) for each in alone) or "simulator" in path.relative_to(ROOT).parts


def _replaced_in(text: str) -> Iterator[int]:
    """The lines where a file is moved or removed; a text's `replace` has two arguments, a moment's names."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner, name = node.func.value, node.func.attr
            is_a_paths = name == "replace" and len(node.args) == 1 and not node.keywords
            if is_a_paths or name in _REMOVING or (ast.unparse(owner), name) in _MOVING:
                yield node.lineno


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _GENERATED or path.name.endswith(("_cache", ".egg-info")):
            continue
        if path.is_dir():
            yield from _files(path)
        elif path.is_file():
            yield path


def _private_words(path: Path) -> Iterator[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    yield from (host for host in _REGISTRY_HOSTS if host in text)
    yield from _MACHINE_PATH.findall(text)


def test_no_window_is_asked_for_its_screen() -> None:
    """The screen would hang on that window's Python object: see posdesk.desk.widgets.screens."""
    asked = [
        f"{path.name}:{node.lineno}"
        for path in sorted((ROOT / "posdesk").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "screen"
    ]
    assert asked == []
