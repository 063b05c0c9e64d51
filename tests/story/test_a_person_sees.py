"""What a person sees when something goes wrong, in both languages; then the window comes back by itself."""

import asyncio
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.entry import EntryAction
from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.words.language import Choice
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.engine import keys
from posdesk.engine.sending import schedule
from posdesk.errors import CredentialsError, KeyringLocked, NoKeyring
from posdesk.journal import start_up
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import soundness
from posdesk.platforms.o2o.client import PartnerClient
from posdesk.settings.settings import Settings
from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.o2o.maker import OrderWish
from tests.support.bookshop import hand_in, past_hour, rung
from tests.support.deskhouse import SeededSecrets, Shop, shop
from tests.support.paths import ROOT
from tests.support.simulator import key_at_counter

pytestmark = pytest.mark.window
PATIENCE_MS = 30_000
CATALOG = ROOT / "resources/translations/posdesk_zh_CN.ts"
SYNC = 4
LANGUAGES: tuple[Choice, ...] = ("en", "zh_CN")
WELL = "Everything is out"


@cache
def chinese() -> dict[str, str]:
    """Every text of the desk as the translator wrote it."""
    messages = ElementTree.parse(CATALOG).iter("message")
    return {each.findtext("source", ""): each.findtext("translation", "") for each in messages}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in front of the window."""

    opened: Shop
    qtbot: QtBot

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def on_screen(self) -> str:
        """What the bands and the sync page say now."""
        desk = self.opened.desk
        bands = [str(band.said) for band in desk.window.shell.bands.all if not band.isHidden()]
        rows = [text for row in desk.sync.groups.rows for text in row.texts]
        return "\n".join([*bands, *rows, *desk.sync.partners.texts, *desk.sync.groups.empty_words])

    def reads(self, *sentences: str, **names: object) -> None:
        """Wait until each English text of the source stands there, and then its Chinese.

        Where `names` lack what stands in braces, anything may stand there.
        """
        for language in LANGUAGES:
            self.reads_in(language, *sentences, **names)

    def reads_in(self, language: Choice, *sentences: str, **names: object) -> None:
        """As `reads`, in one language."""
        self.opened.desk.speak(language)
        wanted = [_pattern(sentence, language, names) for sentence in sentences]

        def look() -> None:
            screen = self.on_screen()
            assert [each for each in wanted if not re.search(each, screen)] == [], screen

        self.qtbot.waitUntil(look, timeout=PATIENCE_MS)

    def reads_no_more(self, *sentences: str, **names: object) -> None:
        """Wait until none of them stands there any more, in Chinese."""
        self.opened.desk.speak("zh_CN")
        gone = [_pattern(sentence, "zh_CN", names) for sentence in sentences]
        self.wait(lambda: not any(re.search(each, self.on_screen()) for each in gone))

    def is_well(self) -> bool:
        """Whether the engine says so, and nothing red or amber stands over the page."""
        bands = self.opened.desk.window.shell.bands
        return (
            self.opened.desk.bridge.status().is_well and bands.trouble.isHidden() and bands.books.isHidden()
        )

    def order(self, partner: str = "meituan") -> OrderKey:
        """An order that came in and is on screen."""
        seen = self.opened.simulator.post_order(OrderWish(partner=partner))
        self.wait(lambda: self.view(key_at_counter(seen)))
        return key_at_counter(seen)

    def view(self, key: OrderKey) -> OrderView | None:
        """That order as the window has it."""
        return self.opened.desk.bridge.view(key)

    def state(self, key: OrderKey) -> OrderState | None:
        """Where it stands."""
        view = self.view(key)
        return view.order.state if view else None

    def is_accepted(self, key: OrderKey) -> None:
        """Wait until the platform has confirmed it."""
        self.wait(lambda: self.state(key) is OrderState.ACCEPTED)

    def press(self, key: OrderKey) -> None:
        """Accept it."""
        self.opened.desk.bridge.wish(key, Kind.ACCEPT)

    def row(self, part: str) -> EntryRow:
        """The sync page's row whose key begins so."""
        rows = self.opened.desk.sync.groups
        self.wait(lambda: any(r.entry and r.entry.key.startswith(part) for r in rows.rows))
        return next(r for r in rows.rows if r.entry and r.entry.key.startswith(part))


def _pattern(english: str, language: Choice, names: Mapping[str, object]) -> str:
    parts = re.split(r"\{(\w+)\}", english if language == "en" else chinese()[english])
    filled = [re.escape(str(names[part])) if part in names else ".+?" for part in parts[1::2]]
    return "".join(a + b for a, b in zip(map(re.escape, parts[::2]), [*filled, ""], strict=True))


