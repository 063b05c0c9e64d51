"""Cards as marks: nothing outside its card, targets large enough, all states told in words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import combinations

import pytest

from posdesk.desk.cards.draft import Measure
from posdesk.desk.cards.facts import Facts, Moment, facts_of
from posdesk.desk.cards.making import making_folded, making_full
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Hatch, Text
from posdesk.desk.cards.new import new_folded, new_full
from posdesk.desk.cards.rows import found_row, pre_row, ready_row
from posdesk.desk.stop.stop_card import StopSigner, stop_card
from posdesk.desk.theme import StateRole
from posdesk.domain.orders.board import Action, Lane, OrderView, lane_of
from posdesk.domain.orders.intent import Kind, Outcome
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON

STATES = {
    "new": sample.new_104,
    "unpaid": sample.new_b12,
    "overdue": sample.overdue_98,
    "long": sample.long_order,
    "changed": sample.changed_27,
    "waiting": sample.accept_waiting,
    "offline": sample.accept_offline,
    "sending": sample.accept_sending,
    "unknown": sample.accept_unknown,
    "refused": sample.accept_refused,
    "expired": sample.accept_expired,
    "elsewhere": sample.accepted_elsewhere,
    "ready refused": sample.ready_refused,
    "needs person": sample.verify_unknown,
    "other source": sample.other_5,
}
FORMS: dict[str, Callable[[Facts, Measure, int], Card]] = {
    "new": lambda f, m, w: new_full(f, m, w, selected=False, large=False),
    "new selected": lambda f, m, w: new_full(f, m, w, selected=True, large=False),
    "new folded": lambda f, m, w: new_folded(f, m, w, large=False),
    "making": lambda f, m, w: making_full(f, m, w, selected=False),
    "making selected": lambda f, m, w: making_full(f, m, w, selected=True),
    "making folded": lambda f, m, w: making_folded(f, m, w, selected=False),
}


def facts(view: OrderView, *, overdue: bool = False, waits: bool = False) -> Facts:
    waiting = frozenset(i.seq for i in view.intents if i.outcome is Outcome.QUEUED) if waits else frozenset()
    return facts_of(view, lane_of(view, NOON), Moment(NOON, "1", overdue, waiting))


def texts(card: Card) -> str:
    return " ".join(mark.text for mark in card.marks if isinstance(mark, Text))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_painted_outside_its_card(state: str, form: str, measure: Measure) -> None:
    for width in (292, 360, 432):
        card = FORMS[form](facts(STATES[state](), overdue=state == "overdue"), measure, width)
        for mark in card.marks:
            assert mark.box.x >= 0, mark
            assert mark.box.right <= width, mark
            assert mark.box.bottom <= card.height, mark


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("form", FORMS)
def test_targets_are_44_px_and_8_apart(state: str, form: str, measure: Measure) -> None:
    card = FORMS[form](facts(STATES[state]()), measure, 360)
    for button in card.buttons():
        assert button.box.h >= 44
        assert button.box.w >= 44
    for one, other in combinations(card.buttons(), 2):
        apart_x = max(one.box.x - other.box.right, other.box.x - one.box.right)
        apart_y = max(one.box.y - other.box.bottom, other.box.y - one.box.bottom)
        assert max(apart_x, apart_y) >= 8, (one, other)


def test_a_press_counts_where_a_button_is_painted_and_nowhere_else(measure: Measure) -> None:
    card = FORMS["new selected"](facts(sample.new_27()), measure, 360)
    accept = next(b for b in card.buttons() if b.act is Action.ACCEPT)
    assert card.button_at(accept.box.x, accept.box.y) == accept
    assert card.button_at(accept.box.right - 1, accept.box.bottom - 1) == accept
    assert card.button_at(accept.box.right, accept.box.y) is None
    assert card.button_at(accept.box.x, accept.box.bottom) is None


def test_keys_are_drawn_on_the_selected_card_only(measure: Measure) -> None:
    def keys(form: str) -> list[str]:
        card = FORMS[form](facts(sample.new_27()), measure, 360)
        return [b.key for b in card.buttons() if b.key]

    assert keys("new selected") == ["F2", "F3"]
    assert keys("new") == keys("new folded") == []


def test_the_whole_phone_is_never_on_a_card(measure: Measure) -> None:
    for form in FORMS.values():
        assert "13855552046" not in texts(form(facts(sample.new_27()), measure, 432))


def test_an_unknown_accept_is_never_shown_as_success(measure: Measure) -> None:
    card = FORMS["making"](facts(sample.accept_unknown()), measure, 360)
    assert any(isinstance(mark, Hatch) for mark in card.marks)
    assert "result unknown" in texts(card)
    assert "Attempt 2" in texts(card)
    assert "12:41:40" in texts(card)
    assert "confirmed" not in texts(card)
    assert [b.act for b in card.buttons()] == [Action.ASK_AGAIN]
    grounds = {mark.role for mark in card.marks if isinstance(mark, Fill)}
    assert "good_soft" not in grounds


def test_what_needs_a_person_offers_to_say_how_it_ended(measure: Measure) -> None:
    card = ready_row(facts(sample.verify_unknown()), measure, 226, selected=False)
    assert [b.act for b in card.buttons()] == [Action.SETTLE]


def test_a_refused_accept_says_the_platforms_words_and_can_be_pressed_again(measure: Measure) -> None:
    view = sample.accept_refused()
    assert facts(view).lane is Lane.NEW
    card = FORMS["new"](facts(view), measure, 360)
    assert "订单已取消" in texts(card).replace(" ", "")  # wrapped where this system's letters are wider
    assert Action.ACCEPT in {b.act for b in card.buttons()}


def test_a_waiting_accept_can_be_undone_on_its_card(measure: Measure) -> None:
    card = FORMS["making"](facts(sample.accept_waiting(), waits=True), measure, 360)
    assert Action.UNDO in {b.act for b in card.buttons()}


@pytest.mark.parametrize("form", ["new", "making selected", "making folded"])
def test_what_waits_for_the_line_is_amber_and_says_whole_that_it_has_not_arrived(
    form: str, measure: Measure
) -> None:
    waits = facts(sample.accept_offline())
    assert [chip.role for chip in waits.chips] == [StateRole.HALF]
    said = waits.chips[0].text
    assert said.startswith("Accept has not arrived. Offline, queued until ")
    for width in (292, 360):
        assert said in texts(FORMS[form](waits, measure, width)), "no word of it is cut"


def test_a_withdrawn_accept_leaves_no_chip() -> None:
    view = sample.with_intent(sample.new_27(), Kind.ACCEPT, Outcome.WITHDRAWN)
    assert facts(view).chips == ()


def test_a_confirmation_fades_but_a_refusal_stays() -> None:
    later = NOON + timedelta(minutes=5)
    for view, stays in ((sample.other_5(), 0), (sample.ready_refused(), 1)):
        now = facts_of(view, Lane.MAKING, Moment(later, "1"))
        assert len(now.chips) == stays


def test_a_settled_intent_is_said_to_be_a_persons_word() -> None:
    more = {"settled_by": "李敏", "ended_at": NOON}
    view = sample.with_intent(sample.new_27(), Kind.ACCEPT, Outcome.SETTLED_DONE, **more)
    (chip,) = facts(view).chips
    assert "李敏" in chip.text
    assert "confirmed" not in chip.text


def test_a_conflict_is_shown_and_said_not_to_be_applied() -> None:
    view = sample.new_27()
    view = replace(view, order=replace(view.order, conflict="99"))
    assert "not applied" in facts(view).chips[-1].text


def test_an_unpaid_order_says_how_much_is_wanted_here(measure: Measure) -> None:
    for form in ("new", "new folded"):
        assert "¥38.00" in texts(FORMS[form](facts(sample.new_b12()), measure, 432))


def test_a_long_number_keeps_its_end(measure: Measure) -> None:
    card = FORMS["new"](facts(sample.long_order()), measure, 360)
    number = next(m.text for m in card.marks if isinstance(m, Text) and m.text.startswith("…"))
    assert "MT-2026112100027".endswith(number[1:])
    assert len(number) >= 4


@pytest.mark.parametrize("number", ["7", "P3", "1027", "B1027", "10273"])
@pytest.mark.parametrize("count", ["2", "12", "0.3"])
def test_a_pre_orders_number_is_whole_in_the_narrowest_lane(
    measure: Measure, number: str, count: str
) -> None:
    view = sample.numbered(sample.preorders()[0], number)
    card = pre_row(replace(facts(view), count=f"{count} items"), measure, 226, selected=False)
    said = [mark for mark in card.marks if isinstance(mark, Text)]
    assert number in [mark.text for mark in said]
    assert all(measure.width(mark.text, mark.font) <= mark.box.w + 1 for mark in said)
    assert all(not _overlap(one.box, other.box) for one, other in combinations(said, 2))


def _overlap(one: Box, other: Box) -> bool:
    across = one.x < other.right and other.x < one.right
    return across and one.y < other.bottom and other.y < one.bottom


@pytest.mark.parametrize("wanted", ["0", "-1", "0.3", "2"])
@pytest.mark.parametrize("form", FORMS)
def test_a_quantity_that_is_not_one_is_on_every_card(measure: Measure, form: str, wanted: str) -> None:
    content = sample.content_of("4", "27", "陈女士", "13855552046", None, sample.line("口味虾", wanted))
    card = FORMS[form](facts(OrderView(sample.order_of(content))), measure, 380)
    told = " ".join(mark.text for mark in card.marks if isinstance(mark, Text))
    before, _, after = told.partition("口味虾")
    shown = wanted.replace("-", "−")
    assert shown in before.split() or after.startswith(f"×{shown}")


def test_a_folded_making_card_has_an_amber_mark_for_its_remark(measure: Measure) -> None:
    card = FORMS["making folded"](facts(sample.accept_sending()), measure, 292)
    assert "Remark" in texts(card)
    assert "warn_soft" in {mark.role for mark in card.marks if isinstance(mark, Fill)}


def test_a_pre_order_says_when_making_begins(measure: Measure) -> None:
    view = sample.preorders()[0]
    card = pre_row(facts(view), measure, 226, selected=False)
    assert "17:30" in texts(card)
    assert "17:05" in texts(card)


def test_a_button_is_no_larger_than_what_is_painted(measure: Measure) -> None:
    """The hit box is the mark's own: there is no second rectangle that could differ."""
    card = FORMS["making selected"](facts(sample.making_orders()[0]), measure, 360)
    painted = [mark for mark in card.marks if isinstance(mark, Button)]
    assert painted == list(card.buttons())


