"""A Z is written once: nothing that comes after it changes a byte of it, and its number is given once."""

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.books.receipt import Figures
from posdesk.domain.orders.intent import Kind
from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.rights import said_actor
from posdesk.domain.shift.checklist import LineKind
from posdesk.domain.shift.figures import Taken
from posdesk.domain.shift.z import Handed, ZFigures
from posdesk.engine.shift import compose, printed
from posdesk.errors import DiskError
from posdesk.journal import backup, start_up
from posdesk.journal.audit import audit
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import intents, print_rows, said_names, z_prints
from posdesk.journal.rescue import losses
from posdesk.journal.rescue.restore import restore
from posdesk.journal.shifts import shift_rows, z_mark, zs
from tests.journal.making import SetClock, key_of, wiped
from tests.journal.remains import DAY_S
from tests.journal.shifts.making import RULES, Till, at_till, values_of
from tests.journal.takings import Store, till


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def at(tmp_path: Path, clock: SetClock) -> Iterator[Till]:
    with at_till(tmp_path / "home", clock) as made:
        yield made


def sold(at: Till, clock: SetClock, serial: str, fen: int = 1000, ago_s: float = 0) -> None:
    """A receipt of so long ago comes in."""
    clock.walk(ago_s)
    moment = clock.now()
    clock.walk(-ago_s)
    Store(at.journal).take(till(serial, fen, moment))


def test_a_z_says_what_happened_between_two_lines_of_the_trail(at: Till, clock: SetClock) -> None:
    at.add("BEFORE")
    at.done(Kind.ACCEPT, key_of("BEFORE"))
    at.open()
    clock.walk(60)
    at.add()
    at.done(Kind.ACCEPT)
    at.pay()
    sold(at, clock, "1")
    z = at.end()
    values = values_of(z)
    assert (values.figures.accepted, values.figures.total.net_fen, values.expected_fen) == (1, 1000, 51_990)
    assert (values.figures.first, values.figures.last) == (z.first, z.last)
    lines = at.journal.read(
        lambda db: db.execute("SELECT what FROM audit WHERE number IN (?, ?)", (z.first, z.last)).fetchall()
    )
    assert lines == [("shift.opened",), ("shift.closed",)]
    following = at.shift()
    assert following.first == z.last + 1


def test_nothing_that_comes_later_changes_a_z(at: Till, clock: SetClock) -> None:
    at.open()
    clock.walk(60)
    at.add()
    seq = at.unknown(Kind.ACCEPT)
    at.add("PAID")
    at.pay(key_of("PAID"))
    sold(at, clock, "1")
    z = at.end()
    clock.walk(3600)
    later(at, clock)
    at.write(lambda tx: intents.settle(tx, seq, "王静", done=True))
    at.rules = replace(RULES, tenders={}, cash=(), pay_types={}, day_starts="12:00", layout="en")
    clock.walk(40 * DAY_S)
    assert wiped(at)
    assert at.z(1) == z
    assert at.is_as_written(1)
    assert at.journal.read(audit.verify).broken_at is None
    at.open()
    after = at.figures.after
    assert (after.z, after.receipts, after.returns, after.net_fen, after.settled) == (1, 1, 1, -200, 1)
    assert at.figures.total.net_fen == 0, "what belongs before Z 1 is in no figure of this shift"
    second = at.end()
    assert "After Z 0001" in second.words
    assert at.z(1) == z


def later(at: Till, clock: SetClock) -> None:
    """A sale and a refund of before the closing, that come after it."""
    sold(at, clock, "LATE", 500, ago_s=-7200)
    clock.walk(-7200)
    moment = clock.now()
    clock.walk(7200)
    Store(at.journal).take(till("BACK", 700, moment, takes_back="1"))


def test_what_is_written_can_be_neither_changed_nor_removed(at: Till) -> None:
    at.shift()
    with contextlib.closing(sqlite3.connect(at.journal.path)) as db:
        for line in ("UPDATE zs SET words = 'less'", "DELETE FROM zs"):
            with pytest.raises(sqlite3.IntegrityError, match="Z"):
                db.execute(line)
        db.rollback()
        db.executescript("DROP TRIGGER zs_keep; UPDATE zs SET words = replace(words, '5', '4');")
    assert not at.is_as_written(1), "the trail holds the hash of what was printed"