@contextmanager
def at_work(made: Shop, qtbot: QtBot, *, well: bool = True) -> Iterator[Person]:
    """In front of the sync page, once orders can come in."""
    person = Person(made, qtbot)
    if well:
        person.wait(lambda: made.desk.bridge.status().takes_orders)
    made.desk.window.show_page(SYNC)
    yield person


class MoodySecrets(SeededSecrets):
    """A keyring that a test may lock, take away or break; memory is as empty then as after a start."""

    error: CredentialsError | None = None
    without: frozenset[str] = frozenset()

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__(partners)
        self._all = dict(self._held)

    async def refresh(self, names: object) -> None:
        """All there is, unless something is wrong."""
        kept = {} if self.error else {n: s for n, s in self._all.items() if n not in self.without}
        self._held.clear()
        self._held.update(kept)
        if self.error:
            raise self.error


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits of a second instead of half a minute."""
    defaults = PartnerClient.__init__.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "total_s", 1.0)
    monkeypatch.setattr(schedule, "LONGEST_WAIT_S", 1.0)
    monkeypatch.setattr(schedule, "REST_S", 1.0)
    monkeypatch.setattr(keys, "MISSING_EVERY_S", 0.1)
    monkeypatch.setattr(keys, "ROTATED_EVERY_S", 0.1)


@pytest.fixture
def person(tmp_path: Path, qtbot: QtBot, quick: None) -> Iterator[Person]:
    made = shop(tmp_path, secrets=MoodySecrets, ovopark={}, wdk={})
    with made as opened, at_work(opened, qtbot) as someone:
        yield someone


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow any more."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.posix("Windows has no such limit")
def test_a_full_disk_answers_no_order_with_0_says_so_and_comes_back_by_itself(person: Person) -> None:
    key = person.order()
    with full_disk():
        turned_away = person.opened.simulator.post_order(OrderWish(partner="meituan"))
        assert turned_away.push is not None
        assert not turned_away.push.acknowledged
        person.reads("No orders can come in: posdesk can't write to the disk.")
        for language in LANGUAGES:
            person.opened.desk.speak(language)
            person.press(key)
            person.reads_in(language, "Nothing was done: posdesk can't write to the disk.")
        person.reads("Nothing waits here, but posdesk does not work as it should")
        assert person.state(key) is OrderState.NEW
    person.wait(person.is_well)
    person.wait(lambda: person.view(key_at_counter(turned_away)))  # the platform kept it and sent it again
    person.press(key)
    person.is_accepted(key)


def test_a_journal_that_another_program_holds_is_said_before_any_time_out_and_the_press_is_not_lost(
    person: Person,
) -> None:
    key = person.order()
    with closing(sqlite3.connect(person.opened.house.journal.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        person.press(key)
        person.reads(
            "No orders can come in: another program holds posdesk's journal, or the disk is too slow."
        )
    person.is_accepted(key)
    person.wait(person.is_well)


def test_a_dead_engine_is_never_a_healthy_window(person: Person) -> None:
    stopped = person.opened.house.engine.submit(_stop())
    assert stopped is not None
    person.reads(
        "No orders can come in: posdesk's engine has stopped.",
        "Close posdesk and open it again. Until then watch the platforms' own pages.",
        "Nothing waits here, but posdesk does not work as it should",
    )
    assert chinese()[WELL] not in person.on_screen()


async def _stop() -> None:
    asyncio.get_running_loop().stop()


def test_a_taken_port_is_said_and_taken_once_it_is_free(tmp_path: Path, qtbot: QtBot) -> None:
    with shop(tmp_path, holds_port=True) as made, at_work(made, qtbot, well=False) as person:
        where = f"127.0.0.1:{made.bound.getsockname()[1]}"
        taken = "No orders can come in: another program holds the address {detail}."
        person.reads(taken, "Close that program. posdesk tries again by itself.", detail=where)
        made.bound.close()
        person.wait(person.is_well)
        person.reads_no_more(taken, detail=where)
        person.order()


MOODS: dict[str, tuple[CredentialsError | None, frozenset[str], tuple[str, ...]]] = {
    "locked": (
        KeyringLocked("locked"),
        frozenset(),
        (
            "No orders can come in: the PC's keyring is locked.",
            "Unlock it with the password of this PC's user. posdesk goes on by itself.",
        ),
    ),
    "gone": (
        NoKeyring("none"),
        frozenset(),
        (
            "No orders can come in: this PC has no safe place for the keys.",
            "Install and start a keyring, gnome-keyring for one, then open posdesk again.",
        ),
    ),
    "broken": (
        CredentialsError("D-Bus"),
        frozenset(),
        (
            "No orders can come in: the PC's keyring does not give the keys out.",
            "Sign out of this PC and in again. posdesk asks the keyring again by itself.",
        ),
    ),
    "a key and a secret missing": (
        None,
        frozenset({"partner/qr/appkey", "wdk/secret"}),
        ("Enter it: Settings, Platforms and secrets.", "Receipts don't reach WDK now."),
    ),
}


def test_whatever_is_wrong_with_the_keyring_is_said_as_that_and_ends_by_itself(person: Person) -> None:
    secrets = person.opened.house.secrets
    assert isinstance(secrets, MoodySecrets)
    for error, without, sentences in MOODS.values():
        secrets.error, secrets.without = error, without
        person.reads(*sentences, name="qr")
        secrets.error, secrets.without = None, frozenset()
        person.wait(person.is_well)
        person.reads_no_more(*sentences, name="qr")


UNKNOWN_ENDS = {
    FaultKind.LOST_ANSWER: "The connection broke after sending",
    FaultKind.LATE_ANSWER: "The platform did not answer in time",
    FaultKind.HTTP_500: "The platform's server had an error",
    FaultKind.CUT_JSON: "The answer was not readable",
    FaultKind.HTML: "The answer was not readable",
}


def test_an_answer_that_is_lost_late_torn_or_none_is_said_as_that_and_asked_for_again(
    person: Person,
) -> None:
    for kind, words in UNKNOWN_ENDS.items():
        key = person.order()
        person.opened.simulator.set_faults(FaultRule(kind=kind))
        person.press(key)
        person.reads(words, "Asked again with the same number. Repeats so far: {n}.")
        person.opened.simulator.set_faults()
        person.is_accepted(key)
        person.reads(WELL)


def test_a_platform_that_throttles_is_quoted_and_one_that_is_away_waited_for(person: Person) -> None:
    key = person.order()
    person.opened.simulator.set_faults(FaultRule(kind=FaultKind.THROTTLE))
    person.press(key)
    person.reads("The order stands where it was. Press again only if it still makes sense.")
    person.opened.simulator.set_faults()
    person.press(key)
    person.is_accepted(key)
    other = person.order()
    person.opened.simulator.offline(3)
    person.press(other)
    person.reads("No connection to the platform", "Nothing has left yet.")
    person.opened.simulator.wait_online()
    person.is_accepted(other)
    person.reads(WELL)


def test_no_way_to_a_platform_is_said_with_its_reason_and_holds_no_other_back(
    tmp_path: Path, qtbot: QtBot
) -> None:
    """One platform's name is not known to any name server, another one does not speak TLS."""

    def elsewhere(chosen: Settings) -> Settings:
        plain = chosen.partner[1].url
        urls = {"meituan": "http://no-such-host.invalid/x", "eleme": plain.replace("http:", "https:")}
        partners = tuple(p.model_copy(update={"url": urls.get(p.name, p.url)}) for p in chosen.partner)
        return chosen.model_copy(update={"partner": partners})

    with shop(tmp_path, changed=elsewhere) as made, at_work(made, qtbot) as person:
        lost, unsafe, well = (person.order(name) for name in ("meituan", "eleme", "qr"))
        for key in (lost, unsafe, well):
            person.press(key)
        person.reads(
            "No connection to the platform", "No safe connection to the platform", "Nothing has left yet."
        )
        person.is_accepted(well)


