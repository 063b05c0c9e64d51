"""Pictures of what the desk shows of a chain's relay: python -m tests.desk.relay_shooting [FOLDER].

Cards of other counters, the questions before something is taken over, what came while we were away, Sync and
Health.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.bridge.health import Health
from posdesk.desk.frame.window import MainWindow
from posdesk.desk.orders.page import OrdersPage
from posdesk.desk.pickup.page import PickupPage
from posdesk.desk.settings.page import SettingsPage
from posdesk.desk.sync.page import SyncPage
from posdesk.desk.theme import Theme, ThemeSource
from posdesk.doctor.health_words import Line, Place
from posdesk.doctor.report import State, Text
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind, LostTo, Outcome
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.pickup.lookup import Found
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.seen_claim import ClaimState, SeenClaim
from posdesk.domain.relay.status import Away, OtherCounter, RelayFault, RelayStatus
from posdesk.domain.relay.stray import StrayCall
from posdesk.settings.settings import Settings, Staff, Store, Tender
from tests.desk.settings import health_samples
from tests.desk.sync import samples as sync_samples
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING, FakeBooks
from tests.support.fake_counter import NOON, FakeClock, FakeCounter
from tests.support.fake_prints import FakePrints
from tests.support.pickups import lookup, to_hand_over, to_verify, verified
from tests.support.shots import FOLDER, shot
from tests.support.silent_sound import SilentSound

SIZES = ((1024, 708), (911, 441), (1920, 1020))
"""Within the system's bars; the second: 1366 × 768 at 150 %."""
Prepare = Callable[[OrdersPage], None]
TENDERS = (Tender(code="cash", name="现金", cash=True), Tender(code="201", name="微信"))
SETTINGS = Settings(store=Store(name="湘阴一店"), staff=(Staff(name="李敏"),), tender=TENDERS)
WELL = RelayStatus(
    connected=True,
    since=NOON - timedelta(hours=2),
    fault=RelayFault.NONE,
    sequence=4811,
    lag=0,
    counters=(OtherCounter("2", NOON),),
    jwt_until=NOON + timedelta(days=300),
)
UNSEEN = OtherCounter("2", NOON - timedelta(minutes=9), unseen_since=NOON - timedelta(minutes=9))
STRAYS = tuple(
    StrayCall(number, "meituan", EVENING, EVENING, Refused(kind, "48119023667003", "27", field, code, words))
    for number, (kind, field, code, words) in enumerate(
        (
            (RefusedKind.ORDER, "sign", 2001, "签名不对 / wrong sign"),
            (RefusedKind.CANCEL, "", 1003, "没有这个平台 / no such platform"),
        ),
        start=1,
    )
)


def claim(group: ClaimGroup, state: ClaimState = ClaimState.SILENT) -> SeenClaim:
    """Counter 2's."""
    return SeenClaim(group, state, "2", "other", "王芳", NOON - timedelta(seconds=40), 3, NOON)


def counter(*views: OrderView, relay: RelayStatus = WELL) -> FakeCounter:
    """A counter of a store with a relay."""
    made = FakeCounter(settings=SETTINGS)
    made.set_status(replace(sample.healthy(), relay=relay))
    made.set_staff(Staff(name="李敏"))
    made.set_views(*views)
    return made


def board() -> tuple[OrderView, ...]:
    """Accepted there, at it there, silent there."""
    there = {
        sample.making_orders()[0].order.content.number: {
            "elsewhere": (DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON),)
        },
        "27": {"claims": (claim(ClaimGroup.VERDICT, ClaimState.THEIRS),)},
        "104": {"claims": (claim(ClaimGroup.VERDICT),)},
        "B12": {"claims": (claim(ClaimGroup.PAY),)},
    }
    changed = ((view, there.get(view.order.content.number, {})) for view in sample.board())
    return tuple(replace(view, **more) for view, more in changed)  # type: ignore[arg-type]


def key_of(page: OrdersPage, number: str) -> OrderKey:
    """The order of that number on the board."""
    return next(row.key for row in page.model.rows() if row.view.order.content.number == number)


def orders(
    views: tuple[OrderView, ...], prepare: Prepare, relay: RelayStatus = WELL
) -> Callable[[Theme], QWidget]:
    """The window with the Orders page."""

    def make(theme: Theme) -> QWidget:
        made = counter(*views, relay=relay)
        window = MainWindow(made, ThemeSource("light"))
        page = OrdersPage(made, theme)
        window.add_page(page)
        window.resize(1366, 768)
        window.show()
        prepare(page)
        return window

    return make


def asked(page: OrdersPage) -> None:
    """F6 on an order that counter 2 began to take the payment of."""
    page.order_actions.pay(key_of(page, "B12"))


def detail(page: OrdersPage) -> None:
    """The order that was accepted there."""
    page.selection.choose(key_of(page, sample.making_orders()[0].order.content.number))
    page.placement.show_detail()


def caught_up(page: OrdersPage) -> None:
    """What came while we were away."""
    page.catch_up.look()
    page.over.open_catch_up()


def away() -> tuple[tuple[OrderView, ...], RelayStatus]:
    """Back after an outage."""
    there = replace(
        sample.making_orders()[0], intents=(), elsewhere=(DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON),)
    )
    views = (sample.overdue_98(), sample.new_27(), sample.new_b12(), there)
    keys = frozenset(view.order.key for view in views)
    told = Away(12, sample.at("12:03"), sample.at("12:39"), keys)
    return views, replace(WELL, away=told)


