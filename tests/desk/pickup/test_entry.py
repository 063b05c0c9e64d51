"""The strip that asks for a code: what it says is never cut, however narrow the window is."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from posdesk.desk.pickup.entry import EntryStrip
from posdesk.desk.theme import load_fonts, theme
from posdesk.desk.words.language import Choice, Languages
from tests.support.labels import cut

SAYS: dict[str, Callable[[EntryStrip], None]] = {
    "idle": lambda strip: None,
    "asked": lambda strip: strip.ask("B17"),
}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("width", [460, 520, 700, 842])
@pytest.mark.parametrize("says", SAYS)
def test_no_word_beside_the_field_is_cut(
    qtbot: QtBot, languages: Languages, language: Choice, width: int, says: str
) -> None:
    load_fonts()
    languages.choose(language)
    strip = EntryStrip(theme(dark=False))
    qtbot.addWidget(strip)
    strip.resize(width, strip.height())
    strip.show()
    QTest.qWaitForWindowExposed(strip)
    SAYS[says](strip)
    assert all(strip.words)
    qtbot.waitUntil(lambda: cut(strip) == [])


def test_what_is_wrong_with_a_code_stands_alone_where_the_room_is_small(
    qtbot: QtBot, languages: Languages
) -> None:
    load_fonts()
    strip = EntryStrip(theme(dark=False))
    qtbot.addWidget(strip)
    strip.resize(460, strip.height())
    strip.show()
    QTest.qWaitForWindowExposed(strip)
    strip.complain("It holds a character that no code has: U+200B.")
    assert strip.words == ("", strip.trouble)
    qtbot.waitUntil(lambda: cut(strip) == [])
