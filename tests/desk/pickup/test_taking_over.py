"""What a silent counter began to hand out goes out here only after a question (relay.md)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from posdesk.desk.pickup.result_words import ResultAction
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind, LostTo, Outcome
from posdesk.domain.orders.order import OrderState
from posdesk.domain.orders.ringing import Cue
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, SeenClaim
from posdesk.domain.rights import Right, Role
from posdesk.errors import NotAllowed, OrderReason
from posdesk.settings.settings import Staff
from tests.desk.pickup.conftest import Till
from tests.support.fake_counter import NOON
from tests.support.pickups import CODE, in_state, lookup, to_hand_over, to_verify, verified

pytestmark = pytest.mark.window
Key = Qt.Key
VIEW = to_verify()
KEY = VIEW.order.key


def claimed(view: OrderView, state: ClaimState = ClaimState.SILENT, seconds: int = 0) -> OrderView:
    """Counter 2 said at that moment that it would hand this out."""
    at = NOON + timedelta(seconds=seconds)
    return replace(view, claims=(SeenClaim(ClaimGroup.OUT, state, "2", "other", "王芳", at, 3, NOON),))


def scan(till: Till, view: OrderView = VIEW, number: int = 1) -> None:
    till.counter.put(view)
    till.counter.show_lookup(lookup(number, Found.ONE, view.order.key))


def letter(till: Till, key: Key) -> None:
    """Alt and a letter, at the window, once what is shown is laid out."""
    QApplication.processEvents()
    QTest.keyClick(till.window, key, Qt.KeyboardModifier.AltModifier)


def asks(till: Till) -> str:
    """The question that stands on the page; nothing where none does."""
    view = till.page.panes.result.view
    shown = till.page.panes.shown is till.page.panes.result and view is not None
    is_question = shown and view is not None and view.pending is ResultAction.TAKE_OVER
    return f"{view.words.lines[0]} {view.words.todo}" if is_question and view is not None else ""


def test_f8_asks_first_and_yes_verifies_here_by_name(till: Till) -> None:
    scan(till, claimed(VIEW))
    assert "is silent" in till.page.panes.card._beside.text() + till.page.panes.card._above.text()
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert asks(till).startswith("Counter 2 王芳 began to hand it out at 12:41, and is silent since.")
    assert asks(till).endswith("Hand it out here?")
    letter(till, Key.Key_D)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False, True)]
    assert not asks(till)


def test_no_leaves_it_to_the_other_counter(till: Till) -> None:
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    till.press(Key.Key_Escape)
    assert not asks(till)
    assert till.page.face is Face.CARD
    letter(till, Key.Key_D)
    assert till.wishes == []


@pytest.mark.parametrize("key", [Key.Key_F8, Key.Key_Return, Key.Key_Enter, Key.Key_Space, Key.Key_Down])
def test_no_other_key_is_a_yes(till: Till, key: Key) -> None:
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    till.press(key)
    assert till.wishes == []
    assert asks(till)


def test_a_holder_who_is_at_it_is_named_and_no_question_is_asked(till: Till) -> None:
    scan(till, claimed(VIEW, ClaimState.THEIRS))
    card = till.page.panes.card
    assert "Counter 2 王芳 is handing it out" in card._beside.text() + card._above.text()
    till.press(Key.Key_F8)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)]


def test_a_holder_who_acts_while_it_is_asked_ends_the_question(till: Till) -> None:
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    till.counter.put(claimed(VIEW, ClaimState.TOLD))
    assert not asks(till)
    letter(till, Key.Key_D)
    assert till.wishes == []


def test_a_question_about_one_holder_is_no_answer_for_the_next(till: Till) -> None:
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    till.counter.put(claimed(VIEW, seconds=30))
    letter(till, Key.Key_D)
    assert till.wishes == []
    till.press(Key.Key_F8)
    assert "12:42" in asks(till)


def test_a_scan_while_it_is_asked_brings_the_other_order_and_a_yes_is_not_meant_for_it(till: Till) -> None:
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    till.page.codes.guard.asked("another code")
    letter(till, Key.Key_D)
    assert till.wishes == []
    other = to_hand_over()
    scan(till, other, 2)
    assert not asks(till)
    letter(till, Key.Key_D)
    assert till.wishes == till.counter.calls("hand_over") == []


def test_a_hand_over_asks_as_well(till: Till) -> None:
    view = claimed(to_hand_over())
    till.counter.put(view)
    till.page.open_order(view.order.key)
    till.press(Key.Key_F8)
    assert till.counter.calls("hand_over") == []
    assert asks(till)
    letter(till, Key.Key_D)
    assert till.counter.calls("hand_over") == [(view.order.key, True)]
    till.counter.put(replace(in_state(view, OrderState.COMPLETED), claims=()))
    assert till.page.face is Face.HANDED_OVER


def test_what_another_counter_gave_out_is_said_and_asked_about(till: Till) -> None:
    """Against signature: the platform has not completed it."""
    scan(till, replace(VIEW, elsewhere=(DoneElsewhere(None, "2", "王芳", NOON),)))
    card = till.page.panes.card
    assert "Counter 2 王芳 handed it out 12:41" in card._beside.text() + card._above.text()
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert asks(till).startswith("Counter 2 王芳 handed it out at 12:41;")
    letter(till, Key.Key_D)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False, True)]


def test_what_went_out_here_against_signature_is_asked_about_before_it_goes_out_once_more(till: Till) -> None:
    """Its people closed it and opened it again: nobody told the platform, and somebody has the goods."""
    before = NOON - timedelta(minutes=9)
    scan(till, verified(VIEW, Outcome.WITHDRAWN, without_answer=True, pressed_at=before))
    till.press(Key.Key_F8)
    assert till.wishes == []
    assert "handed it out here at 12:32 against signature" in asks(till)
    letter(till, Key.Key_D)
    assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), False)], "no other counter is asked to give way"


def test_what_the_other_counter_handed_over_first_is_not_shown_as_handed_over_here(till: Till) -> None:
    view = to_hand_over()
    till.counter.put(view)
    till.page.open_order(view.order.key)
    till.press(Key.Key_F8)
    till.counter.refuse(NotAllowed(OrderReason.OTHER_COUNTER, "").reason)
    till.counter.put(in_state(view, OrderState.COMPLETED))
    assert till.page.face is Face.USED
    assert Cue.DONE not in till.sound.played


def test_a_lost_verification_names_the_counter_and_f8_asks_once_that_one_is_silent(till: Till) -> None:
    scan(till)
    till.press(Key.Key_F8)
    lost = verified(VIEW, Outcome.WITHDRAWN, last_answer=str(LostTo("2", "王芳")))
    till.counter.put(claimed(lost, ClaimState.THEIRS))
    assert till.page.face is Face.WRONG
    till.press(Key.Key_F8)
    assert len(till.wishes) == 1, "another counter is handing it out"
    till.counter.put(claimed(lost))
    view = till.page.panes.result.view
    assert view is not None
    assert view.words.todo == "Ask at counter 2 whether the customer has it. If not, press F8."
    till.press(Key.Key_F8)
    assert asks(till).endswith("Ask at counter 2 whether it is gone already. Hand it out here?")
    letter(till, Key.Key_D)
    assert till.wishes[1:] == [(KEY, Kind.VERIFY, "", CODE, (), False, True)]


@pytest.mark.parametrize("says_yes", [True, False])
def test_a_hand_out_against_signature_asks_before_the_pin(till: Till, *, says_yes: bool) -> None:
    manager = Staff(name="王静", role=Role.MANAGER)
    counter = till.counter
    counter.settings = counter.settings.model_copy(update={"staff": (Staff(name="李敏"), manager)})
    counter.put(claimed(VIEW))
    till.page.open_order(KEY)
    till.press(Key.Key_F8)
    counter.show_lookup(lookup(1, Found.CANNOT, silent=("meituan",)))
    letter(till, Key.Key_S)
    assert asks(till)
    assert counter.people.wanted is None
    if says_yes:
        letter(till, Key.Key_D)
        assert counter.people.wanted is Right.HAND_OUT
        counter.people.give()
        assert till.wishes == [(KEY, Kind.VERIFY, "", CODE, (), True, True)]
    else:
        till.press(Key.Key_Escape)
        assert till.page.face is Face.CANNOT
        assert till.wishes == []


def test_the_question_is_asked_in_chinese(till: Till, languages: Languages) -> None:
    languages.choose("zh_CN")
    scan(till, claimed(VIEW))
    till.press(Key.Key_F8)
    assert (
        asks(till)
        == "2 号台 王芳 12:41 开始交货，之后没有消息。 先问 2 号台：是不是已经拿走了？在这里交货吗？"
    )
    assert till.page.panes.result.button(ResultAction.CONFIRM).face.label == "在这里交货"