def pickup(view: OrderView, *keys: str, then: OrderView | None = None) -> Callable[[Theme], QWidget]:
    """The window with the Pickup page: scanned, then F8 as often, then the order became that."""

    def make(theme: Theme) -> QWidget:
        made = counter(view)
        window = MainWindow(made, ThemeSource("light"))
        page = PickupPage(made, SilentSound(), theme)
        window.add_page(page)
        window.resize(1366, 768)
        if view.order.content.is_verification:
            made.show_lookup(lookup(1, Found.ONE, view.order.key))
        else:
            page.open_order(view.order.key)
        for _ in keys:
            page.press()
        if then is not None:
            made.put(then)
        return window

    return make


def sync(relay: RelayStatus) -> Callable[[Theme], QWidget]:
    """The window with the Sync page and two calls that can't be read."""

    def make(theme: Theme) -> QWidget:
        made, books = counter(relay=relay), FakeBooks(settings=SETTINGS)
        books.set_waiting(replace(sync_samples.picture(), strays=STRAYS))
        books.put_sheet(sync_samples.picture_sheet())
        window = MainWindow(made, ThemeSource("light"))
        window.add_page(SyncPage(made, books, FakePrints(), theme))
        window.resize(1366, 768)
        return window

    return make


def health(_theme: Theme) -> QWidget:
    """The window with the health of a store with a relay."""
    made = FakeCounter(settings=SETTINGS, time=FakeClock(health_samples.NOW))
    made.set_status(replace(sample.healthy(), relay=WELL))
    window = MainWindow(made, ThemeSource("light"))
    page = SettingsPage(made, FakeBooks(settings=SETTINGS), _theme)
    window.add_page(page)
    page.show_platform("health")
    shown = health_samples.picture()
    title = Text("连锁中继", "Chain's relay")
    lines = (
        health_samples.well(
            "relay", title, Text("读到第 4811 条，全部读完。", "Read up to 4811: that was all."), 10
        ),
        Line(
            "relay/strays",
            title,
            State.BROKEN,
            Text("网关收下、这里读不了的请求：2 个。", "2 calls can't be read here."),
            Text("在“同步”页看原因，改好后再读。", "See why on the Sync page; they are read again then."),
            None,
            Place.SYNC,
        ),
        Line(
            "relay/2",
            Text("2 号台", "Counter 2"),
            State.LOOK,
            Text("看不到它。", "It can't be seen."),
            Text("看它开着没有、连上没有。", "Look whether it is on and connected."),
            health_samples.NOW - timedelta(minutes=9),
            Place.RELAY,
        ),
    )
    page.health.show_health(Health((*shown.lines[:2], *lines, *shown.lines[2:]), shown.at, quick=False))
    return window


def on_any_screen(make: Callable[[Theme], QWidget]) -> Callable[[Theme], QWidget]:
    """As low as a screen may make it, which this one doesn't."""

    def low(theme: Theme) -> QWidget:
        window = make(theme)
        window.setMinimumSize(1, 1)
        return window

    return low


def nothing(_page: OrdersPage) -> None:
    """As it comes up."""


def scenes() -> Mapping[str, Callable[[Theme], QWidget]]:
    """All that is shot, by name."""
    silent, at_it = claim(ClaimGroup.OUT), claim(ClaimGroup.OUT, ClaimState.THEIRS)
    found = to_verify()
    lost = verified(found, Outcome.WITHDRAWN, last_answer=str(LostTo("2", "王芳")))
    given_out, (views, back) = DoneElsewhere(None, "2", "王芳", NOON), away()
    before = NOON - timedelta(minutes=9)
    signed = verified(to_verify(), Outcome.WITHDRAWN, without_answer=True, pressed_at=before)
    return {
        "board": orders(board(), nothing),
        "detail": orders(board(), detail),
        "pay_asked": orders(board(), asked),
        "away": orders(views, caught_up, back),
        "unseen": orders(board(), nothing, replace(WELL, counters=(UNSEEN,), strays=2)),
        "out_card": pickup(replace(to_verify(), claims=(silent,))),
        "out_asked": pickup(replace(to_verify(), claims=(silent,)), "F8"),
        "given_out_asked": pickup(replace(to_verify(), elsewhere=(given_out,)), "F8"),
        "signed_once_asked": pickup(signed, "F8"),
        "hand_over_asked": pickup(replace(to_hand_over(), claims=(silent,)), "F8"),
        "out_theirs": pickup(found, "F8", then=replace(lost, claims=(at_it,))),
        "out_lost": pickup(found, "F8", then=replace(lost, claims=(silent,))),
        "sync": sync(replace(WELL, counters=(UNSEEN,), strays=2)),
        "health": health,
    }


def main(folder: Path, *names: str) -> None:
    """All pictures into `folder`, or those named."""
    _app = QApplication([])
    for name, make in scenes().items():
        if names and name not in names:
            continue
        for language in ("zh_CN", "en"):
            for size in SIZES:
                file = f"relay_{name}_{language}_{size[0]}"
                shot(on_any_screen(make), file, size=size, language=language, folder=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER, *sys.argv[2:])
