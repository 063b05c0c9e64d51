"""One seed: a shop is opened, lives through its plan, is mended, and the invariants are looked at."""

import contextlib
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from posdesk.domain.books import hour
from posdesk.journal import Journal
from posdesk.journal.books import posting_rows
from posdesk.simulator.config import WdkRules
from posdesk.simulator.faults import FaultKind
from tests.faults import copied_backup, invariants, machine, torn_pages, wiped
from tests.faults.actions import Day, Promises
from tests.faults.injection import SECOND_LOOK
from tests.faults.keyring_file import TROUBLES
from tests.faults.machine import own_port, small_disk
from tests.faults.plan import Life, Plan, Trouble
from tests.faults.shop import Shop, old_home
from tests.faults.tls_proxy import BAD_FLOW, BAD_TLS, TlsProxy
from tests.support.looks import rest_s
from tests.support.simulator import (
    ELEME,
    MEITUAN,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    running_simulator,
)

Sabotage = Callable[[Path], None]
SETTLES_WITHIN_S = 180.0
_SECRETS = ("partner/meituan/appkey", "wdk/secret", "ovopark/secret", "listener/token")


@dataclass(slots=True)
class Report:
    """How a seed went; `broken` is empty where every invariant held."""

    seed: int
    broken: list[str] = field(default_factory=list)
    promises: Promises = field(default_factory=Promises)
    killed_at: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def as_json(self) -> str:
        """One line."""
        return json.dumps(
            {
                "seed": self.seed,
                "broken": self.broken,
                "killed_at": self.killed_at,
                "counts": self.counts,
                "seconds": self.seconds,
            }
        )


def run(plan: Plan, folder: Path, sabotage: Sabotage | None = None) -> Report:
    """Live through a plan; whatever breaks is in the report.

    `sabotage` is done to the journal's file before the invariants are looked at: they must notice.
    """
    began, report = time.monotonic(), Report(plan.seed)
    with own_port() as port, _hours_as_the_engine_has_them():
        _run(plan, folder, port, report, sabotage)
    report.seconds = time.monotonic() - began
    return report


@contextlib.contextmanager
def _hours_as_the_engine_has_them() -> Iterator[None]:
    """The same shorter wait in this process, whose `step_of` is asked what is left."""
    real, hour.SECOND_LOOK = hour.SECOND_LOOK, SECOND_LOOK
    try:
        yield
    finally:
        hour.SECOND_LOOK = real


def _run(plan: Plan, folder: Path, port: int, report: Report, sabotage: Sabotage | None) -> None:
    config = quiet_config(
        target=f"http://127.0.0.1:{port}/center/gateway",
        partners=(MEITUAN, ELEME),
        ovopark=OVOPARK,
        wdk=WDK.model_copy(update={"rules": WdkRules(unknown_sales=True)}),
    ).model_copy(update={"push_timeout_s": 4, "push_tries": 500, "push_retry_s": (0.1, 0.3)})
    wants_disk = plan.has(Trouble.DISK_FULL)
    with (
        small_disk(folder / "home") if wants_disk else contextlib.nullcontext(enter_result=False) as own_disk,
        running_simulator(config) as simulator,
        TlsProxy(simulator.address, folder) if plan.is_wired else contextlib.nullcontext() as wire,
    ):
        shop = Shop(folder, simulator, port, small_disk=own_disk, wire=wire)
        try:
            _live(plan, shop, simulator, report)
            shop.end(stops=True)
            shop.hear()
            if sabotage is not None:
                sabotage(shop.journal_file)
            _judge(plan, shop, simulator, report)
            if wire is not None and wire.believed:
                shop.broken.append(f"certificates were believed that are {set(wire.believed)}")
            if not shop.broken:
                wiped.wipe_and_judge(shop, simulator, report.promises, plan.wipe_kills, report.counts)
            if plan.has(Trouble.BY_HAND) and not shop.broken:
                chance = random.Random(f"by hand {plan.seed}")
                copied_backup.copy_and_judge(shop, simulator, report.promises, chance, report.counts)
            if plan.has(Trouble.TORN_PAGE) and not shop.broken:
                torn_pages.tear_and_judge(shop, random.Random(f"torn {plan.seed}"), report.counts)
        except Exception as error:
            shop.broken.append(f"the run itself: {type(error).__name__}: {error}")
            raise
        finally:
            shop.end(stops=False)
            report.broken += shop.broken
            report.killed_at = shop.killed_at