def test_clocks_that_are_hours_apart_are_said_in_seconds_until_they_agree(person: Person) -> None:
    todo = "Set this PC's clock: times on screen are wrong by as much."
    simulator, receipts = person.opened.simulator, person.opened.receipts
    for seconds, words in ((7200, "PC clock {n} s slow"), (-7200, "PC clock {n} s fast")):
        simulator.set_faults(FaultRule(kind=FaultKind.CLOCK_OFF, seconds=seconds))
        assert hand_in(receipts, [rung(f"far{seconds}", past_hour(3))]).status_code == 200
        person.reads(todo, words)
        simulator.set_faults()
        assert hand_in(receipts, [rung(f"near{seconds}", past_hour(4))]).status_code == 200
        person.reads_no_more(todo, words)


def test_a_damaged_journal_is_saved_at_the_start_and_the_loss_stays_until_it_was_read(
    tmp_path: Path, qtbot: QtBot
) -> None:
    start_up.make_ready(tmp_path, SystemClock())
    _tear(tmp_path / FILE_NAME)
    with shop(tmp_path) as made, at_work(made, qtbot) as person:
        band = made.desk.window.shell.bands.journal
        kept = next(tmp_path.glob("journal.damaged-*.sqlite")).name
        person.reads("The damaged file is kept as {name}.", name=kept)
        person.order()
        band.button.click()
        person.wait(band.isHidden)


