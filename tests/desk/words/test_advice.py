"""No advice leads to a topic of Settings that does not exist, and none to a file where a topic does it."""

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
from tests.support.fake_books import FakeBooks
from tests.support.fake_counter import FakeCounter
from tests.support.paths import ROOT

pytestmark = pytest.mark.window
WORDS = ROOT / "resources/translations/posdesk_zh_CN.ts"
THE_FILE_ITSELF = {
    "start": "the file has a mistake, or somebody changed it: nothing else can be meant",
    "books": "another program has the file open",
}
"""Contexts that may name posdesk.toml, and why."""


class Said(NamedTuple):
    """A text in both languages."""

    context: str
    english: str
    chinese: str


def every_text() -> Iterator[Said]:
    """All that the desk says."""
    for context in ElementTree.parse(WORDS).getroot().iter("context"):
        for message in context.iter("message"):
            parts = (context.findtext("name"), message.findtext("source"), message.findtext("translation"))
            yield Said(*(part or "" for part in parts))


def topics(qtbot: QtBot) -> list[str]:
    """The titles in the language on screen."""
    page = SettingsPage(FakeCounter(), FakeBooks(), theme(dark=False))
    qtbot.addWidget(page)
    return [pane.title() for pane in page.panes]


def test_every_topic_that_is_named_exists_in_both_languages(
    qtbot: QtBot, qapp: QApplication, languages: Languages
) -> None:
    english = topics(qtbot)
    languages.choose("zh_CN")
    chinese = topics(qtbot)
    lost = []
    for said in every_text():
        for named in re.findall(r"Settings, ([A-Z][^{}]*)", said.english):
            if not named.startswith(("Alt+", *english)):
                lost.append(said.english)
        for named in re.findall(r"[“”]?设置[“”]?(?:的|里的|，)“?([^”，。：；{}]+)", said.chinese):
            if "Settings, " in said.english and not named.startswith(tuple(chinese)):
                lost.append(said.chinese)
    assert lost == []
    assert QCoreApplication.translate("settings", "Port for orders") == "收单端口"


def test_no_advice_sends_a_person_to_the_file_where_a_topic_does_it() -> None:
    sent = {said.english for said in every_text() if "posdesk.toml" in f"{said.english} {said.chinese}"}
    allowed = {said.english for said in every_text() if said.context in THE_FILE_ITSELF}
    assert sent <= allowed
