"""The board's rows: gathered changes, lanes that follow time, places that hold."""

from dataclasses import replace
from datetime import timedelta

from posdesk.desk.orders.lanes import LaneProxy
from posdesk.desk.orders.model import BoardModel, SortBy
from posdesk.desk.theme import Sign, StateRole
from posdesk.domain.orders.board import Lane, OrderView
from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.printing.board import PrintBoard
from tests.desk.sync.prints import samples
from tests.support import sample_views as sample
from tests.support.fake_counter import NOON, FakeCounter


def numbers(model: BoardModel, lane: Lane) -> list[str]:
    proxy = LaneProxy(model, lane)
    return [proxy.row_at(n).facts.number for n in range(proxy.rowCount())]


def preorder(minutes: int) -> OrderView:
    view = sample.preorders()[0]
    content = replace(view.order.content, due_at=NOON + timedelta(minutes=minutes))
    return replace(view, order=replace(view.order, content=content))


def test_every_order_stands_in_its_lane_by_urgency(counter: FakeCounter) -> None:
    counter.set_views(*reversed(sample.board()))
    model = BoardModel(counter)
    assert numbers(model, Lane.NEW) == ["104", "27", "B12", "8"]
    assert numbers(model, Lane.MAKING)[0] == "24"
    assert len(numbers(model, Lane.READY)) == 7
    assert numbers(model, Lane.PREORDER) == ["P3", "88", "B02"]


def test_places_that_are_held_sort_a_lane_once_however_many_they_are(counter: FakeCounter) -> None:
    counter.set_views(*sample.board())
    model = BoardModel(counter)
    lane = LaneProxy(model, Lane.NEW)
    keys, told = lane.keys(), list[tuple[int, int]]()
    model.dataChanged.connect(lambda first, last: told.append((first.row(), last.row())))
    wanted = tuple(reversed(keys))
    model.hold(wanted)
    assert len(told) == 1
    assert lane.keys() == wanted
    model.hold(wanted)
    assert len(told) == 1
    model.hold(())
    assert lane.keys() == keys


def test_an_order_that_left_the_board_leaves_its_lane(counter: FakeCounter) -> None:
    counter.set_views(*sample.new_orders())
    model = BoardModel(counter)
    counter.set_views(sample.new_27())
    assert numbers(model, Lane.NEW) == ["27"]


def test_a_pressed_accept_moves_the_card_and_a_refused_one_puts_it_back(counter: FakeCounter) -> None:
    new = sample.new_27()
    counter.set_views(new)
    model = BoardModel(counter)
    for outcome, lane in ((Outcome.SENDING, Lane.MAKING), (Outcome.REFUSED, Lane.NEW)):
        counter.put(sample.with_intent(new, Kind.ACCEPT, outcome))
        assert numbers(model, lane) == ["27"]


def test_a_pre_order_moves_to_making_when_it_is_time(counter: FakeCounter) -> None:
    counter.set_views(preorder(26))
    model = BoardModel(counter)
    assert numbers(model, Lane.PREORDER) == ["P3"]
    counter.time.advance(61)
    model.tick()
    assert numbers(model, Lane.MAKING) == ["P3"]


def test_a_pre_order_that_a_wrong_clock_moved_goes_back(counter: FakeCounter) -> None:
    counter.set_views(preorder(180))
    model = BoardModel(counter)
    counter.time.jump(3 * 3600)
    model.tick()
    assert numbers(model, Lane.MAKING) == ["P3"]
    counter.time.jump(-3 * 3600)
    model.tick()
    assert numbers(model, Lane.PREORDER) == ["P3"]


def test_an_order_becomes_overdue_by_the_steady_clock(counter: FakeCounter) -> None:
    view = sample.new_27()
    counter.set_views(view)
    counter.accept_within(view.order.key, 10)
    model = BoardModel(counter)
    counter.time.jump(3600)
    model.tick()
    row = model.row(view.order.key)
    assert row is not None
    assert not row.facts.overdue
    counter.time.advance(11)
    model.tick()
    assert model.rows()[0].facts.overdue