def test_an_unknown_source_is_named_by_its_number(measure: Measure) -> None:
    card = FORMS["making"](facts(sample.other_5()), measure, 360)
    assert "Other (31)" in texts(card)


def test_a_changed_order_and_sums_that_differ_are_marked(measure: Measure) -> None:
    view = sample.changed_27()
    content = replace(view.order.content, actual_fee=Decimal("1.00"))
    view = replace(view, order=replace(view.order, content=content))
    said = texts(FORMS["new"](facts(view), measure, 360))
    assert "Changed by the platform" in said
    assert "don't add up" in said


def test_a_name_that_has_room_is_not_cut(measure: Measure) -> None:
    view = sample.new_b12()
    content = replace(view.order.content, show_no="B104", customer="王女士")
    card = new_folded(
        facts(replace(view, order=replace(view.order, content=content))), measure, 360, large=False
    )
    name = next(mark for mark in card.marks if isinstance(mark, Text) and mark.text == "王女士")
    assert name.box.w >= measure.width("王女士", name.font)


def test_a_pre_order_is_told_from_an_order_for_now(measure: Measure) -> None:
    view = sample.new_27()
    content = replace(view.order.content, is_preorder=True)
    early = replace(view, order=replace(view.order, content=content))
    assert "Pre-order" in texts(new_full(facts(early), measure, 360, selected=True, large=False))
    assert "Pre-order" not in texts(new_full(facts(view), measure, 360, selected=True, large=False))