def _live(plan: Plan, shop: Shop, simulator: RunningSimulator, report: Report) -> None:
    if plan.old_home:
        old_home(shop.home)
    chance = random.Random(f"day {plan.seed}")
    day = Day(shop, simulator, chance, report.promises)
    simulator.set_faults(*plan.rules)
    for life in plan.lives:
        _one_life(life, shop, day, chance, report)
    _mend(shop, simulator)
    _settle(shop, simulator)


def _judge(plan: Plan, shop: Shop, simulator: RunningSimulator, report: Report) -> None:
    clock_was_off = plan.has(Trouble.CLOCK) or any(r.kind is FaultKind.CLOCK_OFF for r in plan.rules)
    shop.broken += _logged(shop)
    tally = simulator.tally()
    with shop.engine.journal() as journal:
        orders = {order.tbillno: order for order in simulator.orders()}
        scene = invariants.Scene(journal, simulator, tally, orders, report.promises, clock_was_off)
        shop.broken += invariants.broken(scene)
        _count(scene, plan, report)


def _one_life(life: Life, shop: Shop, day: Day, chance: random.Random, report: Report) -> None:
    """Start, let the day go on among troubles, end."""
    troubles = life.troubles
    if Trouble.RESTORE in troubles:
        shop.restore(life.restore_kill)
    if Trouble.READ_ONLY in troubles:
        with machine.read_only(shop.home):
            shop.refuse_to_start()
    if Trouble.NO_SECRET in troubles:
        shop.missing = frozenset({chance.choice(_SECRETS)})
    if Trouble.KEYRING in troubles:
        shop.keyring = chance.choice(list(TROUBLES))
    shop.put_secrets()
    if Trouble.TWO_AT_ONCE in troubles and not life.kill:
        shop.start_two()
    else:
        shop.start(life.kill)
    with contextlib.ExitStack() as stack:
        for number in range(life.actions):
            if number == 2:
                _begin(life, shop, day, chance, stack)
            if number == life.actions - 3:
                _mend_keyring(shop)
            day.next_action()
            if not shop.is_running() and number >= 2:
                break
    _mend_keyring(shop)
    if Trouble.POWER in troubles:
        report.counts["writes lost with the power"] += shop.cut_power(chance)
        report.counts["power cuts"] += 1
    else:
        shop.end(stops=life.stops)


def _mend_keyring(shop: Shop) -> None:
    shop.missing, shop.keyring = frozenset(), ""
    shop.put_secrets()


def _begin(life: Life, shop: Shop, day: Day, chance: random.Random, stack: contextlib.ExitStack) -> None:
    """What comes while it runs."""
    troubles = life.troubles
    if Trouble.CLOCK in troubles:
        shop.set_clock(chance.choice([-10_800.0, -600.0, 600.0, 10_800.0]))
    if Trouble.LISTENER_CLOSED in troubles:
        shop.close_listener()
    if Trouble.DOOR_CLOSED in troubles:
        day.close_doors(chance.uniform(0.3, 2.0))
    if Trouble.LOCK_FILE in troubles:
        shop.lose_lock()
    if troubles & {Trouble.SECOND, Trouble.LOCK_FILE}:
        shop.second()
    if Trouble.DNS in troubles:
        stack.enter_context(shop.without_names())
    if troubles & {Trouble.TLS, Trouble.DRIP}:
        manners = BAD_TLS if Trouble.TLS in troubles else BAD_FLOW
        stack.enter_context(shop.on_a_bad_line(chance.choice(manners)))
    if Trouble.SLEEP in troubles:
        stack.enter_context(machine.asleep(shop.process, chance.choice([1.0, 3.0, 6.0])))
    if Trouble.LOCKED in troubles:
        stack.enter_context(machine.locked(shop.journal_file, life.locked_s))
    if Trouble.DISK_FULL in troubles:
        stack.enter_context(shop.full_disk())


