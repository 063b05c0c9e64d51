"""The books' bridge over a real journal: what it reads, what it writes down, who may decide."""

import csv
import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from posdesk import replacing
from posdesk import settings as settings_module
from posdesk.credentials import Credentials
from posdesk.desk import books_bridge
from posdesk.desk.books_bridge import BooksBridge
from posdesk.domain.answer import Fault, Verdict
from posdesk.domain.hour import hour_of
from posdesk.domain.intent import Outcome, Seq, new_seq
from posdesk.domain.ledger import DayView, Waiting
from posdesk.domain.posting import HourFigures, Posting, PostingAnswer, decide_posting
from posdesk.domain.probe import Probe, Proof
from posdesk.domain.receipt import Door
from posdesk.domain.rights import NO_PIN, Right
from posdesk.engine.book_actions import BookActions
from posdesk.engine.engine import Engine
from posdesk.errors import KeyringLocked
from posdesk.journal import Journal, posting_rows, postings, receipts
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings import Ovopark, Settings, Staff, Store, Wdk
from tests.engine.books_making import sale
from tests.journal.making import PATIENCE_S, SetClock, opened
from tests.support.fake_counter import FakeCounter
from tests.support.windows_files import held, refuse_what_is_open

LI, WANG = Staff(name="李敏"), Staff(name="王经理", role="manager")
EVENING = datetime(2026, 11, 21, 12, 12, tzinfo=UTC)
HOUR = hour_of(EVENING) - timedelta(hours=2)
OVOPARK = Ovopark(akey="k", enterprise_id=11, shop_id="D1")
WDK = Wdk(app_key="a", store_id="33571001", pos_no="POS001")


class Kept(Credentials):
    """A keyring in memory that can be locked."""

    locked = False

    def set(self, name: str, secret: str) -> None:
        if self.locked:
            raise KeyringLocked("The keyring is locked.")
        self._held[name] = secret

    def delete(self, name: str) -> None:
        self._held.pop(name, None)


@dataclass
class StandInEngine:
    """What the books' bridge asks of an engine, as a test says."""

    hurried: list[Seq] = field(default_factory=list)
    adopted: list[Settings] = field(default_factory=list)
    probed: list[tuple[object, str, str]] = field(default_factory=list)
    answer: "Future[Probe] | None" = field(default_factory=Future)

    def hurry(self, seq: Seq) -> None:
        self.hurried.append(seq)

    def adopt_books(self, settings: Settings) -> None:
        self.adopted.append(settings)

    def probe(self, section: object, secret: str, session: str = "") -> "Future[Probe] | None":
        self.probed.append((section, secret, session))
        return self.answer


class Office:
    """A bridge at work, and all that it said."""

    def __init__(self, home: Path, journal: Journal, staff: tuple[Staff, ...]) -> None:
        self.home, self.journal, self.engine, self.secrets = home, journal, StandInEngine(), Kept()
        chosen = Settings(store=Store(code="001"), staff=staff, ovopark=OVOPARK, wdk=WDK)
        self.counter = FakeCounter(settings=chosen)
        self.counter.clock = journal.clock
        engine = cast(Engine, self.engine)
        actions = BookActions(journal, engine)
        self.bridge = BooksBridge(home, journal, engine, actions, counter=self.counter, secrets=self.secrets)
        self.said: list[tuple[Any, ...]] = []
        signals = self.bridge.signals
        for name in (
            "waiting_changed",
            "day_read",
            "receipts_read",
            "story_read",
            "sheet_read",
            "not_allowed",
            "not_saved",
            "exported",
            "export_failed",
            "tested",
            "settings_refused",
        ):
            getattr(signals, name).connect(lambda *what, name=name: self.said.append((name, *what)))
        for name in ("changed", "settings_saved"):
            getattr(signals, name).connect(partial(self.said.append, (name,)))

    def all(self, name: str) -> list[tuple[Any, ...]]:
        return [what[1:] for what in self.said if what[0] == name]

    def sold(self, serial: str, fen: int = 990) -> None:
        handed = read_receipts(json.dumps(sale(serial, HOUR, fen)).encode())
        self.write(partial(receipts.store, handed=handed, door=Door.HTTP))

    def write(self, job: Any) -> Any:
        return self.journal.write(job).result(PATIENCE_S)

    def refused(self, code: str = "isv.no-such-item") -> Posting:
        """A receipt that WDK refused."""
        self.sold("1")
        self.write(postings.queue_receipts)
        (posting,) = self.journal.read(postings.open_ones)
        self.write(lambda tx: postings.begin(tx, posting.seq, str))
        answer = PostingAnswer(Verdict.REFUSED, code=code, words="no")
        decision = decide_posting(posting, answer, may_be_there=False)
        self.write(lambda tx: postings.finish(tx, posting.seq, answer, decision, None))
        return self.posting(posting.seq)

    def posting(self, seq: Seq) -> Posting:
        found = self.journal.read(lambda db: posting_rows.get(db, seq))
        assert found is not None
        return found

    def audited(self) -> list[tuple[str, str]]:
        return self.journal.read(lambda db: db.execute("SELECT actor, detail FROM audit").fetchall())

    def hours(self) -> tuple[Posting, ...]:
        return self.journal.read(lambda db: postings.hour_book(db, HOUR).postings)


