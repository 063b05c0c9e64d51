"""Nothing on the screen stands in one language only."""

import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import translate

from tests.support.paths import ROOT

_SOURCE = """
from PySide6.QtCore import QCoreApplication, QObject

class Board(QObject):
    def words(self, seconds: int) -> list[str]:
        return [self.tr("Accept"), self.tr("Leaves in {seconds} s").format(seconds=seconds)]

def words(count: int) -> str:
    return QCoreApplication.translate("words", "%n orders", "", count)
"""
_CHINESE = {"Accept": "接单", "Leaves in {seconds} s": "{seconds} 秒后发出", "%n orders": "%n 单"}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / "board.py").write_text(_SOURCE, encoding="utf-8")
    return folder


@pytest.fixture
def catalog(tmp_path: Path, sources: Path) -> Path:
    path = tmp_path / "posdesk_zh_CN.ts"
    translate.update(path, sources)
    return path


def _translate_all(catalog: Path, chinese: dict[str, str]) -> None:
    tree = ElementTree.parse(catalog)
    for message in tree.iter("message"):
        translation = message.find("translation")
        assert translation is not None
        translation.attrib.pop("type", None)
        form = translation.find("numerusform")
        (translation if form is None else form).text = chinese[message.findtext("source", "")]
    tree.write(catalog, encoding="utf-8", xml_declaration=True)


def test_every_text_of_the_desk_is_translated() -> None:
    command = [sys.executable, str(ROOT / "installer/translate.py"), "check"]
    checked = subprocess.run(command, capture_output=True, check=False)
    assert checked.returncode == 0, (checked.stdout + checked.stderr).decode()


def test_a_whole_translation_has_no_problem(catalog: Path, sources: Path) -> None:
    _translate_all(catalog, _CHINESE)
    translate.update(catalog, sources)
    assert translate.check(catalog, sources) == []


def test_a_text_without_its_translation_is_named(catalog: Path, sources: Path) -> None:
    problems = translate.check(catalog, sources)
    assert "not translated: Board: 'Accept'" in problems
    assert "not translated: words: '%n orders'" in problems


def test_a_catalog_that_was_not_compiled_again_is_stale(catalog: Path, sources: Path) -> None:
    _translate_all(catalog, _CHINESE)
    (problem,) = translate.check(catalog, sources)
    assert "older than the texts" in problem


def test_a_translation_that_lost_its_placeholder_is_named(catalog: Path, sources: Path) -> None:
    _translate_all(catalog, {**_CHINESE, "Leaves in {seconds} s": "秒后发出"})
    translate.update(catalog, sources)
    (problem,) = translate.check(catalog, sources)
    assert "placeholders" in problem


@pytest.mark.parametrize(
    "line",
    [
        """return f"{self.tr('Hidden')}" """,
        """return window.tr("Hidden")""",
        """return QCoreApplication.translate("words", "%n orders") + self.tr("Hidden")""",
        """return _translate("words", "Hidden")""",
    ],
)
def test_a_text_that_qts_reader_misses_is_named(catalog: Path, sources: Path, line: str) -> None:
    _translate_all(catalog, _CHINESE)
    more = f"class Card(QObject):\n    def word(self, window: QObject) -> str:\n        {line}\n"
    (sources / "card.py").write_text(more, encoding="utf-8")
    assert any("not in the catalog" in problem for problem in translate.check(catalog, sources))


def test_texts_without_any_catalog_are_a_problem(tmp_path: Path, sources: Path) -> None:
    assert translate.check(tmp_path / "none.ts", sources) == [
        "there is no catalog: run installer/translate.py update"
    ]
