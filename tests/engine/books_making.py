"""The books at work: a journal, the simulated ovopark and WDK, a clock that is set."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from posdesk.domain.books.hour import HourBook, hour_of
from posdesk.domain.books.posting import CoverReason, Posting
from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import in_china
from posdesk.domain.orders.intent import Outcome, Seq
from posdesk.domain.status import BookStatus
from posdesk.engine.sending.books import Books
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.books import hour_totals, posting_acts, posting_rows, receipts
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Settings, Store
from posdesk.simulator.ovopark.platform import ReportSeen
from tests.engine.making import NOBODYS, WatchedJournal, until
from tests.journal.making import PATIENCE_S, SetClock
from tests.support.simulator import MEITUAN, OVOPARK, WDK, RunningSimulator, quiet_config, running_simulator

HOUR = timedelta(hours=1)
SHOP = "D000001"


class BookSecrets(Credentials):
    """The books' secrets in memory; the keyring is not asked."""

    def __init__(self, **held: str) -> None:
        """By platform; without any, the right ones."""
        super().__init__()
        for platform, secret in (held or {"ovopark": OVOPARK.secret, "wdk": WDK.secret}).items():
            self.give(platform, secret)

    def give(self, platform: str, secret: str) -> None:
        """Somebody entered it."""
        self._held[f"{platform}/secret"] = secret


class Shop:
    """The books of one counter, what they send to, and the tills that hand receipts in."""

    def __init__(
        self, home: Path, simulator: RunningSimulator, *, secrets: BookSecrets | None, **sections: Any
    ) -> None:
        WatchedJournal.migrate(home)
        self.simulator, self.secrets = simulator, secrets or BookSecrets()
        self.clock = SetClock(datetime.now(UTC))
        self.journal = WatchedJournal(home, self.clock, "1")
        self.settings = shop_settings(simulator, **sections)
        self.board = StatusBoard(self.settings, self.clock)
        self.books: Books | None = None

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """The books run until the end of the block, as they would until posdesk ends."""
        self.books = Books(self.settings, self.journal, self.secrets, self.board, self.clock)
        task = asyncio.create_task(self.books.run())
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def hour(self, ago: int = 1) -> datetime:
        """The start of the clock hour so many hours ago; 1 is the last that is over, its grace too."""
        return hour_of(self.clock.now()) - ago * HOUR

    def hand_in(self, *wires: dict[str, object]) -> None:
        """One call with these receipts."""
        handed = read_receipts(json.dumps(wires).encode())
        self.write(partial(receipts.store, handed=handed, door=Door.HTTP))

    def write(self, job: Callable[..., Any]) -> Any:
        return self.journal.write(job).result(PATIENCE_S)

    def report(self, hour: datetime, *, cover: bool) -> Posting:
        """A manager decides."""
        job = partial(
            posting_acts.report_hour,
            hour=hour,
            actor="王经理",
            cover=cover,
            reason=CoverReason.PERSON,
            detail="checked",
        )
        return self.write(job)  # type: ignore[no-any-return]

    def book(self, hour: datetime) -> HourBook:
        return Journal.read(self.journal, lambda db: hour_totals.hour_book(db, hour))

    def of_receipt(self, serial: str) -> tuple[Posting, ...]:
        """Every posting of a receipt, oldest first."""
        return Journal.read(self.journal, lambda db: posting_rows.select(db, "r.serial_num = ?", (serial,)))

    def outcome(self, serial: str) -> Outcome | None:
        """How the latest posting of a receipt stands."""
        found = self.of_receipt(serial)
        return found[-1].outcome if found else None

    def under_way(self) -> frozenset[Seq]:
        """Whose attempt has begun in this process and is not written down as ended."""
        sends = self.books and self.books._poster
        return frozenset(sends._running) if sends else frozenset()

    def status(self, platform: str) -> BookStatus:
        found = self.board.status.book(platform)
        assert found is not None
        return found

    def held(self, hour: datetime) -> list[ReportSeen]:
        """Every report of an hour that took effect at ovopark."""
        seen = self.simulator.hours().get((SHOP, f"{in_china(hour):%Y-%m-%d %H:%M:%S}"))
        return list(seen.history) if seen else []

    def sent(self) -> list[str]:
        """What every call was about, as they came."""
        return [call.subject for call in self.simulator.tally().calls]

    async def looks(self, times: int = 8) -> None:
        """Has the books look at the journal so many times more, as others' commits do."""
        for _ in range(times):
            goal = self.journal.reads + 1
            if self.books is not None:
                self.books.hurry(NOBODYS)
            await until(lambda: self.journal.reads >= goal, "another look of the books")  # noqa: B023

    async def confirmed(self, hour: datetime, reports: int = 1, step_s: float = 0.0) -> HourBook:
        """Waits until so many reports of an hour are confirmed; time goes by so much with each look at it."""

        def stands() -> bool:
            self.clock.walk(step_s)
            found = [p for p in self.book(hour).postings if p.outcome is Outcome.CONFIRMED]
            return len(found) == reports

        await until(stands, f"{reports} confirmed reports of {hour}")
        return self.book(hour)

    async def stands(self, hour: datetime, outcome: Outcome) -> Posting:
        """Waits until an hour's last report stands so."""

        def so() -> bool:
            last = self.book(hour).last
            return last is not None and last.outcome is outcome

        await until(so, f"{outcome} of {hour}: {self.book(hour).last}")
        found = self.book(hour).last
        assert found is not None
        return found

    async def becomes_unknown(self, hour: datetime) -> Posting:
        """Waits until nobody knows what became of an hour's last report."""
        return await self.stands(hour, Outcome.UNKNOWN)

    async def becomes_banned(self, serial: str) -> None:
        """Waits until WDK has answered with a ban, and the journal holds that answer."""
        await until(lambda: self.status("wdk").banned_until, "a ban")
        await until(lambda: [p.last_code for p in self.of_receipt(serial)] == ["7"], "its answer on disk")

    def forget_all(self) -> None:
        """Nothing is left of the process but its journal, as at its next start."""
        self.board = StatusBoard(self.settings, self.clock)

    async def becomes(self, serial: str, outcome: Outcome) -> Posting:
        """Waits until a receipt's latest posting stands so."""
        await until(lambda: self.outcome(serial) is outcome, f"{outcome} of {serial}")
        return self.of_receipt(serial)[-1]


