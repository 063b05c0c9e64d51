"""A simulator as a process of its own, and what a test may ask of it over its control."""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from types import TracebackType
from typing import IO

import httpx
from pydantic import TypeAdapter

from posdesk.domain.clock import CHINA, to_text
from posdesk.domain.orders.order import OrderKey, number_of
from posdesk.simulator.config import (
    SimulatedOvopark,
    SimulatedPartner,
    SimulatedTill,
    SimulatedWdk,
    SimulatorConfig,
    WdkRules,
)
from posdesk.simulator.faults import FaultRule
from posdesk.simulator.o2o.control import BillWish, OrderSeen, RepeatWish, StatusWish
from posdesk.simulator.o2o.maker import OrderWish
from posdesk.simulator.o2o.site import Status
from posdesk.simulator.ovopark.platform import HourSeen
from posdesk.simulator.tally import PushSeen, TallyReport
from posdesk.simulator.till.till import HandedSeen, RingWish
from posdesk.simulator.wdk.memory import ReceiptSeen
from tests.support import nursery
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

_READY = "simulator listening on "
_STARTS = count()
_ORDERS = TypeAdapter(list[OrderSeen])
_ORDER = TypeAdapter(OrderSeen)
_PUSH = TypeAdapter(PushSeen)
_TALLY = TypeAdapter(TallyReport)
_RULES = TypeAdapter(tuple[FaultRule, ...])
_HOURS = TypeAdapter(tuple[HourSeen, ...])
_RECEIPTS = TypeAdapter(tuple[ReceiptSeen, ...])
_HANDED = TypeAdapter(tuple[HandedSeen, ...])
_HANDED_ONE = TypeAdapter(HandedSeen)

MEITUAN = SimulatedPartner(name="meituan", appid="mt-app", appkey="mt-key-7f3a", sources=(4,))
ELEME = SimulatedPartner(name="eleme", appid="el-app", appkey="el-key-91cc", sources=(20,))
BAIDU = SimulatedPartner(name="baidu", appid="bd-app", appkey="bd-key-02be", sources=(3,))
QR = SimulatedPartner(name="qr", appid="qr-app", appkey="qr-key-c4d1", sources=(17,))
FOUR_SITES = (MEITUAN, ELEME, BAIDU, QR)
OVOPARK = SimulatedOvopark(akey="ov-key-5e1d", secret="ov-secret-77b0", enterprise_id=11)
WDK = SimulatedWdk(app_key="12345678", secret="wdk-secret-a90c")


def quiet_config(
    *,
    target: str,
    partners: tuple[SimulatedPartner, ...] = FOUR_SITES,
    ovopark: SimulatedOvopark | None = None,
    wdk: SimulatedWdk | None = None,
    till: SimulatedTill | None = None,
) -> SimulatorConfig:
    """A simulator in which nothing happens of itself; `target` is the store's listener."""
    return SimulatorConfig(
        partners=partners,
        target=target,
        seed=1,
        orders_per_minute=0,
        push_retry_s=(0.1, 0.5),
        ovopark=ovopark,
        wdk=wdk,
        till=till,
    )