def _tear(path: Path) -> None:
    """The page on which the audit trail begins is torn."""
    with closing(sqlite3.connect(path)) as db:
        root = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'audit'").fetchone()[0]
        size = db.execute("PRAGMA page_size").fetchone()[0]
        db.execute("PRAGMA journal_mode = DELETE")
    with path.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * 600)
    soundness.suspect(path)


def test_a_listener_that_the_settings_leave_open_is_said_for_ever_on_every_page(
    tmp_path: Path, qtbot: QtBot
) -> None:
    def wide_open(chosen: Settings) -> Settings:
        listener = chosen.listener.model_copy(update={"host": "0.0.0.0", "insecure_beyond_loopback": True})
        unsigned = (chosen.partner[0].model_copy(update={"signature": "none"}), *chosen.partner[1:])
        return chosen.model_copy(update={"listener": listener, "partner": unsigned})

    with shop(tmp_path, changed=wide_open) as made, at_work(made, qtbot) as person:
        for page in (1, SYNC, 6):
            made.desk.window.show_page(page)
            person.reads(
                "Calls to {address} come unencrypted: the network can read them.",
                "Anyone who reaches {address} can send orders as {partners}: unsigned.",
                address="0.0.0.0:0",
                partners="meituan",
            )
            band = made.desk.window.shell.bands.exposure
            assert band.isVisible()
            assert band.button.isHidden()
        person.reads("Its calls come unencrypted: the network can read them.")
        query = "SELECT actor, detail FROM audit WHERE what = 'listener.exposed'"
        lines = made.house.journal.read(lambda db: db.execute(query).fetchall())
    assert len(lines) == 1
    assert lines[0][0].startswith("command line")
    assert '"unsigned":"meituan"' in lines[0][1]


def test_a_receipt_of_a_till_whose_battery_is_flat_is_kept_told_and_shown_in_its_hour(person: Person) -> None:
    flat, desk, receipts = datetime(2000, 1, 1, 3, tzinfo=UTC), person.opened.desk, person.opened.receipts
    assert hand_in(receipts, [rung("1", past_hour(3)), rung("9", flat)]).json() == {"stored": 2, "known": 0}
    person.reads(
        "Receipt {what}: dated long ago",
        "The till wrote {time}. It is kept and counts in that hour, not in the one it came in.",
        "Look at the clock of till {till}. If it is wrong, set it and correct the sale there.",
        what="9",
        till="POS001",
        time="2000-01-01 11:05",
    )
    person.row("behind ").button(EntryAction.HOURS).click()
    person.wait(desk.hours.isVisible)
    desk.window.show_page(SYNC)
    person.row("behind ").button(EntryAction.SEEN).click()
    person.reads_no_more("Receipt {what}: dated long ago")


def test_a_receipt_dated_years_ahead_is_kept_told_and_shown_in_its_hour(person: Person) -> None:
    year, desk, receipts = datetime(2050, 1, 1, 3, tzinfo=UTC), person.opened.desk, person.opened.receipts
    many = "{n} receipts of till {till}: dated ahead"
    taken = hand_in(receipts, [rung("1", past_hour(3)), rung("9", year), rung("10", year)])
    assert taken.json() == {"stored": 3, "known": 0}
    person.reads(
        many,
        "The last says {time}. They are kept, but ovopark gets such hours only then.",
        "Set the clock of till {till}, or this PC's, then correct the sale at the till.",
        n=2,
        till="POS001",
        time="2050-01-01 11:05",
    )
    person.row("ahead ").button(EntryAction.HOURS).click()
    person.wait(desk.hours.isVisible)
    desk.window.show_page(SYNC)
    person.row("ahead ").button(EntryAction.SEEN).click()
    person.reads_no_more(many)
    assert hand_in(receipts, [rung("11", year)]).status_code == 200
    person.reads("Receipt {what}: dated ahead", what="11")
    person.row("ahead ").button(EntryAction.SEEN).click()
    person.reads_no_more("Receipt {what}: dated ahead")