def shop_settings(
    simulator: RunningSimulator, *, hours: bool = False, sends: bool = False, **changed: Any
) -> Settings:
    """Settings with one section or both; `changed` goes to whichever has the key."""
    ovopark = Ovopark(
        url=simulator.ovopark,
        akey=OVOPARK.akey,
        enterprise_id=OVOPARK.enterprise_id,
        shop_id=SHOP,
        grace_min=0,
    )
    wdk = Wdk(url=simulator.wdk, app_key=WDK.app_key, store_id="33571001", pos_no="POS001")
    known = {key: value for key, value in changed.items() if key in Ovopark.model_fields}
    other = {key: value for key, value in changed.items() if key in Wdk.model_fields}
    return Settings(
        store=Store(code="001"),
        ovopark=ovopark.model_copy(update=known) if hours else None,
        wdk=wdk.model_copy(update=other) if sends else None,
    )


@asynccontextmanager
async def shop(
    home: Path, *, secrets: BookSecrets | None = None, started: bool = True, **sections: Any
) -> AsyncIterator[Shop]:
    """A shop at work; with `started` False its books wait for `at_work`."""
    ovopark = OVOPARK.model_copy(update={"repeat_window_s": 0.0})  # a clock that stands still signs alike
    config = quiet_config(target="http://127.0.0.1:9", partners=(MEITUAN,), ovopark=ovopark, wdk=WDK)
    with running_simulator(config) as simulator:
        made = Shop(home, simulator, secrets=secrets, **sections)
        try:
            async with made.at_work() if started else contextlib.nullcontext():
                yield made
        finally:
            made.journal.close()


def sale(serial: str, at: datetime, fen: int = 990, **changed: object) -> dict[str, object]:
    """A receipt as a till writes it: two pieces for so many fen."""
    line = {
        "deal_amt": fen,
        "item_code": "10410001",
        "item_name": "苹果",
        "original_price": fen // 2,
        "promotion_discount": 0,
        "quantity": "2",
        "serial_num": f"{serial}_1",
    }
    return {
        "actual_amt": fen,
        "op_name": "收银员",
        "op_num": "123",
        "pos_no": "POS001",
        "serial_num": serial,
        "store_id": "33571001",
        "pay_channels": [{"pay_type": "01", "serial_num": f"{serial}p", "pay_amount": fen}],
        "sub_orders": [line],
        "trd_time": f"{in_china(at):%Y-%m-%d %H:%M:%S}",
        "trd_type": 1,
        **changed,
    }


def refund(serial: str, at: datetime, of: str, fen: int = 990) -> dict[str, object]:
    """The whole of a sale taken back."""
    return sale(serial, at, fen, trd_type=2, original_pos_no="POS001", original_serial_num=of)