def test_a_tick_renews_nothing_that_did_not_change(counter: FakeCounter) -> None:
    counter.set_views(*sample.board())
    model = BoardModel(counter)
    heard: list[object] = []
    model.dataChanged.connect(lambda *what: heard.append(what))
    counter.time.advance(1)
    model.tick()
    assert heard == []


def test_a_whole_reading_renews_only_what_changed(counter: FakeCounter) -> None:
    new = sample.new_27()
    counter.set_views(new, *sample.board())
    model = BoardModel(counter)
    before = {row.key: row.facts for row in model.rows()}
    changed = sample.with_intent(new, Kind.ACCEPT, Outcome.SENDING)
    counter.set_views(changed, *(row.view for row in model.rows() if row.key != new.order.key))
    model.load()
    renewed = {row.key for row in model.rows() if row.facts is not before[row.key]}
    assert renewed == {new.order.key}


def test_overdue_orders_are_first_by_arrival_too(counter: FakeCounter) -> None:
    counter.set_views(sample.new_104(), sample.overdue_98(), sample.new_8())
    model = BoardModel(counter)
    model.set_sort_by(Lane.NEW, SortBy.ARRIVAL)
    assert numbers(model, Lane.NEW)[0] == "98"


def test_sorting_by_arrival_puts_the_oldest_first(counter: FakeCounter) -> None:
    early, late = sample.new_27(), sample.new_104()
    early = replace(early, order=replace(early.order, received_at=NOON - timedelta(hours=1)))
    counter.set_views(late, early)
    model = BoardModel(counter)
    assert numbers(model, Lane.NEW) == ["104", "27"]
    model.set_sort_by(Lane.NEW, SortBy.ARRIVAL)
    assert numbers(model, Lane.NEW) == ["27", "104"]


def test_done_orders_stand_in_no_lane(counter: FakeCounter) -> None:
    view = sample.new_27()
    done = replace(view, order=replace(view.order, state=OrderState.COMPLETED))
    counter.set_views(done)
    model = BoardModel(counter)
    assert all(not numbers(model, lane) for lane in Lane if lane is not Lane.DONE)


def test_a_screen_reader_hears_source_number_lane_and_time_left(counter: FakeCounter) -> None:
    counter.set_views(sample.new_27())
    proxy = LaneProxy(BoardModel(counter), Lane.NEW)
    assert proxy.index(0, 0).data() == "Meituan 27, New, 3 min 42 s left"


def test_ten_thousand_orders_are_taken_in_without_losing_one(counter: FakeCounter) -> None:
    one = sample.new_27()
    views = [
        replace(
            one,
            order=replace(
                one.order,
                key=one.order.key._replace(bill=f"{n:06}"),
                accept_by=NOON + timedelta(seconds=n),
            ),
        )
        for n in range(10_000)
    ]
    counter.set_views(*views)
    proxy = LaneProxy(BoardModel(counter), Lane.NEW)
    assert proxy.rowCount() == 10_000
    assert proxy.row_at(9_999).key.bill == "009999"


def test_a_slip_that_did_not_come_out_is_said_on_its_orders_card_until_it_did(
    counter: FakeCounter,
) -> None:
    view, other = sample.new_27(), sample.new_104()
    counter.set_views(view, other)
    model = BoardModel(counter)
    renewed: list[frozenset[OrderKey]] = []
    model.applied.connect(renewed.append)
    out, lost = (
        replace(paper, job=replace(paper.job, cause=view.order.key))
        for paper in (samples.WAITS, samples.SILENT)
    )

    def said() -> list[tuple[str, StateRole, Sign | None]]:
        row = model.row(view.order.key)
        assert row is not None
        return [(chip.text, chip.role, chip.sign) for chip in row.facts.chips]

    model.show_papers(PrintBoard(not_sent=(out, samples.LATE), doubtful=(lost, samples.Z_DOUBTFUL)))
    assert said() == [
        ("Packing slip may not be printed", StateRole.HALF, Sign.QUESTION),
        ("Kitchen slip is not printed", StateRole.HALF, Sign.WARNING),
    ]
    model.show_papers(PrintBoard(not_sent=(out, samples.LATE), doubtful=(lost, samples.Z_DOUBTFUL)))
    model.show_papers(PrintBoard())
    assert said() == []
    assert renewed == [frozenset({view.order.key})] * 2, "no other row, and none that says the same"