def _mend(shop: Shop, simulator: RunningSimulator) -> None:
    """Every fault ends."""
    simulator.wait_online()
    simulator.set_faults()
    shop.set_clock(0)


def _settle(shop: Shop, simulator: RunningSimulator) -> None:
    """Wait until nothing is left to happen; a restart tries anew what was refused wholesale."""
    halted = True
    for _ in range(2):
        if not halted:
            return
        shop.end(stops=True)
        if not shop.start():
            shop.broken.append("the engine does not start with everything mended")
            return
        left = _wait(shop, simulator)
        if left:
            shop.broken.append(f"still waits after {SETTLES_WITHIN_S:.0f} s: {left[:6]}")
            return
        with shop.engine.journal() as journal:
            halted = bool(journal.read(posting_rows.halted))


def _wait(shop: Shop, simulator: RunningSimulator) -> list[str]:
    deadline, calm = time.monotonic() + SETTLES_WITHIN_S, 0
    with shop.engine.journal() as journal:
        while True:
            began_s = time.monotonic()
            left = [f"file {p.name}" for p in _lying(shop)] + _unrung(journal)
            left = left or _under_way(journal, simulator)
            calm = 0 if left else calm + 1
            if calm >= 2 or time.monotonic() > deadline:
                return left
            time.sleep(rest_s(began_s, 0.2))


def _under_way(journal: Journal, simulator: RunningSimulator) -> list[str]:
    left = invariants.waiting(journal, {order.tbillno for order in simulator.orders()})
    return left + [f"push of {p.subject}" for p in simulator.tally().pushes if not p.acknowledged]


def _lying(shop: Shop) -> list[Path]:
    """Files that came whole and were not taken yet."""
    found = (shop.home / "receipts-in").glob("till-*")
    return [path for path in found if path.suffix in {".json", ".csv"}]


def _unrung(journal: Journal) -> list[str]:
    rows = journal.read(
        lambda db: db.execute(
            "SELECT tbillno FROM orders o WHERE state = 'completed' AND NOT EXISTS"
            " (SELECT 1 FROM receipts r WHERE r.partner = o.partner AND r.bill = o.bill"
            "  AND r.ordered = o.ordered)"
            " AND completion > (SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'ringing_after') LIMIT 5"
        ).fetchall()
    )
    return [f"order {bill} is not rung" for (bill,) in rows]


def _logged(shop: Shop) -> list[str]:
    """A bug that was caught and logged is a broken invariant, too."""
    found = []
    for path in sorted((shop.home / "logs").glob("posdesk.log*")):
        for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                line = json.loads(text)
                if "trace" in line:
                    found.append(f"logged: {line['text']}: {line['trace'][-700:]}")
    return found[:5]


def _count(scene: invariants.Scene, plan: Plan, report: Report) -> None:
    counts = report.counts
    counts.update(f"fault {call.fault}" for call in scene.tally.calls if call.fault)
    counts.update(f"trouble {trouble}" for life in plan.lives for trouble in life.troubles)
    counts["calls"] += len(scene.tally.calls)
    counts["orders"] += len(scene.orders)
    counts["receipts acknowledged"] += len(scene.promises.stored)
    outcomes = scene.journal.read(
        lambda db: db.execute("SELECT outcome, count(*) FROM intents GROUP BY 1").fetchall()
    )
    counts.update({f"intents {outcome}": number for outcome, number in outcomes})
    ends = scene.journal.read(
        lambda db: db.execute("SELECT book || ' ' || outcome, count(*) FROM postings GROUP BY 1").fetchall()
    )
    counts.update({f"postings {outcome}": number for outcome, number in ends})
