"""Whose pickup code is this? Asked of our own journal and of the partners at once (contracts.md, Capture)."""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import replace

from posdesk.domain.orders.answer import Verdict
from posdesk.domain.orders.board import queue_key
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.pickup.lookup import Found, Lookup, ScanResult
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError
from posdesk.journal import Database, Journal, Transaction
from posdesk.journal.orders import order_rows, orders, scans, views
from posdesk.journal.orders.orders import Terms
from posdesk.platforms.o2o.client import Captured, PartnerClient
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Partner, Settings

log = logging.getLogger(__name__)
Publish = Callable[[Lookup], None]
_REMEMBERED = 1000  # codes: more than a shop sees in a day


class Lookups:
    """Answers one question after the other, several at a time."""

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        secrets: Credentials,
        status: StatusBoard,
        clients: dict[str, PartnerClient],
    ) -> None:
        """Nothing is asked here."""
        self._settings, self._journal, self._secrets = settings, journal, secrets
        self._status, self._clients = status, clients
        self._found: OrderedDict[str, tuple[OrderKey, ...]] = OrderedDict()

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self._settings = settings

    async def ask(self, lookup: Lookup, actor: str, publish: Publish) -> None:
        """Find the orders of a code; `publish` is called at once and again with the end."""
        publish(lookup)
        partners = asked(self._settings.live_partners, lookup.code)
        try:
            ended = await self._ended(lookup, partners)
        except Exception:
            log.exception("look-up: it came to no end")
            ended = replace(lookup, found=Found.CANNOT, silent=tuple(p.name for p in partners))
        publish(ended)
        await self._record(ended, actor)

    async def _ended(self, lookup: Lookup, partners: tuple[Partner, ...]) -> Lookup:
        """Ask, store what was found, judge it. Raises DiskError."""
        known = await asyncio.to_thread(self._journal.read, lambda db: _known(db, lookup.code))
        captured = await asyncio.gather(*(self._asked(p, lookup.code) for p in partners))
        answers = dict(zip((p.name for p in partners), captured, strict=True))
        keys = await self._store(answers)
        every = self._remembered(lookup.code, (*keys, *known))
        return await asyncio.to_thread(self._journal.read, lambda db: _judged(db, lookup, every, answers))

    def _remembered(self, code: str, keys: tuple[OrderKey, ...]) -> tuple[OrderKey, ...]:
        """These, and what this code was found to fit before.

        Once the first of two orders under a code is verified, its platform may call the code used.
        """
        every = tuple(dict.fromkeys((*keys, *self._found.pop(code, ()))))
        self._found[code] = every
        if len(self._found) > _REMEMBERED:
            self._found.popitem(last=False)
        return every

    async def _asked(self, partner: Partner, code: str) -> Captured | None:
        """A bug with one partner's answer hides no other's."""
        try:
            return await self._capture(partner, code)
        except Exception:
            log.exception("look-up: asking %s failed", partner.name)
            return None

    async def _capture(self, partner: Partner, code: str) -> Captured | None:
        """The partner's answer, None where it could not be asked."""
        unsigned = partner.signature == "none"
        appkey = "" if unsigned else self._secrets.get(partner.secret_name)
        if appkey is None:
            return None
        captured = await self._clients[partner.name].capture(code, appkey)
        self._status.answered(partner.name, captured.answer)
        return captured

    async def _store(self, answers: dict[str, Captured | None]) -> list[OrderKey]:
        def job(tx: Transaction) -> list[OrderKey]:
            found = []
            for name, captured in answers.items():
                received = captured.orders if captured else ()
                added = orders.add_all(tx, self._terms(name), received, Origin.CAPTURED)
                found += [each.key for each in added]
            return found

        return await asyncio.wrap_future(self._journal.write(job))

    def _terms(self, partner: str) -> Terms:
        return Terms(partner, self._settings.store.code, 0, self._settings.store.days)

    async def _record(self, ended: Lookup, actor: str) -> None:
        """A line in the last scans; without it the look-up still counts."""
        key = ended.keys[0] if len(ended.keys) == 1 else None
        result = _RESULTS.get(ended.found, ScanResult.WRONG)
        try:
            await asyncio.wrap_future(
                self._journal.write(lambda tx: scans.add(tx, ended.code, result, actor, key))
            )
        except DiskError:
            log.exception("look-up: the scan can't be recorded")


_RESULTS = {
    Found.ONE: ScanResult.FOUND,
    Found.SEVERAL: ScanResult.FOUND,
    Found.USED: ScanResult.USED,
    Found.CANNOT: ScanResult.CANNOT,
}


def asked(partners: Iterable[Partner], code: str) -> tuple[Partner, ...]:
    """The partners whose code pattern fits; when none fits, all of them at once."""
    several = tuple(partners)
    fitting = tuple(p for p in several if p.code_pattern and re.fullmatch(p.code_pattern, code))
    return fitting or several


def _known(db: Database, code: str) -> tuple[OrderKey, ...]:
    return scans.orders_of_code(db, code)


def _judged(
    db: Database,
    lookup: Lookup,
    keys: tuple[OrderKey, ...],
    answers: dict[str, Captured | None],
) -> Lookup:
    silent = tuple(name for name, c in answers.items() if c is None or not c.answer.answered)
    words = tuple(
        (name, c.answer.words)
        for name, c in answers.items()
        if c is not None and c.answer.verdict is Verdict.REFUSED
    )
    foreign = [each for c in answers.values() if c is not None for each in c.foreign]
    ended = replace(lookup, keys=_most_urgent_first(db, keys), silent=silent, words=words)
    if len(keys) > 1:
        return replace(ended, found=Found.SEVERAL)
    if len(keys) == 1:
        return _judged_one(db, ended, keys[0])
    if foreign:
        content = foreign[0].content
        return replace(ended, found=Found.OTHER_STORE, other_store=content.store_name or content.store_code)
    return replace(ended, found=Found.CANNOT if silent or not answers else Found.NONE)


def _judged_one(db: Database, ended: Lookup, key: OrderKey) -> Lookup:
    used = scans.verified(db, key)
    order = order_rows.get(db, key)
    if used is not None:
        return replace(ended, found=Found.USED, used=used)
    return replace(ended, found=_FOUND.get(order.state, Found.ONE) if order else Found.ONE)


# Completed without a verification of ours: the platform said so, or a person did.
_FOUND = {OrderState.CANCELLED: Found.CANCELLED, OrderState.COMPLETED: Found.USED}


def _most_urgent_first(db: Database, keys: tuple[OrderKey, ...]) -> tuple[OrderKey, ...]:
    found = [view for key in keys if (view := views.view(db, key)) is not None]
    return tuple(view.order.key for view in sorted(found, key=queue_key))