def test_what_the_platform_answered_after_a_lost_answer_is_said(measure: Measure) -> None:
    view = sample.accept_unknown()
    again = replace(view.intents[0], last_answer="订单已接单", last_code=9, answered=True)
    said = texts(new_full(facts(replace(view, intents=(again,))), measure, 360, selected=False, large=False))
    assert "订单已接单" in said
    assert "No answer came" not in said


def test_what_the_platform_denied_again_and_again_is_said_with_what_to_do(measure: Measure) -> None:
    view = sample.accept_unknown()
    denied = replace(view.intents[0], last_answer="订单已接单", last_code=9, answered=True, needs_person=True)
    card = FORMS["making"](facts(replace(view, intents=(denied,))), measure, 360)
    assert "订单已接单" in texts(card)
    assert "Look it up there" in texts(card)
    assert "asking again" not in texts(card)
    assert [b.act for b in card.buttons()] == [Action.SETTLE]


def test_a_folded_making_card_names_a_dish_whatever_is_marked(measure: Measure) -> None:
    view = sample.changed_27()
    marked = making_folded(replace(facts(view), changed=True, remark="少辣"), measure, 292, selected=False)
    dish = next(
        m for m in marked.marks if isinstance(m, Text) and m.text.startswith(facts(view).items[0].name)
    )
    assert dish.box.w >= measure.width(facts(view).items[0].name, dish.font)


