"""F1: below a page's keys stands its guide; it is scrolled and turned by keys, in the language on screen."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.widgets.picture import PictureBox
from posdesk.desk.words.guide_files import GUIDES, OF_PAGE, LineKind, guide
from posdesk.desk.words.language import Languages
from tests.support.whole_desk import WholeDesk

pytestmark = pytest.mark.window
Key = Qt.Key


@pytest.fixture(params=["en", "zh_CN"])
def desk(request: pytest.FixtureRequest, qtbot: QtBot, languages: Languages) -> WholeDesk:
    made = WholeDesk(qtbot)
    languages.choose(request.param)
    QApplication.processEvents()
    return made


def test_below_the_keys_stands_the_guide_of_the_page_and_arrows_turn_to_the_others(
    desk: WholeDesk, request: pytest.FixtureRequest
) -> None:
    help_ = desk.window.shell.help
    language = request.node.callspec.params["desk"]
    for page in desk.pages:
        desk.page(page.number)
        desk.press(Key.Key_F1)
        assert help_.guide_name == OF_PAGE[page.key]
        desk.press(Key.Key_F1)
    desk.page(1)
    desk.press(Key.Key_F1)
    seen = []
    for _ in GUIDES:
        seen.append(help_.guide_name)
        told = help_.accessibleName()
        for line in guide(help_.guide_name, language):
            if line.kind is not LineKind.PICTURE:
                assert line.text in told
            assert not line.act or f"{{{line.act}}}" not in told, "nobody reads the acts' names"
        pictures = [box for box in help_.findChildren(PictureBox) if not box.picture.isNull()]
        assert pictures, "of the real thing"
        desk.press(Key.Key_Right)
    assert seen == list(GUIDES)
    desk.press(Key.Key_Left)
    assert help_.guide_name == GUIDES[-1]
    assert help_.isVisible()


def test_it_is_scrolled_by_keys_to_its_end_and_any_other_key_puts_it_away(desk: WholeDesk) -> None:
    help_ = desk.window.shell.help
    desk.page(1)
    desk.press(Key.Key_F1)
    bar = help_._area.verticalScrollBar()
    desk.qtbot.waitUntil(lambda: bar.maximum() > 0)
    assert bar.value() == 0
    desk.press(Key.Key_Down)
    assert 0 < bar.value() < bar.maximum()
    for _ in range(20):
        desk.press(Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    for _ in range(30):
        desk.press(Key.Key_Up)
        desk.press(Key.Key_PageUp)
    assert bar.value() == 0
    desk.press(Key.Key_F2)
    assert not help_.isVisible()
    assert desk.counter.calls("wish") == []