@pytest.fixture(autouse=True)
def frequent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bridge's own timers, faster."""
    monkeypatch.setattr(books_bridge, "LOOK_MS", 10)
    monkeypatch.setattr(books_bridge, "GATHER_MS", 1)


@pytest.fixture
def staff() -> tuple[Staff, ...]:
    """Who is set up; a test may say otherwise."""
    return (LI, WANG)


@pytest.fixture
def office(qtbot: QtBot, tmp_path: Path, staff: tuple[Staff, ...]) -> Iterator[Office]:
    """A bridge whose first look at what waits is over."""
    with opened(tmp_path, SetClock(EVENING)) as journal:
        made = Office(tmp_path, journal, staff)
        with closing(made.bridge):
            qtbot.waitUntil(lambda: bool(made.all("waiting_changed")))
            made.said.clear()
            yield made


def test_a_receipt_that_comes_in_is_told_and_what_waits_with_it(office: Office, qtbot: QtBot) -> None:
    office.sold("1")
    qtbot.waitUntil(lambda: office.bridge.waiting().unqueued == 1)
    assert office.all("changed")


def test_another_processes_receipt_is_told_too(office: Office, qtbot: QtBot) -> None:
    with closing(Journal(office.home, office.journal.clock, "2")) as other:
        handed = read_receipts(json.dumps(sale("1", HOUR)).encode())
        other.write(partial(receipts.store, handed=handed, door=Door.COMMAND)).result(PATIENCE_S)
    qtbot.waitUntil(lambda: office.bridge.waiting().unqueued == 1)


def test_a_day_an_hours_receipts_its_story_and_the_sheet_are_read(office: Office, qtbot: QtBot) -> None:
    office.sold("1")
    day = office.bridge.today()
    office.bridge.read_day(day)
    office.bridge.read_receipts(HOUR, "till")
    office.bridge.read_story(HOUR)
    office.bridge.read_sheet(day)
    qtbot.waitUntil(lambda: bool(office.all("sheet_read")))
    ((view,),) = office.all("day_read")
    assert isinstance(view, DayView)
    assert view.total.net_fen == 990
    ((hour, source, rows),) = office.all("receipts_read")
    assert (hour, source, [row.key.serial_num for row in rows]) == (HOUR, "till", ["1"])
    assert office.all("story_read")[0][0].hour == HOUR


def test_a_question_that_is_waiting_is_not_asked_twice(office: Office, qtbot: QtBot) -> None:
    for _ in range(50):
        office.bridge.read_day(office.bridge.today())
    office.bridge.read_story(HOUR)
    qtbot.waitUntil(lambda: bool(office.all("story_read")))
    assert 1 <= len(office.all("day_read")) < 50


def test_each_act_is_written_down_with_the_name(office: Office, qtbot: QtBot) -> None:
    refused = office.refused()
    office.counter.set_staff(WANG)
    office.bridge.retry(refused.seq)
    qtbot.waitUntil(lambda: not office.posting(refused.seq).needs_person)
    (again,) = office.journal.read(postings.open_ones)
    assert again.actor == "王经理"
    office.bridge.withdraw(again.seq)
    qtbot.waitUntil(lambda: office.posting(again.seq).outcome is Outcome.WITHDRAWN)


def test_a_retry_of_what_held_everything_back_sends_all_of_it_again(office: Office, qtbot: QtBot) -> None:
    refused = office.refused("25")
    office.counter.set_staff(WANG)
    office.write(lambda tx: tx.db.execute("UPDATE postings SET halts = 1"))
    office.bridge.retry(refused.seq)
    qtbot.waitUntil(lambda: not office.journal.read(postings.halted))
    assert [p.outcome for p in office.journal.read(postings.open_ones)] == [Outcome.QUEUED]


