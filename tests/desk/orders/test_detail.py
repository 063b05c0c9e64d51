"""The detail: masked unless held, money that adds up, and a person's word in two steps."""

from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from posdesk.desk.cards.card_view import MarkButton
from posdesk.desk.cards.marks import Box, Fill, Text
from posdesk.desk.orders.detail import REVEAL_MS
from posdesk.desk.orders.detail_content import DetailAct
from posdesk.desk.orders.page import OrdersPage
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import changed_fields
from posdesk.settings.settings import Staff
from tests.desk.orders.conftest import Put
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter


def said(page: OrdersPage) -> str:
    return " ".join(mark.text for mark in page.detail.card_view.card.marks if isinstance(mark, Text))


def button(page: OrdersPage, act: DetailAct, arg: str = "") -> MarkButton:
    found = page.detail.card_view.button(act, arg)
    assert found is not None
    return found


def show(page: OrdersPage, put: Put, view: OrderView) -> None:
    put(view)
    page.selection.choose(view.order.key)


def test_phone_and_address_are_masked(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.new_27())
    assert "138****2046" in said(page)
    assert "13855552046" not in said(page)
    assert "3 栋 602" not in said(page)


def test_holding_shows_them_and_is_logged(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.new_27()
    show(page, put, view)
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    assert "13855552046" in said(page)
    assert counter.calls("revealed") == [(view.order.key,)]
    QTest.mouseRelease(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    assert "13855552046" not in said(page)


def test_ten_seconds_are_the_most(page: OrdersPage, put: Put, qtbot: QtBot) -> None:
    assert REVEAL_MS == 10_000
    show(page, put, sample.new_27())
    page.detail.hide_timer.setInterval(1)
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.detail.revealed)
    assert "13855552046" not in said(page)


def test_who_signs_out_leaves_nothing_unmasked(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    counter.set_staff(Staff(name="李敏"))
    show(page, put, sample.new_27())
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    assert page.detail.revealed
    counter.set_staff(None)
    assert not page.detail.revealed
    assert "13855552046" not in said(page)


def test_another_order_is_masked_again(page: OrdersPage, put: Put) -> None:
    put(sample.new_27(), sample.new_8())
    page.selection.choose(page.model.rows()[0].key)
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    page.selection.choose(page.model.rows()[1].key)
    assert not page.detail.revealed


def test_every_discount_says_who_bears_it(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.new_27())
    words = said(page)
    assert "Discount borne by platform −4.00" in words
    assert "Discount borne by store −5.00" in words
    assert "¥57.00" in words
    assert "Lines add up" in words


def test_sums_that_do_not_add_up_are_said_and_block_nothing(page: OrdersPage, put: Put) -> None:
    view = sample.new_27()
    content = replace(view.order.content, actual_fee=Decimal("56.00"))
    show(page, put, replace(view, order=replace(view.order, content=content)))
    assert "Lines come to ¥57.00, ¥1.00 apart" in said(page)
    assert page.bar().action(Qt.Key.Key_F2) is not None


def test_a_changed_repeat_shows_old_struck_through_and_new_bold(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.changed_27())
    marks = page.detail.card_view.card.marks
    old = next(m for m in marks if isinstance(m, Text) and m.text == "不要葱，筷子两双")
    strokes = [m.box for m in marks if isinstance(m, Fill) and m.role == "muted"]
    assert any(_strikes(stroke, old.box) for stroke in strokes)
    news = [m for m in marks if isinstance(m, Text) and m.text == "不要葱，多放辣"]
    assert all("bold" in m.font.value for m in news)


def _strikes(stroke: Box, text: Box) -> bool:
    return text.y < stroke.y < text.bottom and stroke.x == text.x and stroke.w == text.w


def test_history_is_asked_for_and_shown(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.new_27()
    show(page, put, view)
    assert (view.order.key,) in counter.calls("read_history")
    counter.show_history(view.order.key, HistoryLine(NOON, Happening.RECEIVED))
    assert "12:41:30" in said(page)


def test_another_orders_history_is_not_shown(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    other = sample.new_8()
    show(page, put, other)
    show(page, put, sample.new_27())
    assert (other.order.key,) in counter.calls("read_history")
    counter.show_history(other.order.key, HistoryLine(NOON, Happening.RECEIVED))
    assert "12:41:30" not in said(page)


def test_settling_takes_two_steps_and_names_the_person(
    page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.verify_unknown()
    seq = view.intents[-1].seq
    show(page, put, view)
    button(page, DetailAct.DONE, seq).click()
    assert counter.calls("settle") == []
    assert "李敏 says Verify is done" in said(page)
    assert "did not confirm it" in said(page)
    button(page, DetailAct.SURE, seq).click()
    assert counter.calls("settle") == [(seq, True)]


def test_not_done_is_a_persons_word_too(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.verify_unknown()
    seq = view.intents[-1].seq
    show(page, put, view)
    button(page, DetailAct.NOT_DONE, seq).click()
    button(page, DetailAct.SURE, seq).click()
    assert counter.calls("settle") == [(seq, False)]


def test_another_person_begins_the_second_step_anew(page: OrdersPage, counter: FakeCounter, put: Put) -> None:
    view = sample.verify_unknown()
    show(page, put, view)
    button(page, DetailAct.DONE, view.intents[-1].seq).click()
    counter.set_staff(Staff(name="王芳"))
    assert page.detail.card_view.button(DetailAct.SURE, view.intents[-1].seq) is None


def test_the_card_leads_to_the_detail_to_say_how_it_ended(page: OrdersPage, put: Put) -> None:
    view = sample.verify_unknown()
    put(view)
    page.placement.toggle_detail()
    page.order_actions.settle(view.order.key)
    assert page.detail.isVisible()
    assert page.detail.key == view.order.key


def test_no_remark_or_name_is_read_as_markup(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.long_order())
    assert "<b>" in said(page)


def test_a_phone_anywhere_is_masked_and_shown_while_held(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.phone_everywhere())
    assert sample.PHONE not in sample.figures(said(page).replace("SKU13855552046", ""))
    assert "可乐 SKU13855552046" in said(page), "a code that only looks like one stays"
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    held = said(page).replace(" ", "")
    QTest.mouseRelease(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    content = sample.phone_everywhere().order.content
    for text in (content.full_number, content.customer, content.phone, content.address, content.remark):
        assert text.replace(" ", "") in held
    assert f"备用{sample.PHONE}" in held
    assert "打１３８－５５５５－２０４６" in held
    assert sample.PHONE not in sample.figures(said(page).replace("SKU13855552046", ""))


def test_a_phone_in_a_remark_alone_can_be_shown_too(page: OrdersPage, put: Put) -> None:
    view = sample.new_27()
    bare = replace(view.order.content, phone="", address="", remark=f"打 {sample.PHONE}")
    show(page, put, replace(view, order=replace(view.order, content=bare)))
    QTest.mousePress(button(page, DetailAct.REVEAL), Qt.MouseButton.LeftButton)
    assert f"打 {sample.PHONE}" in said(page)


def test_what_a_repeat_changed_shows_no_phone(page: OrdersPage, put: Put) -> None:
    view = sample.phone_everywhere()
    old = sample.new_27().order.content
    changed = changed_fields(old, view.order.content)
    show(page, put, replace(view, order=replace(view.order, previous=old, changed=changed)))
    assert "Changed by the platform" in said(page)
    assert sample.PHONE not in sample.figures(said(page).replace("SKU13855552046", ""))


def test_no_phone_of_an_order_is_read_aloud(page: OrdersPage, put: Put) -> None:
    show(page, put, sample.phone_everywhere())
    model = page.board.views[Lane.NEW].model()
    read = [str(model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))]
    read += [widget.accessibleName() for widget in page.window().findChildren(QWidget)]
    assert any("138****2046" in text for text in read)
    assert all(sample.PHONE not in sample.figures(text) for text in read)


def test_a_platforms_words_in_the_history_show_no_phone(
    page: OrdersPage, counter: FakeCounter, put: Put
) -> None:
    view = sample.new_27()
    show(page, put, view)
    told = HistoryLine(
        NOON, Happening.OUTCOME, kind=Kind.ACCEPT, outcome=Outcome.REFUSED, detail="rang 13855552046"
    )
    counter.show_history(view.order.key, told)
    assert "138****2046" in said(page).split("rang")[1]
    assert "13855552046" not in said(page)


def test_of_a_wiped_order_it_is_said_since_when(page: OrdersPage, put: Put) -> None:
    """An empty phone would look like a fault, and there is nothing to hold a button for."""
    show(page, put, sample.wiped(sample.new_27()))
    assert "Personal data wiped on 2026-06-03" in said(page)
    assert "*" not in said(page)
    assert page.detail.card_view.button(DetailAct.REVEAL, "") is None


def test_of_a_thinned_order_it_is_said_since_when_and_what_its_dishes_came_to(
    page: OrdersPage, put: Put
) -> None:
    """That no dish is listed is no fault, and the sums are what they were."""
    show(page, put, sample.thinned(sample.new_27()))
    assert "Dishes and fees are not kept since 2027-06-03. They came to ¥" in said(page)
    assert "Lines add up to the amount paid" in said(page)
