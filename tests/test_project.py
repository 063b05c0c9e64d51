"""What holds for the project as a whole, whatever it does."""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from posdesk.resources import resource
from tests.support.paths import ROOT

_GENERATED = {".git", ".venv", ".hypothesis", "__pycache__", "build", "dist", "node_modules"}
_REGISTRY_HOSTS = (
    "pypi." + "org",
    "python" + "hosted.org",
    "npmjs" + ".org",
    "crates" + ".io",
    "file:" + "//",
)
_MACHINE_PATH = re.compile(r"(?<![\w.<>])/(?:work|root|home/\w+)/[\w.]")
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
    walked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert walked.returncode == 0, walked.stderr


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = [f"{path.relative_to(ROOT)}: {word}" for path in _files(ROOT) for word in _private_words(path)]
    assert found == []


@pytest.mark.parametrize("text", ["file:" + "///x", "see /ro" + "ot/.venv", "https://py" + "pi.org/simple"])
def test_the_search_for_registries_and_machine_paths_sees_them(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    assert list(_private_words(path))


def test_every_locked_dependency_is_pinned_by_hash() -> None:
    entries = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    pinned = [line for line in entries if line and not line.lstrip().startswith("#")]
    assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []
    assert any(line.startswith("pyside6-essentials==6.11.") for line in pinned)


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
    look = "from posdesk.resources import resource; print(resource('fonts/OFL.txt'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", look]
    found = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == str(tmp_path / "installed/posdesk/_resources/fonts/OFL.txt")


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
