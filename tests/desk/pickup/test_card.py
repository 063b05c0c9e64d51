"""The found order on a small screen at 150 %: nothing of it is cut off, and its dishes are there."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.words.language import Choice, Languages
from posdesk.domain.orders.intent import Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.pickup.lookup import Found
from tests.desk.pickup.conftest import Till
from tests.support.drawn import drawn
from tests.support.labels import cut
from tests.support.pickups import lookup, to_verify, verified

pytestmark = pytest.mark.window
FINGER_PX = 44
DISH_PX = 40  # one dish, its words whole


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("high", [512, 459, 441])
def test_a_found_order_is_whole_where_1366_by_768_px_are_shown_at_150_percent(
    till: Till, languages: Languages, language: Choice, high: int
) -> None:
    languages.choose(language)
    till.window.setMinimumSize(1, 1)
    till.window.resize(911, high)  # 441: beside a title bar and a task bar of Windows
    view = to_verify()
    till.counter.put(view)
    till.counter.show_lookup(lookup(1, Found.ONE, view.order.key))
    QApplication.processEvents()
    card = till.page.panes.card
    texts = [*drawn(card), *(text for part in card.findChildren(QWidget) for text in drawn(part))]
    assert [text for text in texts if "…" in text or "⋯" in text] == []
    assert {"吴女士", "攸县香干饭"} <= {word for text in texts for word in text.split()}
    buttons = [button for button in card.findChildren(DeskButton) if button.isVisible()]
    assert all(button.height() >= FINGER_PX <= button.width() for button in buttons)
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert all(button.geometry().top() >= card.dishes.geometry().bottom() for button in buttons)
    assert card.dishes.height() >= DISH_PX


@pytest.mark.parametrize("high", [768, 441])
def test_a_scan_of_an_order_that_nobody_accepted_says_so_before_f8(till: Till, high: int) -> None:
    till.window.setMinimumSize(1, 1)
    till.window.resize(911, high)
    for number, state in ((1, OrderState.NEW), (2, OrderState.ACCEPTED)):
        view = to_verify("21", state)
        till.counter.put(view)
        till.counter.show_lookup(lookup(number, Found.ONE, view.order.key))
        QApplication.processEvents()
        shown = [label.text() for label in till.page.panes.card.findChildren(QLabel) if label.isVisible()]
        told = any("Nobody has accepted this order" in text for text in shown)
        assert told is (state is OrderState.NEW)
        till.page.escape()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("high", [512, 459, 441])
@pytest.mark.parametrize("found", [Found.NONE, Found.CANNOT])
def test_what_to_do_after_a_scan_is_not_cut_there_either(
    till: Till, languages: Languages, language: Choice, high: int, found: Found
) -> None:
    languages.choose(language)
    till.window.setMinimumSize(1, 1)
    till.window.resize(911, high)
    till.counter.show_lookup(lookup(1, found))
    QApplication.processEvents()
    card = till.page.panes.result
    assert cut(card) == []
    assert card.view is not None
    assert card.view.words.todo in [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [(911, 512), (1024, 768), (1920, 1080)])
@pytest.mark.parametrize("outcome", [Outcome.UNKNOWN, Outcome.QUEUED, Outcome.CONFIRMED])
def test_no_word_of_a_result_and_no_button_is_cut(
    till: Till, languages: Languages, language: Choice, size: tuple[int, int], outcome: Outcome
) -> None:
    languages.choose(language)
    till.window.setMinimumSize(1, 1)
    till.window.resize(*size)
    view = to_verify()
    till.counter.put(view)
    till.counter.show_lookup(lookup(1, Found.ONE, view.order.key))
    till.counter.put(verified(view, outcome, attempts=2, needs_person=outcome is Outcome.UNKNOWN))
    QApplication.processEvents()
    card = till.page.panes.result
    assert till.page.panes.shown is card
    assert cut(card) == []
    buttons = [button for button in card.findChildren(DeskButton) if button.isVisible()]
    assert all(button.width() >= button.sizeHint().width() for button in buttons)
    assert [text for text in drawn(card) if "…" in text] == []