def test_after_a_restore_numbering_goes_on_above_it_and_the_missing_ones_are_named(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with at_till(home) as at:
        at.shift()
        backup.copy(home / FILE_NAME, tmp_path / "copy.sqlite")
        assert [at.shift().number, at.shift().number] == [2, 3]
    restore(tmp_path / "copy.sqlite", home / FILE_NAME, SetClock().now(), "Wang")
    with at_till(home) as at:
        assert (at.whole.next_z, at.whole.missing) == (4, (2, 3))
        at.open()
        z = at.end()
        assert (z.number, values_of(z).missing) == (4, (2, 3))
        assert "2 – 3" in z.words
        assert at.is_as_written(1)
        assert at.whole.missing is None
        assert at.shift().number == 5


def test_a_journal_begun_anew_goes_on_above_the_numbers_of_the_one_before(tmp_path: Path) -> None:
    with at_till(tmp_path) as at:
        at.shift()
    for file in tmp_path.glob(f"{FILE_NAME}*"):
        file.unlink()
    with at_till(tmp_path) as at:
        assert (at.whole.next_z, at.whole.missing) == (2, (1, 1))


def test_a_number_that_was_begun_and_never_committed_is_given_again_unless_it_may_be_on_paper(
    tmp_path: Path,
) -> None:
    home, old = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_till(home) as at:
        at.shift()
        backup.copy(home / FILE_NAME, old)
        at.journal.read(lambda db: z_mark.begin(db, home, 2))  # the power went before the COMMIT
        assert (at.whole.next_z, at.whole.missing) == (2, None)
        at.open()
        at.hand_all()
        at.count_right()
        paper = zs.Paper(home, "", partial(compose, "en"), partial(printed, "en"))
        z = at.write(lambda tx: zs.close(tx, paper, RULES, "李敏"))  # the power went behind it
        assert (z.number, z_mark.read(home).begun) == (2, 2)
        assert (at.whole.next_z, at.whole.missing) == (3, None)
    restore(old, home / FILE_NAME, SetClock().now(), "Wang")
    with at_till(home) as at:
        assert (at.whole.next_z, at.whole.missing) == (3, (2, 2))


@pytest.mark.parametrize("text", ["", "{", '{"given": -1}', '{"given": "7"}', '{"given": 1e400}', "[]"])
def test_a_file_that_says_nothing_leaves_the_numbers_to_the_journal(
    text: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with at_till(tmp_path) as at:
        at.shift()
        (tmp_path / z_mark.FILE_NAME).write_text(text)
        assert at.whole.next_z == 2
    assert "z.mark" in caplog.text
    caplog.clear()


def test_where_the_number_cannot_be_kept_beside_the_journal_nothing_is_closed(tmp_path: Path) -> None:
    with at_till(tmp_path) as at:
        at.open()
        at.count_right()
        (tmp_path / z_mark.FILE_NAME).mkdir()
        with pytest.raises(DiskError):
            at.close()
        assert at.whole.open is not None
        assert at.journal.read(shift_rows.last_z) is None
        (tmp_path / z_mark.FILE_NAME).rmdir()
        assert at.close().number == 1


def test_shifts_and_zs_come_back_out_of_a_damaged_journal(tmp_path: Path) -> None:
    with at_till(tmp_path) as at:
        at.shift()
        at.open()
        at.note("明天补零钱")
        kept = at.z(1)
    shutil.copy(tmp_path / FILE_NAME, tmp_path / "good.sqlite")
    with (tmp_path / FILE_NAME).open("r+b") as file:
        file.write(b"\0" * 100)  # its head
    start_up.make_ready(tmp_path, SetClock())
    with at_till(tmp_path) as at:
        assert at.z(1) == kept
        assert [note.words for note in at.now.notes] == ["明天补零钱"]
        assert at.end().number == 2


def test_numbers_that_a_restore_left_out_are_no_loss_of_a_damaged_journal(tmp_path: Path) -> None:
    home, old = tmp_path / "home", tmp_path / "copy.sqlite"
    with at_till(home) as at:
        at.shift()
        backup.copy(home / FILE_NAME, old)
        at.shift()
    restore(old, home / FILE_NAME, SetClock().now(), "Wang")
    with at_till(home) as at:
        assert at.shift().number == 3
        for name in ("王静", "李敏", "周强", "张伟", "刘洋", "陈晨"):
            at.write(lambda tx, name=name: said_names.keep(tx, said_actor("counter 1", name)))
    with (home / FILE_NAME).open("r+b") as file:
        file.write(b"\0" * 100)  # its head
    start_up.make_ready(home, SetClock())
    with at_till(home) as at:
        lost = {loss.what for loss in at.journal.read(losses.open_ones)}
        assert not lost & {"zs", "z_slips", "said_names"}, lost


def test_a_z_prints_twice_as_it_was_written_and_again_as_a_copy_of_that(at: Till) -> None:
    at.journal.print_by(PrintPlan((PlannedSlip(SlipKind.Z, "front", copies=2),)))
    z = at.shift()
    jobs = at.journal.read(lambda db: print_rows.of_z(db, z.number))
    assert [(job.copy, job.printer, job.again_by) for job in jobs] == [(1, "front", ""), (2, "front", "")]
    kept = at.journal.read(lambda db: print_rows.kept_z(db, z.number))
    assert kept is not None
    said = [text[0] for row in json.loads(kept) if row["kind"] == "row" for text in row["left"]]
    assert "净额" in said
    assert f"审计 {z.digest[:16]}" in said
    at.write(lambda tx: z_prints.print_z_again(tx, z.number, "王静"))
    jobs = at.journal.read(lambda db: print_rows.of_z(db, z.number))
    assert [(job.copy, job.again_by) for job in jobs[2:]] == [(3, "王静")]
    at.open()
    assert at.checklist.line(LineKind.PRINTS).count == 3, "nobody has printed them yet"
    with contextlib.closing(sqlite3.connect(at.journal.path)) as db:
        db.executescript("UPDATE z_slips SET slip = replace(slip, '500.00', '400.00');")
    assert not at.is_as_written(1), "the trail holds the hash of the slip, too"


def test_the_text_holds_no_words_that_somebody_typed(at: Till) -> None:
    at.open()
    at.add(phone="13507311234", customer="张生")
    at.done(Kind.ACCEPT)
    at.note("张生 13507311234")
    at.hand(LineKind.ORDERS, "王静 13507311234")
    z = at.end()
    trail = at.journal.read(lambda db: str(db.execute("SELECT * FROM audit").fetchall()))
    said = z.words + z.figures + trail
    assert not any(each in said for each in ("张生", "13507311234", "下午三点前问"))
    assert "没做完的订单 1 单\t交给 王静" in z.words


def test_the_text_says_each_figure_in_both_languages(at: Till, clock: SetClock) -> None:
    at.open()
    clock.walk(60)
    sold(at, clock, "1", 1234)
    values: ZFigures = values_of(at.end())
    chinese, english = compose("zh_CN", values), compose("en", values)
    assert "净额\t12.34" in chinese
    assert "Net\t12.34" in english
    assert len(chinese.splitlines()) == len(english.splitlines())
    over = replace(values, counted_fen=values.counted_fen + 50)
    assert "多\t0.50" in compose("zh_CN", over)
    nobody = replace(values, opened_by="counter 1")
    assert "2026-05-03 12:25　1 号台" in compose("zh_CN", nobody)
    assert "counter 1" not in compose("zh_CN", nobody), "nobody was signed in"


def test_no_name_of_others_adds_a_line_to_a_z_or_a_figure(at: Till) -> None:
    at.open()
    values = values_of(at.end())
    plain, odd = "somebody", "so\n\nme\tbody\n净额\t9999.00\u2028\x1c"

    def named(name: str) -> str:
        taken = (Taken(name, 1, 100),)
        figures = replace(
            values.figures,
            by_source={name: Figures()},
            by_tender=taken,
            by_cashier=taken,
            before_opening=taken,
        )
        handed = (Handed(LineKind.ORDERS, name, 1),)
        staff = replace(values, store=name, opened_by=name, closed_by=name, counted_by=name, handed=handed)
        return compose("zh_CN", replace(staff, figures=figures))

    assert len(named(odd).splitlines()) == len(named(plain).splitlines())
    assert named(odd).count("\t") == named(plain).count("\t")
    slip = printed("zh_CN", replace(values, store=odd), named(odd), "d")
    assert len(slip) == len(printed("zh_CN", replace(values, store=plain), named(plain), "d"))