def test_what_is_not_allowed_any_more_is_said_by_its_reason(office: Office, qtbot: QtBot) -> None:
    refused = office.refused()
    office.counter.set_staff(WANG)
    office.bridge.settle(refused.seq, done=True)
    qtbot.waitUntil(lambda: office.all("not_allowed") == [("not_unknown",)])


def test_asked_again_hurries_the_engine(office: Office, qtbot: QtBot) -> None:
    office.sold("1")
    office.write(postings.queue_receipts)
    (posting,) = office.journal.read(postings.open_ones)
    office.bridge.ask_again(posting.seq)
    qtbot.waitUntil(lambda: office.engine.hurried == [posting.seq])


ACTS: dict[str, tuple[Right, Callable[[BooksBridge], None]]] = {
    "report": (Right.COVER, lambda b: b.report_hour(HOUR, cover=False, reason="")),
    "cover": (Right.COVER, lambda b: b.report_hour(HOUR, cover=True, reason="checked")),
    "leave": (Right.COVER, lambda b: b.leave_hour(HOUR, HourFigures(1, 1, 1))),
    "settle": (Right.SETTLE, lambda b: b.settle(new_seq(), done=True)),
    "withdraw": (Right.WITHDRAW, lambda b: b.withdraw(new_seq())),
    "retry": (Right.SEND_AGAIN, lambda b: b.retry(new_seq())),
    "retry alike": (Right.SEND_AGAIN, lambda b: b.retry(new_seq(), all_alike=True)),
    "save": (Right.SETTINGS, lambda b: b.save("wdk", {"app_key": "b"}, {})),
    "test": (Right.SETTINGS, lambda b: b.test("wdk", {"app_key": "b"}, {})),
}


@pytest.mark.parametrize("who", [None, LI])
@pytest.mark.parametrize("act", ACTS)
def test_what_takes_a_right_asks_for_a_pin_first_and_without_one_is_not_done(
    office: Office, who: Staff | None, act: str
) -> None:
    office.counter.set_staff(who)
    right, do = ACTS[act]
    before = office.audited()
    do(office.bridge)
    assert office.counter.people.wanted is right
    office.counter.people.drop()
    assert office.all("not_allowed") == [(NO_PIN,)]
    assert (office.hours(), office.all("tested"), office.audited()) == ((), [], before)


def test_a_manager_reports_an_hour(office: Office, qtbot: QtBot) -> None:
    office.counter.set_staff(WANG)
    office.bridge.report_hour(HOUR, cover=True, reason="对过账")
    qtbot.waitUntil(lambda: bool(office.hours()))
    (posting,) = office.hours()
    assert (posting.cover, posting.detail, posting.actor) == (True, "对过账", "王经理")


@pytest.mark.parametrize("staff", [()])
def test_where_nobody_is_set_up_anybody_decides(office: Office, qtbot: QtBot) -> None:
    office.bridge.report_hour(HOUR, cover=False, reason="")
    qtbot.waitUntil(lambda: bool(office.hours()))


