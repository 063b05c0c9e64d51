"""A cashier's whole day in a real window by keys alone, with a picture of every step."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.domain.orders.intent import Kind, Outcome
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.pickup.pickup import Face
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.shift.view import OpenShift
from posdesk.journal.orders import print_rows
from posdesk.journal.shifts import shift_rows
from posdesk.settings.settings import Settings, parse
from posdesk.simulator.o2o.control import OrderSeen
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from posdesk.simulator.printer.printer import Faults, VirtualPrinter
from tests.support.deskhouse import PINS, Shop, shop
from tests.support.keys import RealKeys
from tests.support.simulator import key_at_counter
from tests.support.virtual_printer import printing

pytestmark = [pytest.mark.window, pytest.mark.timeout(600)]
PATIENCE_MS = 60_000
SHOTS = os.environ.get("POSDESK_SHOTS", "")
SIZES = ((1024, 768), (1366, 768), (1920, 1080))
ALT, CONTROL = ("Alt_L",), ("Control_L",)
PRINTER = """
[[printer]]
name = "wok"
address = "127.0.0.1:{port}"
answers = "job"
[[slip]]
kind = "kitchen"
printer = "wok"
[[slip]]
kind = "stop"
printer = "wok"
[[slip]]
kind = "z"
printer = "wok"
copies = 1
[[tender]]
code = "cash"
name = "现金"
cash = true
"""


@dataclass
class Cashier:
    """Somebody at the counter, with keyboard and scanner and no mouse."""

    opened: Shop
    printer: VirtualPrinter
    qtbot: QtBot
    keys: RealKeys
    language: str
    steps: int = 0

    def wait(self, fact: Callable[[], object]) -> None:
        """Look on until it holds."""
        self.qtbot.waitUntil(lambda: bool(fact()), timeout=PATIENCE_MS)

    def press(self, name: str, held: tuple[str, ...] = ()) -> None:
        """One key, at a person's pace."""
        self.keys.press(name, after_ms=600, modifiers=held)

    def goes_to(self, number: int) -> None:
        """Another page."""
        self.press(str(number), CONTROL)
        self.wait(lambda: getattr(self.opened.desk.window.page, "number", 0) == number)

    def pin(self, name: str = "李敏") -> None:
        """The pad asks, and gets the PIN of that person."""
        pad = self.opened.desk.sign_in
        self.wait(pad.isActiveWindow)
        self.keys.type_slowly(PINS[f"staff/{name}/pin"])
        self.wait(lambda: not pad.isVisible())
        self.wait(self.opened.desk.window.isActiveWindow)

    def order_comes(self, wish: OrderWish) -> OrderSeen:
        """And is chosen: by itself where nothing else is, else the arrow leads to the new ones."""
        self.goes_to(1)
        was = self.selected()
        seen = self.opened.simulator.post_order(wish)
        assert seen.push is not None
        assert seen.push.acknowledged
        self.wait(lambda: self.state(seen) is OrderState.NEW)
        if was is not None:
            self.press("Left")
        self.wait(lambda: self.selected() == key_at_counter(seen))
        return seen

    def selected(self) -> OrderKey | None:
        row = self.opened.desk.orders.selected_row()
        return row.view.order.key if row else None

    def state(self, seen: OrderSeen) -> OrderState | None:
        view = self.opened.desk.bridge.view(key_at_counter(seen))
        return view.order.state if view else None

    def outcome(self, seen: OrderSeen, kind: Kind) -> Outcome | None:
        view = self.opened.desk.bridge.view(key_at_counter(seen))
        return next((i.outcome for i in reversed(view.intents) if i.kind is kind), None) if view else None

    def accepts(self, seen: OrderSeen) -> None:
        self.press("F2")
        self.wait(lambda: self.state(seen) is OrderState.ACCEPTED)

    def scans(self, code: str, face: Face) -> None:
        self.keys.type_burst(code, gap_ms=10, end="Return", after_ms=300)
        self.wait(lambda: self.opened.desk.pickup.face is face)

    def slips(self, seen: OrderSeen) -> list[PrintJob]:
        key = key_at_counter(seen)
        return list(self.opened.house.journal.read(lambda db: print_rows.of_order(db, key)))

    def slip(self, seen: OrderSeen, kind: SlipKind, state: PrintState) -> None:
        """Wait for that slip's fate."""
        self.wait(lambda: (kind, state) in {(job.slip, job.outcome) for job in self.slips(seen)})

    @property
    def shift(self) -> OpenShift | None:
        return self.opened.desk.shift.now

    def picture(self, step: str) -> None:
        """One of each size, for whoever wants to look."""
        self.steps += 1
        window, folder = self.opened.desk.window, Path(SHOTS)
        if SHOTS:
            window.showNormal()
        for width, height in SIZES if SHOTS else ():
            folder.mkdir(parents=True, exist_ok=True)
            window.resize(width, height)
            QApplication.processEvents()
            name = f"{self.language}_{self.steps:02}_{step}_{width}.png"
            window.grab().save(str(folder / name))
        if SHOTS:
            window.showMaximized()
            self.wait(window.isActiveWindow)


