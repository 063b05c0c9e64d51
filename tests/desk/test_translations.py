"""No mixed strings: every text of the desk has its Chinese, in the released file too."""

import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

from posdesk.desk.words import language
from posdesk.desk.words.language import Languages
from posdesk.host.resources import resource
from tests.support.paths import ROOT

NAME = "translations/posdesk_zh_CN"


class Message(NamedTuple):
    context: str
    english: str
    chinese: str
    finished: bool


def _messages(path: Path) -> list[Message]:
    found = []
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            finished = translation.get("type") is None and bool(translation.text)
            english = message.findtext("source") or ""
            found.append(Message(context.findtext("name") or "", english, translation.text or "", finished))
    return found


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    return _messages(resource(f"{NAME}.ts"))


def test_every_text_in_the_source_has_its_chinese(tmp_path: Path) -> None:
    copy = tmp_path / "zh.ts"
    shutil.copy(resource(f"{NAME}.ts"), copy)
    files = sorted(str(path) for path in (ROOT / "posdesk" / "desk").rglob("*.py"))
    options = ["-locations", "none", "-no-obsolete", "-ts", str(copy)]
    run = ["-c", "from PySide6.scripts.pyside_tool import lupdate; lupdate()"]
    subprocess.run([sys.executable, *run, *files, *options], check=True, capture_output=True)
    assert [(m.context, m.english) for m in _messages(copy) if not m.finished] == []


def test_the_released_file_says_what_the_translators_wrote(
    qapp: QApplication, messages: list[Message]
) -> None:
    translator = QTranslator()
    assert translator.load(str(resource(f"{NAME}.qm")))
    wrong = [m for m in messages if m.finished and translator.translate(m.context, m.english) != m.chinese]
    assert wrong == []


def test_both_languages_have_the_same_places_to_fill(messages: list[Message]) -> None:
    places = re.compile(r"\{[^}]*\}")
    for message in messages:
        if message.finished:
            english, chinese = places.findall(message.english), places.findall(message.chinese)
            assert Counter(english) == Counter(chinese), message


def test_english_has_no_signs_that_the_font_draws_full_width(messages: list[Message]) -> None:
    assert [m for m in messages if re.search("[·“”‘’…，。：]", m.english)] == []


def test_a_translation_that_is_written_over_harms_no_running_desk(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "zh.qm"
    shutil.copy(resource(f"{NAME}.qm"), copy)
    monkeypatch.setattr(language, "resource", lambda _name: copy)
    languages = Languages(qapp, "zh_CN")
    with copy.open("r+b") as file:
        file.write(bytes(copy.stat().st_size))
    said = QApplication.translate("rights", "Settings")
    languages.choose("en")
    assert said == "设置"