def test_hours_go_out_as_csv_with_a_mark_and_a_total(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    office.sold("1", fen=1250)
    target = tmp_path / "hours.csv"
    office.bridge.export_hours(office.bridge.today(), "csv", target)
    qtbot.waitUntil(lambda: office.all("exported") == [(target,)])
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(target.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["Net"] for row in rows][-1] == "12.50"
    assert rows[0]["Hour"] == "2026-11-21 18:00"


def test_the_sheet_goes_out_as_xlsx_and_holds_no_formula(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    office.sold("=1+1")
    office.write(postings.queue_receipts)
    (posting,) = office.journal.read(postings.open_ones)
    office.write(lambda tx: postings.withdraw(tx, posting.seq, "Wang"))
    target = tmp_path / "sheet.xlsx"
    office.bridge.export_sheet(office.bridge.today(), "xlsx", target)
    qtbot.waitUntil(lambda: office.all("exported") == [(target,)])
    book = load_workbook(target)
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert "'=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    book.close()


def test_a_file_that_cant_be_written_is_said_and_nothing_is_left(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "missing" / "hours.csv"
    office.bridge.export_hours(office.bridge.today(), "csv", target)
    qtbot.waitUntil(lambda: bool(office.all("export_failed")))
    assert "hours.csv" in office.all("export_failed")[0][0]


def test_settings_are_kept_in_file_and_keyring_and_used_at_once(office: Office, qtbot: QtBot) -> None:
    office.counter.set_staff(WANG)
    office.bridge.save("wdk", {"app_key": "b"}, {"wdk/secret": "s3cret"})
    qtbot.waitUntil(lambda: bool(office.all("settings_saved")))
    assert settings_module.load(office.home).wdk is not None
    assert office.bridge.settings.wdk == WDK.model_copy(update={"app_key": "b"})
    assert office.engine.adopted == [office.bridge.settings]
    assert office.bridge.has_secret("wdk/secret")
    noted = ("王经理", '{"names":"app_key wdk/secret","section":"wdk"}')
    qtbot.waitUntil(lambda: noted in office.audited())
    assert "s3cret" not in str(office.audited())


def test_settings_that_cant_be_right_are_refused_and_nothing_is_kept(office: Office, qtbot: QtBot) -> None:
    office.counter.set_staff(WANG)
    office.bridge.save("ovopark", {"grace_min": 99}, {"ovopark/secret": "x"})
    qtbot.waitUntil(lambda: bool(office.all("settings_refused")))
    assert "ovopark.grace_min" in office.all("settings_refused")[0][0]
    assert not (office.home / "posdesk.toml").exists()
    assert not office.bridge.has_secret("ovopark/secret")
    assert office.engine.adopted == []


def test_a_locked_keyring_is_said_and_the_file_stays_as_it_was(office: Office, qtbot: QtBot) -> None:
    office.counter.set_staff(WANG)
    office.secrets.locked = True
    office.bridge.save("wdk", {"app_key": "b"}, {"wdk/secret": "x"})
    qtbot.waitUntil(lambda: office.all("settings_refused") == [("The keyring is locked.",)])
    assert not (office.home / "posdesk.toml").exists()


def test_settings_that_another_program_has_open_are_said_in_words_and_the_old_secret_stays(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new secret beside the old settings would be half of what was wanted."""
    monkeypatch.setattr(replacing, "PAUSES_S", replacing.AT_ONCE)
    refuse_what_is_open(monkeypatch)
    office.counter.set_staff(WANG)
    office.secrets.set("wdk/secret", "old")
    file = office.home / "posdesk.toml"
    file.write_text("", encoding="utf-8")
    with held(file):
        office.bridge.save("wdk", {"app_key": "b"}, {"wdk/secret": "new"})
        qtbot.waitUntil(lambda: bool(office.all("settings_refused")))
    ((said,),) = office.all("settings_refused")
    assert said == (
        "Not saved: posdesk.toml can't be changed, another program may have it open."
        " Close it there, then save again."
    )
    assert office.secrets.get("wdk/secret") == "old"
    assert file.read_text(encoding="utf-8") == ""


def test_a_first_secret_goes_again_where_its_settings_cant_be_saved(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replacing, "PAUSES_S", replacing.AT_ONCE)
    refuse_what_is_open(monkeypatch)
    office.counter.set_staff(WANG)
    file = office.home / "posdesk.toml"
    file.write_text("", encoding="utf-8")
    with held(file):
        office.bridge.save("wdk", {"app_key": "b"}, {"wdk/secret": "new"})
        qtbot.waitUntil(lambda: bool(office.all("settings_refused")))
    assert not office.bridge.has_secret("wdk/secret")


def test_a_test_signs_with_what_was_typed_and_else_with_what_is_kept(office: Office, qtbot: QtBot) -> None:
    office.secrets.set("wdk/secret", "kept")
    office.secrets.set("wdk/session", "merchant")
    office.counter.set_staff(WANG)
    office.bridge.test("wdk", WDK.model_dump() | {"app_key": "new"}, {"wdk/secret": "typed"})
    ((section, secret, session),) = office.engine.probed
    assert isinstance(section, Wdk)
    assert (section.app_key, secret, session) == ("new", "typed", "merchant")
    assert office.engine.answer is not None
    proven = Probe("wdk", Proof.ACCEPTED, code="40")
    office.engine.answer.set_result(proven)
    qtbot.waitUntil(lambda: office.all("tested") == [(proven,)])


def test_a_test_that_can_not_begin_is_answered_too(office: Office) -> None:
    office.engine.answer = None
    office.counter.set_staff(WANG)
    office.bridge.test("wdk", WDK.model_dump(), {})
    office.bridge.test("wdk", WDK.model_dump() | {"app_key": ""}, {})
    faults = [probe.fault for (probe,) in office.all("tested")]
    assert faults == [Fault.OURS, Fault.NO_SETTINGS]


def test_after_the_end_nothing_is_said(office: Office) -> None:
    office.bridge.close()
    office.sold("1")
    office.bridge.read_day(office.bridge.today())
    assert office.said == []
    assert isinstance(office.bridge.waiting(), Waiting)
