"""Orders that another counter tells of: they came to it by another way than the stream (relay.md, 'Acts').

One that can't be read here, as of a platform that this counter lacks, is no silence: it is told as a stray
call with its number and the counter that has it, waits, and is read again after a change of settings.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from posdesk.domain.clock import from_text
from posdesk.domain.orders.order import Origin, Received
from posdesk.domain.orders.refused import Refused, RefusedKind
from posdesk.domain.relay.act import Act, ActKind
from posdesk.engine.listening.call_effects import terms_of
from posdesk.errors import DiskError
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import orders
from posdesk.journal.relay import waiting_acts
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.o2o import reading
from posdesk.platforms.o2o.answers import AnswerCode, CallRefused, both
from posdesk.records import dataclass
from posdesk.settings.settings import Partner, Settings, Store

log = logging.getLogger(__name__)
RAW = "raw"
TOO_LONG = "too_long"
"""In an act's content: what it told of was longer than the stream takes, even packed."""
_STATES = {
    "new": ("待接", "new"),
    "accepted": ("已接", "accepted"),
    "ready": ("备好", "ready"),
    "completed": ("完成", "completed"),
    "cancelled": ("取消", "cancelled"),
    "refused": ("拒单", "refused"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """An order as another counter tells of it, by these settings."""

    store: Store
    partner: Partner
    received: Received


def read(settings: Settings, act: Act) -> Told | Refused | None:
    """What an act tells; why that can't be taken here; None where it tells of no order's text."""
    raw = act.content.get(RAW)
    if act.kind is not ActKind.ORDER or act.key is None or not (raw or act.content.get(TOO_LONG)):
        return None
    partner = settings.partner_named(act.key.partner)
    if partner is None:
        name = act.key.partner
        return _refused(
            act, AnswerCode.UNKNOWN_APPID, f"本机没有平台 {name}", f"this counter has no platform {name}"
        )
    if not isinstance(raw, str):
        return _refused(
            act, AnswerCode.TOO_LARGE, "内容太长，传不过来", "its text is too long to be sent here"
        )
    try:
        (entry,) = reading.entries_of(read_json(raw.encode()))
        return Told(settings.store, partner, reading.read_order(entry, own_code=settings.store.code))
    except (BadJson, CallRefused, ValueError) as error:
        log.warning("relay: order %s by counter %s can't be read: %s", act.key.bill, act.counter, error)
        return _refused(act, AnswerCode.BAD_VALUE, "内容在本机读不了", "its text can't be read here")


def _refused(act: Act, code: AnswerCode, zh: str, en: str) -> Refused:
    assert act.key is not None
    state = _STATES.get("new" if act.state is None else str(act.state), ("状态未知", "state unknown"))
    told = (
        f"订单在 {act.counter} 号台（{state[0]}）：{zh}。请看 {act.counter} 号台",
        f"counter {act.counter} has the order ({state[1]}): {en}. See counter {act.counter}",
    )
    return Refused(RefusedKind.ORDER, act.key.bill, "", "", int(code), both(*told))


def store(tx: Transaction, act: Act, told: Told, latest: datetime) -> None:
    """Write the order down. `latest` (aware, by our clock): not later than then it came there."""
    with tx.by_stream(_came(act, latest)):
        origin = Origin.CAPTURED if act.outcome == Origin.CAPTURED else Origin.PUSHED
        orders.add_all(tx, terms_of(told.store, told.partner), (told.received,), origin)


def _came(act: Act, latest: datetime) -> datetime:
    """When it came to the other counter: by its clock, but not later than that."""
    try:
        return min(from_text(str(act.content.get("came", ""))), latest)
    except ValueError:
        return latest


class WaitingOrders:
    """Those that could not be read here; in the engine's loop."""

    def __init__(self, journal: Journal, settings: Callable[[], Settings]) -> None:
        """`settings` are those of the moment."""
        self._journal, self._settings = journal, settings

    async def read_again(self) -> None:
        """Each once, in the order they came. Raises DiskError."""
        number = 0
        while (found := await self._next(number)) is not None:
            number, act = found
            try:
                told = read(self._settings(), act)
                if isinstance(told, Told):
                    await self._store(act, told)
            except DiskError:
                raise
            except Exception:  # a bug of ours: it stays as it is, and the others are read
                log.exception("relay: an order that counter %s told of can't be read", act.counter)

    async def _next(self, number: int) -> tuple[int, Act] | None:
        return await asyncio.to_thread(self._journal.read, lambda db: waiting_acts.next_order(db, number))

    async def _store(self, act: Act, told: Told) -> None:
        await asyncio.wrap_future(self._journal.write(lambda tx: store(tx, act, told, tx.now)))
        log.info("relay: an order that counter %s told of is taken", act.counter)