@pytest.fixture(params=["zh_CN", "en"])
def cashier(tmp_path: Path, qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Cashier]:
    language: str = request.param
    with printing(tmp_path / "paper") as (printer, port), RealKeys() as keys:
        more = parse(PRINTER.format(port=port), "posdesk.toml")

        def changed(chosen: Settings) -> Settings:
            desk = chosen.desk.model_copy(update={"theme": os.environ.get("POSDESK_SHOTS_THEME", "light")})
            own = {"printer": more.printer, "slip": more.slip, "tender": more.tender, "desk": desk}
            return chosen.model_copy(update=own)

        with shop(tmp_path / "home", language=language, changed=changed) as opened:
            qtbot.waitUntil(lambda: opened.desk.bridge.status().takes_orders, timeout=PATIENCE_MS)
            qtbot.waitUntil(opened.desk.window.isActiveWindow, timeout=PATIENCE_MS)
            yield Cashier(opened, printer, qtbot, keys, language)


def test_a_day_from_the_float_to_the_z_goes_by_keys_alone(cashier: Cashier) -> None:
    begins(cashier)
    paid = accepts_and_hands_out(cashier)
    refuses(cashier)
    stops(cashier)
    scans_what_is_wrong(cashier, used=paid.code)
    takes_payment(cashier)
    prints_without_paper(cashier)
    works_through_an_outage(cashier)
    ends(cashier)
    tally = cashier.opened.simulator.tally()
    assert tally.complaints() == ()


def begins(cashier: Cashier) -> None:
    cashier.picture("start")
    cashier.press("F12")
    cashier.pin()
    cashier.picture("signed_in")
    cashier.goes_to(5)
    cashier.wait(cashier.opened.desk.shift.opening.isVisible)
    cashier.press("b", ALT)
    cashier.wait(cashier.opened.desk.shift.opening.field.hasFocus)
    cashier.keys.type_slowly("500")
    cashier.picture("float")
    cashier.press("b", ALT)
    cashier.wait(lambda: cashier.shift is not None)
    cashier.picture("shift_open")


def accepts_and_hands_out(cashier: Cashier) -> OrderSeen:
    seen = cashier.order_comes(OrderWish(partner="meituan", kind=OrderKind.VERIFICATION))
    cashier.picture("first_order")
    cashier.accepts(seen)
    cashier.slip(seen, SlipKind.KITCHEN, PrintState.PRINTED)
    cashier.picture("making")
    cashier.press("Right")
    cashier.wait(lambda: cashier.selected() == key_at_counter(seen))
    cashier.press("F4")
    cashier.wait(lambda: cashier.state(seen) is OrderState.READY)
    cashier.picture("ready")
    cashier.scans(seen.code, Face.CARD)
    cashier.picture("scanned")
    cashier.press("F8")
    cashier.wait(lambda: cashier.state(seen) is OrderState.COMPLETED)
    cashier.picture("verified")
    return seen


def refuses(cashier: Cashier) -> None:
    seen = cashier.order_comes(OrderWish(partner="eleme", kind=OrderKind.DELIVERY))
    for key in ("F3", "2"):
        cashier.press(key)
    cashier.wait(cashier.opened.desk.orders.panel.isVisible)
    cashier.picture("refusing")
    cashier.press("F3")
    cashier.wait(lambda: cashier.state(seen) is OrderState.REFUSED)
    cashier.picture("refused")


