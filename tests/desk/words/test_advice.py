"""No advice leads to a topic of Settings that does not exist, and none to a file or a command.

Read is whatever the desk says (both languages, as they are translated), what doctor and Health say (the pairs
in their source) and the guides.
"""

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.theme import theme
from posdesk.desk.words.language import Languages
from posdesk.doctor.health_words import Place
from posdesk.settings.settings import Settings
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.paths import ROOT

pytestmark = pytest.mark.window
WORDS = ROOT / "resources/translations/posdesk_zh_CN.ts"
BY_HAND = {
    "Put a backup in its place: posdesk restore FILE.": "nothing is on screen where a key could be",
    "A backup is put back by: posdesk restore FILE.": "the desk that says it must be closed for that",
    "Somebody has changed this in posdesk.toml meanwhile. It is shown as it is now: enter yours again.": (
        "it says what happened there, and sends nobody to it"
    ),
}
"""Texts that name the file or a command, and why."""
_TOPIC = re.compile(r"Settings, (.+?)(?=[:.;]? Settings, |$)", re.DOTALL)
_SECTIONS = "|".join([*Settings.model_fields, r"posdesk\.toml"])
_KEY = re.compile(rf"posdesk\.toml|(?<![\w/.])(?:{_SECTIONS})\.[a-z_]{{3,}}(?!\w|\.)")
_COMMAND = re.compile(
    r"README|posdesk (?:credentials|backup|restore|export|receipts|audit|update|engine|move)\b"
)


class Said(NamedTuple):
    """A text in both languages."""

    english: str
    chinese: str


def of_the_desk() -> Iterator[Said]:
    """All that the desk says."""
    for message in ElementTree.parse(WORDS).getroot().iter("message"):
        yield Said(message.findtext("source") or "", message.findtext("translation") or "")


def of_the_doctor() -> Iterator[Said]:
    """All `Text(zh, en)` of doctor and Health; what is put into a text stands as {}."""
    for file in sorted((ROOT / "posdesk/doctor").glob("*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Text" and len(node.args) > 1:
                yield Said(literal(node.args[1]), literal(node.args[0]))


def literal(node: ast.expr) -> str:
    """The letters of a string, or of one with places to fill in."""
    if isinstance(node, ast.JoinedStr):
        return "".join(literal(part) for part in node.values)
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


def of_the_guides() -> Iterator[Said]:
    """Line by line, as both languages have it."""
    for english in sorted((ROOT / "resources/guides").glob("*.en.txt")):
        chinese = english.with_name(english.name.replace(".en.", ".zh_CN."))
        pairs = zip(
            english.read_text("utf-8").splitlines(), chinese.read_text("utf-8").splitlines(), strict=True
        )
        yield from (Said(*pair) for pair in pairs)


def every_text() -> tuple[Said, ...]:
    """Whatever a shop reads."""
    return (*of_the_desk(), *of_the_doctor(), *of_the_guides())


def panes(qtbot: QtBot) -> dict[str, str]:
    """The topics' titles in the language on screen, by their keys."""
    page = SettingsPage(FakeCounter(), FakeBooks(), theme(dark=False))
    qtbot.addWidget(page)
    return {pane.key: pane.title() for pane in page.panes}


def topics_in_english(text: str) -> list[str]:
    """What stands behind each "Settings, "; a place to fill in names none by itself."""
    named = (found.removeprefix("Then ") for found in _TOPIC.findall(text))
    return [name for name in named if not name.startswith(("{", "Alt+", "people"))]


def topics_in_chinese(text: str) -> list[str]:
    """What stands in quotes behind each “设置”, or behind the comma where nothing else is said."""
    if alone := re.fullmatch("设置，([^，。：；{}]+)", text):
        return [alone[1]]
    lists: list[str] = re.findall(r"“设置”(?:的|里的)((?:“[^”{]+”[、和或]?)+)", text)
    return [name for each in lists for name in re.findall("“([^”]+)”", each)]


def test_every_topic_that_is_named_exists_in_both_languages(
    qtbot: QtBot, qapp: QApplication, languages: Languages
) -> None:
    english = tuple(panes(qtbot).values())
    languages.choose("zh_CN")
    chinese = panes(qtbot).values()
    lost, unlike = [], []
    for said in every_text():
        named = topics_in_english(said.english), topics_in_chinese(said.chinese)
        lost += [name for name in named[0] if not name.startswith(english)]
        lost += [name for name in named[1] if name not in chinese]
        unlike += [said] if bool(named[0]) != bool(named[1]) else []
    assert lost == []
    assert unlike == []
    assert QCoreApplication.translate("settings", "Port for orders") == "收单端口"


def test_no_advice_sends_a_person_to_a_file_or_a_command() -> None:
    sent = {
        said.english
        for said in every_text()
        if any(rule.search(text) for rule in (_KEY, _COMMAND) for text in said)
    }
    assert sent == {*BY_HAND}


def test_where_health_leads_is_a_topic_or_the_sync_page(qtbot: QtBot, languages: Languages) -> None:
    assert {*Place} - {Place.NOWHERE, Place.SYNC} <= {*panes(qtbot)}