class RunningSimulator:
    """A handle on a running simulator; closed with its process."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._http = httpx.Client(base_url=address, trust_env=False, timeout=30)

    def __enter__(self) -> "RunningSimulator":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    def gateway(self, partner: str) -> str:
        """The URL that the settings of that partner name."""
        return f"{self.address}/{partner}/center/gateway"

    @property
    def ovopark(self) -> str:
        """The URL that the settings of ovopark name."""
        return f"{self.address}/ovopark/cloud.api"

    @property
    def wdk(self) -> str:
        """The URL that the settings of WDK name."""
        return f"{self.address}/wdk/router/rest"

    def post_order(self, wish: OrderWish | None = None) -> OrderSeen:
        """Makes an order now and pushes it; `push` of what comes back is the listener's answer."""
        return _ORDER.validate_json(self._post("orders", (wish or OrderWish()).model_dump_json()))

    def cancel(self, tbillno: str) -> PushSeen:
        """The customer cancels."""
        return _PUSH.validate_json(self._post("cancel", BillWish(tbillno=tbillno).model_dump_json()))

    def status(self, tbillno: str, status: Status) -> PushSeen:
        """The platform's own state of the order changes."""
        wish = StatusWish(tbillno=tbillno, status=status)
        return _PUSH.validate_json(self._post("status", wish.model_dump_json()))

    def repeat(self, tbillno: str, changes: Mapping[str, object] | None = None) -> PushSeen:
        """The order is pushed again, with other words in it where `changes` says so."""
        wish = RepeatWish(tbillno=tbillno, changes=dict(changes or {}))
        return _PUSH.validate_json(self._post("repeat", wish.model_dump_json()))

    def orders(self) -> list[OrderSeen]:
        """All orders of all partners."""
        return _ORDERS.validate_json(self._get("orders"))

    def order(self, tbillno: str) -> OrderSeen:
        """That order as the platform holds it now."""
        return next(order for order in self.orders() if order.tbillno == tbillno)

    def tally(self) -> TallyReport:
        """What the platforms saw so far."""
        return _TALLY.validate_json(self._get("tally"))

    def wait_for_tally(self, fact: Callable[[TallyReport], bool], what: str) -> TallyReport:
        """The tally once `fact` holds of it; raises TimeoutError naming `what` after 20 s."""
        wait_for(lambda: fact(self.tally()), what)
        return self.tally()

    def set_faults(self, *rules: FaultRule) -> None:
        """These faults from now on, and no others."""
        answer = self._http.put("/control/faults", content=_RULES.dump_json(rules))
        assert answer.status_code == 200, answer.text

    def add_faults(self, *rules: FaultRule) -> None:
        """These faults before the others."""
        self._post("faults", _RULES.dump_json(rules).decode())

    def faults(self) -> tuple[FaultRule, ...]:
        """The faults in force, their counts being what is left."""
        return _RULES.validate_json(self._get("faults"))

    def hours(self) -> dict[tuple[str, str], HourSeen]:
        """What ovopark holds, by store and `createTime`."""
        return {(hour.store, hour.hour): hour for hour in _HOURS.validate_json(self._get("ovopark/hours"))}

    def receipts(self) -> dict[tuple[str, str, str], ReceiptSeen]:
        """What WDK holds, by `store_id`, `pos_no` and `serial_num`."""
        held = _RECEIPTS.validate_json(self._get("wdk/receipts"))
        return {(seen.store_id, seen.pos_no, seen.serial_num): seen for seen in held}

    def set_wdk_rules(self, rules: WdkRules) -> None:
        """What WDK knows of the merchant from now on."""
        answer = self._http.put("/control/wdk/rules", content=rules.model_dump_json())
        assert answer.status_code == 200, answer.text

    def ring(self, wish: RingWish | None = None) -> HandedSeen:
        """The till rings a receipt and hands it in; it comes back with its first attempt."""
        return _HANDED_ONE.validate_json(self._post("till", (wish or RingWish()).model_dump_json()))

    def handed(self) -> tuple[HandedSeen, ...]:
        """Every receipt of the till with its attempts."""
        return _HANDED.validate_json(self._get("till"))

    def pause(self) -> None:
        """Stops the traffic."""
        self._post("pause")

    def resume(self) -> None:
        """Lets the traffic go on."""
        self._post("resume")

    def offline(self, seconds: float) -> None:
        """Refuses connections from now on and for that long; the control is away with the rest."""
        self._post("offline", f'{{"seconds": {seconds}}}')

    def wait_online(self) -> None:
        """Returns once it listens again; raises TimeoutError after 20 s."""
        wait_for(self._answers, "the simulator's door")

    def _answers(self) -> bool:
        try:
            return self._http.get("/control/faults").status_code == 200
        except httpx.TransportError:
            return False

    def _get(self, name: str) -> bytes:
        answer = self._http.get(f"/control/{name}")
        assert answer.status_code == 200, answer.text
        return answer.content

    def _post(self, name: str, body: str = "") -> bytes:
        answer = self._http.post(f"/control/{name}", content=body)
        assert answer.status_code in (200, 204), answer.text
        return answer.content


@contextmanager
def running_simulator(config: SimulatorConfig) -> Iterator[RunningSimulator]:
    """Runs `posdesk simulator` on a free port (or the configured one) and ends it on the way out.

    Raises RuntimeError where it doesn't come up, AssertionError where it doesn't end cleanly.
    """
    first = next(_STARTS) == 0
    with started(config) if first or not nursery.IS_HERE else _another(config) as (process, address):
        with RunningSimulator(address) as simulator:
            yield simulator
        ask_to_end(process)
        assert process.wait(timeout=10) == 0, "the simulator did not end cleanly"


@contextmanager
def _another(config: SimulatorConfig) -> Iterator[tuple[nursery.Copy, str]]:
    """As `started`, by a nursery: whoever has had one simulator may well have a hundred."""
    with nursery.copied(config.model_dump_json()) as (process, line):
        yield process, _address_in(line)


@contextmanager
def started(
    config: SimulatorConfig, stderr: IO[str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The bare process and its address; killed on the way out if it still runs."""
    command = [sys.executable, "-m", "posdesk.simulator", "--config", "-"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        stdin=pipe,
        stdout=pipe,
        stderr=stderr,
        creationflags=OWN_CONSOLE,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(config.model_dump_json())
            process.stdin.close()
            yield process, _address_in(process.stdout.readline())
        finally:
            process.kill()


def _address_in(line: str) -> str:
    if not line.startswith(_READY):
        raise RuntimeError(f"the simulator said {line!r} instead of its address")
    return line.removeprefix(_READY).strip()


def key_at_counter(seen: OrderSeen) -> OrderKey:
    """The key that a counter gives this order; its `ordertime` is still the one it was placed with."""
    placed = datetime.strptime(str(seen.wire["ordertime"]), "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    return OrderKey(*number_of(seen.partner, seen.tbillno), to_text(placed))