def stops(cashier: Cashier) -> None:
    seen = cashier.order_comes(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    cashier.accepts(seen)
    assert cashier.opened.simulator.cancel(seen.tbillno).acknowledged
    stop = cashier.opened.desk.window.stops
    cashier.wait(lambda: stop.isVisible() and stop.target == key_at_counter(seen))
    cashier.picture("stop")
    cashier.slip(seen, SlipKind.STOP, PrintState.PRINTED)
    cashier.press("F11")
    cashier.wait(lambda: not stop.isVisible())
    cashier.picture("stop_ended")


def scans_what_is_wrong(cashier: Cashier, used: str) -> None:
    cashier.scans("0000000000000", Face.WRONG)
    cashier.picture("unknown_code")
    cashier.press("Escape")
    cashier.scans(used, Face.USED)
    cashier.picture("used_code")
    cashier.press("Escape")


def takes_payment(cashier: Cashier) -> None:
    seen = cashier.order_comes(OrderWish(partner="qr", kind=OrderKind.QR, paid=False))
    cashier.accepts(seen)
    cashier.press("Right")
    cashier.wait(lambda: cashier.selected() == key_at_counter(seen))
    cashier.press("F6")
    cashier.wait(cashier.opened.desk.orders.panel.isVisible)
    cashier.keys.type_slowly("100")
    paying = cashier.opened.desk.orders.order_actions
    cashier.wait(lambda: paying.paying is not None and paying.paying.possible)
    cashier.keys.settle()
    cashier.picture("payment")
    cashier.press("F6")
    cashier.wait(lambda: cashier.outcome(seen, Kind.PAY) is Outcome.CONFIRMED)
    cashier.picture("paid")


def prints_without_paper(cashier: Cashier) -> None:
    seen = cashier.order_comes(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    cashier.printer.faults = Faults(paper_out=True)
    cashier.accepts(seen)
    cashier.press("p", ALT)
    cashier.wait(cashier.opened.desk.sync.prints.isVisible)
    cashier.picture("no_paper")
    cashier.printer.mend()
    cashier.slip(seen, SlipKind.KITCHEN, PrintState.PRINTED)
    cashier.picture("printed")


def works_through_an_outage(cashier: Cashier) -> None:
    seen = cashier.order_comes(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
    cashier.opened.simulator.offline(6.0)
    cashier.press("F2")
    cashier.wait(lambda: cashier.outcome(seen, Kind.ACCEPT) is not None)
    cashier.picture("no_line")
    view = cashier.opened.desk.bridge.view(key_at_counter(seen))
    assert view is not None
    confirmed = view.intents[-1].outcome is Outcome.CONFIRMED
    assert (view.order.state is OrderState.ACCEPTED) == confirmed, "nobody confirmed it"
    cashier.wait(lambda: cashier.state(seen) is OrderState.ACCEPTED)
    cashier.picture("line_is_back")


def ends(cashier: Cashier) -> None:
    page = cashier.opened.desk.shift
    cashier.goes_to(5)
    cashier.press("q", ALT)
    cashier.wait(page.cash.field.hasFocus)
    cashier.keys.type_slowly("600")
    cashier.press("c", ALT)
    cashier.wait(lambda: cashier.shift is not None and cashier.shift.count is not None)
    cashier.picture("counted")
    hands_over_what_is_open(cashier)
    cashier.picture("handed_over")
    cashier.press("e", ALT)
    cashier.pin("王经理")
    cashier.wait(lambda: page.view is not None and page.view.open is None)
    z = cashier.opened.house.journal.read(shift_rows.last_z)
    assert z is not None
    assert z.number == 1
    cashier.wait(lambda: any("0001" in text or "Z" in text for text in cashier.printer.texts[-1:]))
    cashier.picture("closed")


def hands_over_what_is_open(cashier: Cashier) -> None:
    """Each line of the checklist that is not clear goes to a person by name."""
    page = cashier.opened.desk.shift
    for _ in range(12):
        now = cashier.shift
        assert now is not None
        if not now.checklist.open:
            return
        chosen = page.checklist.chosen
        if chosen is None or chosen not in now.checklist.open:
            cashier.press("Down")
            continue
        cashier.press("h", ALT)
        cashier.wait(page.requests.hand.isVisible)
        cashier.press("b", ALT)
        cashier.press("h", ALT)
        cashier.wait(partial(has_fewer, cashier, len(now.checklist.open)))
    raise AssertionError("the checklist can't be ended by keys")


def has_fewer(cashier: Cashier, lines: int) -> bool:
    return cashier.shift is not None and len(cashier.shift.checklist.open) < lines
