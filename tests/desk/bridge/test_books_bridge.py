"""The books' bridge over a real journal: what it reads, what it writes down, who may decide."""

import csv
import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from posdesk.desk.bridge import books_bridge, questions
from posdesk.desk.bridge import counter_bridge as bridge_module
from posdesk.desk.bridge.books import Entered, Exported
from posdesk.desk.bridge.books_bridge import BooksBridge
from posdesk.desk.bridge.calls import Act
from posdesk.desk.bridge.counter_bridge import CounterBridge
from posdesk.desk.bridge.questions import read_day, read_sheet, read_story
from posdesk.desk.hours.columns import hours_table
from posdesk.desk.sync.sheet.columns import sheet_table
from posdesk.desk.words.reasons import reason_words
from posdesk.domain.books.hour import hour_of
from posdesk.domain.books.ledger import DayView, HourStory, ReceiptRow, Sheet, Waiting
from posdesk.domain.books.posting import HourFigures, Posting, PostingAnswer, decide_posting
from posdesk.domain.books.probe import Probe, Proof
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.orders.intent import Outcome, Seq, new_seq
from posdesk.domain.rights import Right, Role
from posdesk.domain.status import StartWait
from posdesk.engine.actions import Actions, BookActions
from posdesk.engine.engine import Engine
from posdesk.engine.status import StatusBoard
from posdesk.errors import KeyringLocked, NotDone, PostingReason
from posdesk.host import disk
from posdesk.journal import Journal
from posdesk.journal.books import hour_totals, posting_acts, posting_rows, postings, receipts
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings import settings as settings_module
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings, Staff, Store
from tests.engine.books_making import sale
from tests.journal.making import PATIENCE_S, SetClock, opened
from tests.support.settings_files import file_of
from tests.support.windows_files import held, refuse_what_is_open

LI, WANG = Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER)
EVENING = datetime(2026, 11, 21, 12, 12, tzinfo=UTC)
HOUR = hour_of(EVENING) - timedelta(hours=2)
HOURS = Exported("hours", read_day, hours_table)
SHEET = Exported("sheet", read_sheet, sheet_table)
OVOPARK = Ovopark(akey="k", enterprise_id=11, shop_id="D1")
WDK = Wdk(app_key="a", store_id="33571001", pos_no="POS001")


PINS = {LI: "111111", WANG: "222222"}


class Kept(Credentials):
    """A keyring in memory that can be locked."""

    locked = False

    def __init__(self) -> None:
        super().__init__()
        self._held.update({person.secret_name: pin for person, pin in PINS.items()})

    def set(self, name: str, secret: str) -> None:
        if self.locked:
            raise KeyringLocked("The keyring is locked.")
        self._held[name] = secret

    def delete(self, name: str) -> None:
        self._held.pop(name, None)


@dataclass
class StandInEngine:
    """What the bridges ask of an engine, as a test says."""

    status: StatusBoard
    pulse: float | None = None
    is_alive: bool = True
    is_starting: bool = False
    waits_for: StartWait = StartWait.NOTHING
    hurried: list[Seq] = field(default_factory=list)
    adopted: list[Settings] = field(default_factory=list)
    probed: list[tuple[object, str, str]] = field(default_factory=list)
    answer: "Future[Probe] | None" = field(default_factory=Future)

    def hurry(self, seq: Seq) -> None:
        self.hurried.append(seq)

    def take(self, settings: Settings, keep: Callable[[], None]) -> "Future[None] | None":
        keep()
        self.adopted.append(settings)
        return None

    def probe(self, section: object, secret: str, session: str = "") -> "Future[Probe] | None":
        self.probed.append((section, secret, session))
        return self.answer


class Ears:
    """Call-backs of a page."""

    def __init__(self, said: list[tuple[Any, ...]]) -> None:
        self._said = said

    def hear_day(self, view: DayView, _day: date) -> None:
        self._said.append(("day_read", view))

    def hear_receipts(self, rows: tuple[ReceiptRow, ...], hour: datetime, source: str) -> None:
        self._said.append(("receipts_read", hour, source, rows))

    def hear_story(self, story: HourStory, _hour: datetime) -> None:
        self._said.append(("story_read", story))

    def hear_sheet(self, sheet: Sheet, _day: date) -> None:
        self._said.append(("sheet_read", sheet))

    def hear_refused(self, reason: str) -> None:
        self._said.append(("not_allowed", reason))

    def hear_written(self, path: Path) -> None:
        self._said.append(("exported", path))

    def hear_saved(self) -> None:
        self._said.append(("settings_saved",))

    def hear_failed(self, why: str) -> None:
        self._said.append(("failed", why))

    def hear_unkept(self, why: str, key: str) -> None:
        self._said.append(("failed", why))
        self._said.append(("at", key))

    def hear_tested(self, probe: Probe) -> None:
        self._said.append(("tested", probe))