@pytest.mark.parametrize("number", ["B106", "P109", "1024"])
def test_a_number_of_four_stands_whole_on_a_folded_making_card(number: str, measure: Measure) -> None:
    view = sample.other_5()
    content = replace(view.order.content, show_no=number)
    card = making_folded(
        facts(replace(view, order=replace(view.order, content=content))), measure, 292, selected=False
    )
    assert number in texts(card)


@pytest.mark.parametrize("form", ["new", "new selected", "making", "making selected"])
def test_what_the_kitchen_must_know_of_a_dish_is_never_cut(form: str, measure: Measure) -> None:
    name, attributes = (
        "招牌手撕椒麻鸡配藤椒油双人份大套餐",
        ("不辣", "少放盐", "不要花生", "打包分开", "米饭换粗粮"),
    )
    width = 360 if form.startswith("new") else 292
    view = sample.new_27()
    content = replace(view.order.content, lines=(sample.line(name, "1", "28.00", *attributes),))
    card = FORMS[form](facts(replace(view, order=replace(view.order, content=content))), measure, width)
    shown = [mark for mark in card.marks if isinstance(mark, Text)]
    assert name in "".join(mark.text for mark in shown)
    assert "、".join(attributes) in "".join(mark.text for mark in shown)
    assert all(mark.box.w >= measure.width(mark.text, mark.font) for mark in shown)


@pytest.mark.parametrize("form", [*FORMS, "found", "ready", "pre", "stop"])
def test_a_phone_stands_on_no_card_wherever_it_was_written(form: str, measure: Measure) -> None:
    shown = facts(sample.phone_everywhere())
    makers = FORMS | {
        "found": lambda f, m, w: found_row(f, m, w, selected=False, words="New"),
        "ready": lambda f, m, w: ready_row(f, m, w, selected=False),
        "pre": lambda f, m, w: pre_row(f, m, w, selected=False),
        "stop": lambda f, m, w: stop_card(
            sample.phone_everywhere(), f, m, 900, signer=StopSigner("Li"), oldest=True
        ),
    }
    said = texts(makers[form](shown, measure, 432))
    assert sample.PHONE not in sample.figures(said.replace("SKU13855552046", ""))
    assert "2046" in said


def test_the_last_four_of_a_phone_as_show_number_stay_large(measure: Measure) -> None:
    phone, plain = facts(sample.phone_everywhere()), facts(sample.numbered(sample.new_27(), "B2046"))
    for form, make in FORMS.items():
        large = next(m for m in make(plain, measure, 432).marks if isinstance(m, Text) and m.text == "B2046")
        said = [m for m in make(phone, measure, 432).marks if isinstance(m, Text)]
        fonts = [mark.font for mark in said if mark.text.endswith("2046")]
        assert large.font in fonts, form