class Office:
    """Both bridges at work, and all that the books' one said."""

    def __init__(self, home: Path, journal: Journal, staff: tuple[Staff, ...]) -> None:
        chosen = Settings(store=Store(code="001"), staff=staff, ovopark=OVOPARK, wdk=WDK)
        self.home, self.journal, self.secrets = home, journal, Kept()
        self.file = file_of(home, chosen)
        self.before = self.file.read_text(encoding="utf-8")
        self.engine = StandInEngine(StatusBoard(chosen, journal.clock))
        engine, secrets = cast(Engine, self.engine), self.secrets
        self.counter = CounterBridge(
            chosen, journal, engine, Actions(journal, engine), secrets=secrets, clock=journal.clock
        )
        actions = BookActions(journal, engine)
        self.bridge = BooksBridge(home, journal, engine, actions, counter=self.counter, secrets=secrets)
        self.said: list[tuple[Any, ...]] = []
        self.ears = Ears(self.said)
        for signals, names in (
            (self.bridge.signals, ("waiting_changed",)),
            (self.counter.signals, ("notice", "unsaved")),
        ):
            for name in names:
                getattr(signals, name).connect(lambda *what, name=name: self.said.append((name, *what)))
        for name in ("changed", "settings_changed"):
            getattr(self.bridge.signals, name).connect(partial(self.said.append, (name,)))

    def close(self) -> None:
        """The end of both."""
        self.bridge.close()
        self.counter.close()

    def sign_in(self, person: Staff) -> None:
        """By the PIN; it is written down."""
        self.counter.sign_in(PINS[person])
        self.write(lambda _tx: None)

    def act(self, act: Act) -> None:
        """As a page that says itself why it can't be."""
        self.bridge.act(act, refused=self.ears.hear_refused)

    def save(self, platform: str, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """As the settings page."""
        ears = self.ears
        self.bridge.save(
            Entered(platform, values, secrets),
            saved=ears.hear_saved,
            failed=ears.hear_unkept,
            refused=ears.hear_refused,
        )

    def export(self, what: Exported[Any], form: str, target: Path) -> None:
        """As a page, today's."""
        ears = self.ears
        self.bridge.export(
            what, self.bridge.today(), form, target, written=ears.hear_written, failed=ears.hear_failed
        )

    def test(self, values: Mapping[str, object], secrets: Mapping[str, str]) -> None:
        """As the settings page, of WDK."""
        told, refused = self.ears.hear_tested, self.ears.hear_refused
        self.bridge.test(Entered("wdk", values, secrets), told=told, refused=refused)

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
        (posting,) = self.journal.read(posting_rows.open_ones)
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
        return self.journal.read(lambda db: hour_totals.hour_book(db, HOUR).postings)


@pytest.fixture(autouse=True)
def frequent_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bridge's own timers, faster."""
    monkeypatch.setattr(bridge_module, "LOOK_MS", 10)
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
        with closing(made):
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
    office.bridge.ask(office.ears.hear_day, read_day, day)
    office.bridge.ask(office.ears.hear_receipts, questions.read_receipts, HOUR, "till")
    office.bridge.ask(office.ears.hear_story, read_story, HOUR)
    office.bridge.ask(office.ears.hear_sheet, read_sheet, day)
    qtbot.waitUntil(lambda: bool(office.all("sheet_read")))
    ((view,),) = office.all("day_read")
    assert isinstance(view, DayView)
    assert view.total.net_fen == 990
    ((hour, source, rows),) = office.all("receipts_read")
    assert (hour, source, [row.key.serial_num for row in rows]) == (HOUR, "till", ["1"])
    assert office.all("story_read")[0][0].hour == HOUR


def test_a_question_that_is_waiting_is_not_asked_twice(office: Office, qtbot: QtBot) -> None:
    for _ in range(50):
        office.bridge.ask(office.ears.hear_day, read_day, office.bridge.today())
    office.bridge.ask(office.ears.hear_story, read_story, HOUR)
    qtbot.waitUntil(lambda: bool(office.all("story_read")))
    assert 1 <= len(office.all("day_read")) < 50


def test_each_act_is_written_down_with_the_name(office: Office, qtbot: QtBot) -> None:
    refused = office.refused()
    office.sign_in(WANG)
    office.act(partial(BookActions.retry, seq=refused.seq))
    qtbot.waitUntil(lambda: not office.posting(refused.seq).needs_person)
    (again,) = office.journal.read(posting_rows.open_ones)
    assert again.actor == "王经理"
    office.act(partial(BookActions.withdraw, seq=again.seq))
    qtbot.waitUntil(lambda: office.posting(again.seq).outcome is Outcome.WITHDRAWN)


def test_a_retry_of_what_held_everything_back_sends_all_of_it_again(office: Office, qtbot: QtBot) -> None:
    refused = office.refused("25")
    office.sign_in(WANG)
    office.write(lambda tx: tx.db.execute("UPDATE postings SET halts = 1"))
    office.act(partial(BookActions.retry, seq=refused.seq))
    qtbot.waitUntil(lambda: not office.journal.read(posting_rows.halted))
    assert [p.outcome for p in office.journal.read(posting_rows.open_ones)] == [Outcome.QUEUED]


def test_what_is_not_allowed_any_more_is_said_by_its_reason(office: Office, qtbot: QtBot) -> None:
    refused = office.refused()
    office.sign_in(WANG)
    office.act(partial(BookActions.settle, seq=refused.seq, done=True))
    qtbot.waitUntil(lambda: office.all("not_allowed") == [("not_unknown",)])


def test_a_refusal_that_no_page_says_is_said_in_the_books_words(office: Office, qtbot: QtBot) -> None:
    office.bridge.act(partial(BookActions.ask_again, seq=Seq("nobody's")))
    qtbot.waitUntil(lambda: office.all("notice") == [(reason_words(PostingReason.UNKNOWN_POSTING),)])


def test_asked_again_hurries_the_engine(office: Office, qtbot: QtBot) -> None:
    office.sold("1")
    office.write(postings.queue_receipts)
    (posting,) = office.journal.read(posting_rows.open_ones)
    office.act(partial(BookActions.ask_again, seq=posting.seq))
    qtbot.waitUntil(lambda: office.engine.hurried == [posting.seq])


ACTS: dict[str, tuple[Right, Callable[[Office], None]]] = {
    "report": (
        Right.COVER,
        lambda o: o.act(partial(BookActions.report_hour, hour=HOUR, reason="", cover=False)),
    ),
    "cover": (
        Right.COVER,
        lambda o: o.act(partial(BookActions.report_hour, hour=HOUR, reason="", cover=True)),
    ),
    "leave": (
        Right.COVER,
        lambda o: o.act(partial(BookActions.leave_hour, hour=HOUR, seen=HourFigures(1, 1, 1))),
    ),
    "settle": (Right.SETTLE, lambda o: o.act(partial(BookActions.settle, seq=new_seq(), done=True))),
    "withdraw": (Right.WITHDRAW, lambda o: o.act(partial(BookActions.withdraw, seq=new_seq()))),
    "retry": (Right.SEND_AGAIN, lambda o: o.act(partial(BookActions.retry, seq=new_seq()))),
    "retry alike": (Right.SEND_AGAIN, lambda o: o.act(partial(BookActions.retry_alike, seq=new_seq()))),
    "save": (Right.SETTINGS, lambda o: o.save("wdk", {"app_key": "b"}, {})),
    "test": (Right.SETTINGS, lambda o: o.test({"app_key": "b"}, {})),
}


@pytest.mark.parametrize("who", [None, LI])
@pytest.mark.parametrize("act", ACTS)
def test_what_takes_a_right_asks_for_a_pin_first_and_without_one_is_not_done(
    office: Office, who: Staff | None, act: str
) -> None:
    if who is not None:
        office.sign_in(who)
    right, do = ACTS[act]
    before = office.audited()
    do(office)
    assert office.counter.people.wanted is right
    office.counter.people.drop()
    assert office.all("not_allowed") == [(NotDone.NO_PIN,)]
    assert (office.hours(), office.all("tested"), office.audited()) == ((), [], before)


def test_a_manager_reports_an_hour(office: Office, qtbot: QtBot) -> None:
    office.sign_in(WANG)
    office.act(partial(BookActions.report_hour, hour=HOUR, cover=True, reason="对过账"))
    qtbot.waitUntil(lambda: bool(office.hours()))
    (posting,) = office.hours()
    assert (posting.cover, posting.detail, posting.actor) == (True, "对过账", "王经理")


@pytest.mark.parametrize("staff", [()])
def test_where_nobody_is_set_up_anybody_decides(office: Office, qtbot: QtBot) -> None:
    office.act(partial(BookActions.report_hour, hour=HOUR, cover=False, reason=""))
    qtbot.waitUntil(lambda: bool(office.hours()))


def test_hours_go_out_as_csv_with_a_mark_and_a_total(office: Office, qtbot: QtBot, tmp_path: Path) -> None:
    office.sold("1", fen=1250)
    target = tmp_path / "hours.csv"
    office.export(HOURS, "csv", target)
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
    (posting,) = office.journal.read(posting_rows.open_ones)
    office.write(lambda tx: posting_acts.withdraw(tx, posting.seq, "Wang"))
    target = tmp_path / "sheet.xlsx"
    office.export(SHEET, "xlsx", target)
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
    office.export(HOURS, "csv", target)
    qtbot.waitUntil(lambda: bool(office.all("failed")))
    assert "hours.csv" in office.all("failed")[0][0]


def test_settings_are_kept_in_file_and_keyring_and_used_at_once(office: Office, qtbot: QtBot) -> None:
    office.sign_in(WANG)
    office.save("wdk", {"app_key": "b"}, {"wdk/secret": "s3cret"})
    qtbot.waitUntil(lambda: bool(office.all("settings_saved")))
    assert settings_module.load(office.home).wdk is not None
    assert office.bridge.settings.wdk == WDK.model_copy(update={"app_key": "b"})
    assert office.engine.adopted == [office.bridge.settings]
    assert office.bridge.has_secret("wdk/secret")
    changed = '{"changed":"wdk.app_key: *** -> ***","names":"app_key wdk/secret","section":"wdk"}'
    noted = ("王经理", changed)
    qtbot.waitUntil(lambda: noted in office.audited())
    assert "s3cret" not in str(office.audited())


def test_a_sections_mark_is_another_once_it_or_a_secret_of_it_changed_and_tells_no_secret(
    office: Office, qtbot: QtBot
) -> None:
    """By it a person's word on a test call falls (first start, step 5)."""
    office.sign_in(WANG)
    marks = [office.bridge.mark_of("wdk")]
    for values, secrets in (
        ({"app_key": "b"}, {}),
        ({}, {"wdk/secret": "s3cret"}),
        ({}, {"wdk/session": "x"}),
    ):
        office.said.clear()
        office.save("wdk", values, secrets)
        qtbot.waitUntil(lambda: bool(office.all("settings_saved")))
        marks.append(office.bridge.mark_of("wdk"))
    assert len(set(marks)) == 4
    assert office.bridge.mark_of("wdk") == marks[-1]
    assert "s3cret" not in str(marks)
    assert {len(mark) for mark in marks} == {12}


def test_of_two_topics_saved_at_once_both_count(office: Office, qtbot: QtBot) -> None:
    """The second save is asked for before anything is told of the first."""
    office.sign_in(WANG)
    office.save("wdk", {"app_key": "b"}, {})
    office.save("ovopark", {"grace_min": 7}, {})
    qtbot.waitUntil(lambda: len(office.all("settings_saved")) == 2)
    now = office.bridge.settings
    assert now.wdk is not None
    assert now.ovopark is not None
    assert (now.wdk.app_key, now.ovopark.grace_min) == ("b", 7)
    assert office.engine.adopted[-1] == now


def test_of_one_topic_saved_twice_at_once_both_count(office: Office, qtbot: QtBot) -> None:
    office.sign_in(WANG)
    office.save("ovopark", {"grace_min": 7}, {})
    office.save("ovopark", {"akey": "z"}, {})
    qtbot.waitUntil(lambda: len(office.all("settings_saved")) == 2)
    now = office.bridge.settings.ovopark
    assert now is not None
    assert (now.grace_min, now.akey) == (7, "z")


@pytest.mark.parametrize(
    ("section", "values"),
    [("scanner", {"max_gap_ms": 45, "suffix": "<Tab>", "port": "COM3"}), ("desk", {"corner": "off"})],
)
def test_scanner_and_desk_are_kept_as_every_other_section_is(
    office: Office, qtbot: QtBot, section: str, values: dict[str, object]
) -> None:
    office.sign_in(WANG)
    office.save(section, values, {})
    qtbot.waitUntil(lambda: bool(office.all("settings_saved")))
    for now in (office.bridge.settings, settings_module.load(office.home)):
        kept = getattr(now, section)
        assert {key: getattr(kept, key) for key in values} == values


def test_an_export_that_cant_be_read_is_said_and_no_file_is_left(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(office.journal.path)) as other:
        other.execute("DROP TABLE receipts")
        other.commit()
    office.export(SHEET, "csv", tmp_path / "s.csv")
    qtbot.waitUntil(lambda: bool(office.all("failed")))
    assert office.all("failed") != [("",)]
    assert not (tmp_path / "s.csv").exists()


def test_what_goes_out_is_noted_under_the_name_it_was_asked_in(
    office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    office.sign_in(LI)
    office.export(HOURS, "csv", tmp_path / "h.csv")
    office.counter.sign_out()
    qtbot.waitUntil(lambda: bool(office.all("exported")))
    office.write(lambda _tx: None)
    assert [actor for actor, detail in office.audited() if '"table":"hours"' in detail] == [LI.name]


def test_settings_that_cant_be_right_are_refused_and_nothing_is_kept(office: Office, qtbot: QtBot) -> None:
    office.sign_in(WANG)
    office.save("ovopark", {"grace_min": 99}, {"ovopark/secret": "x"})
    qtbot.waitUntil(lambda: bool(office.all("failed")))
    assert "ovopark.grace_min" in office.all("failed")[0][0]
    assert office.all("at") == [("ovopark.grace_min",)]
    assert office.file.read_text(encoding="utf-8") == office.before
    assert not office.bridge.has_secret("ovopark/secret")
    assert office.engine.adopted == []


def test_a_locked_keyring_is_said_and_the_file_stays_as_it_was(office: Office, qtbot: QtBot) -> None:
    office.sign_in(WANG)
    office.secrets.locked = True
    office.save("wdk", {"app_key": "b"}, {"wdk/secret": "x"})
    qtbot.waitUntil(lambda: "The keyring is locked." in str(office.all("failed")))
    assert office.file.read_text(encoding="utf-8") == office.before


def test_settings_that_another_program_has_open_are_said_in_words_and_the_old_secret_stays(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new secret beside the old settings would be half of what was wanted."""
    monkeypatch.setattr(disk, "PAUSES_S", disk.AT_ONCE)
    refuse_what_is_open(monkeypatch)
    office.sign_in(WANG)
    office.secrets.set("wdk/secret", "old")
    with held(office.file):
        office.save("wdk", {"app_key": "b"}, {"wdk/secret": "new"})
        qtbot.waitUntil(lambda: bool(office.all("failed")))
    ((said,),) = office.all("failed")
    assert said == (
        "Not saved: posdesk.toml can't be changed, another program may have it open."
        " Close it there, then save again."
    )
    assert office.secrets.get("wdk/secret") == "old"
    assert office.file.read_text(encoding="utf-8") == office.before


def test_a_first_secret_goes_again_where_its_settings_cant_be_saved(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "PAUSES_S", disk.AT_ONCE)
    refuse_what_is_open(monkeypatch)
    office.sign_in(WANG)
    with held(office.file):
        office.save("wdk", {"app_key": "b"}, {"wdk/secret": "new"})
        qtbot.waitUntil(lambda: bool(office.all("failed")))
    assert not office.bridge.has_secret("wdk/secret")


def test_a_test_signs_with_what_was_typed_and_else_with_what_is_kept(office: Office, qtbot: QtBot) -> None:
    office.secrets.set("wdk/secret", "kept")
    office.secrets.set("wdk/session", "merchant")
    office.sign_in(WANG)
    office.test(WDK.model_dump() | {"app_key": "new"}, {"wdk/secret": "typed"})
    ((section, secret, session),) = office.engine.probed
    assert isinstance(section, Wdk)
    assert (section.app_key, secret, session) == ("new", "typed", "merchant")
    assert office.engine.answer is not None
    proven = Probe("wdk", Proof.ACCEPTED, code="40")
    office.engine.answer.set_result(proven)
    qtbot.waitUntil(lambda: office.all("tested") == [(proven,)])


def test_a_test_that_can_not_begin_is_answered_too(office: Office) -> None:
    office.engine.answer = None
    office.sign_in(WANG)
    office.test(WDK.model_dump(), {})
    office.test(WDK.model_dump() | {"app_key": ""}, {})
    office.test({"app_key": ["k"]}, {})
    told = [(probe.fault, probe.words) for (probe,) in office.all("tested")]
    assert told == [(CallFault.OURS, ""), (CallFault.NO_SETTINGS, ""), (CallFault.NO_SETTINGS, "")], (
        "no words of ours"
    )


def test_after_the_end_nothing_is_said(office: Office) -> None:
    office.close()
    office.sold("1")
    office.bridge.ask(office.ears.hear_day, read_day, office.bridge.today())
    assert office.said == []
    assert isinstance(office.bridge.waiting(), Waiting)
