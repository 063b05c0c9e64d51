"""Accepts new orders by the settings' rule (row 15): each rings once, and is written down as any accept."""

import asyncio
import logging
from functools import partial

from posdesk.domain.clock import Clock
from posdesk.domain.orders.auto_accept import (
    ACTOR,
    WINDOW,
    AutoRule,
    AutoState,
    held_by,
    may_take,
)
from posdesk.domain.orders.intent import Intent, Kind, Wish
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.sound_classes import SoundClass
from posdesk.engine.journal_watch import MaybeChanged
from posdesk.engine.loop import set_by_commits, wait_for_look
from posdesk.engine.status import StatusBoard
from posdesk.errors import DiskError, NotAllowed
from posdesk.journal import Journal, Transaction
from posdesk.journal.orders import intent_rows, intents, print_rows, views
from posdesk.settings.settings import Settings

log = logging.getLogger(__name__)
LOOK_EVERY_S = 1.0
RING_S = 3.0
"""A melody is shorter: an order that the alarm began to ring for so long ago has rung to its end."""


class AutoAccept:
    """A part of the engine; while nobody has switched it on it does nothing at all."""

    def __init__(self, settings: Settings, journal: Journal, status: StatusBoard, clock: Clock) -> None:
        """Nothing is accepted before `run`, nor before the alarm has said what it rang."""
        self._settings, self._journal, self._status, self._clock = settings, journal, status, clock
        self._rung: dict[OrderKey, float] = {}  # since when, on the steady clock
        self._prints, self._has_trouble = MaybeChanged(journal, {"prints"}), False
        self._passed: frozenset[OrderKey] = frozenset()  # what still rings, and was looked at
        self._changed = asyncio.Event()

    @property
    def rule(self) -> AutoRule | None:
        """By which it goes; None while it is off."""
        return self._settings.auto_accept.rule

    def adopt(self, settings: Settings) -> None:
        """Go by these settings from now on. In the engine's loop."""
        self._settings = settings
        self._changed.set()

    def rung(self, keys: frozenset[OrderKey]) -> None:
        """The alarm rings for these new orders now. In the engine's loop."""
        now = self._clock.monotonic()
        self._passed &= keys
        self._rung = {key: self._rung.get(key, now) for key in keys - self._passed}

    async def run(self) -> None:
        """Until cancelled; while it is off no order that comes in wakes it."""
        topics = {"orders", "intents", "prints"}
        with set_by_commits(self._changed, self._journal, topics, when=lambda: self.rule is not None):
            while True:
                self._changed.clear()
                try:
                    await self.look()
                except DiskError as error:
                    log.warning("auto-accept: the journal can't be read or written: %s", error)
                await wait_for_look(
                    self._changed, LOOK_EVERY_S if self.rule is not None else LOOK_EVERY_S * 60
                )

    async def look(self) -> None:
        """Say whether it works, and accept what may be accepted. Raises DiskError."""
        rule = self.rule
        if rule is None:
            self._status.auto(AutoState())
            return
        has_trouble = bool(self._settings.slip) and await self._has_print_trouble()
        hearing, muted = self._status.status.hearing, self._settings.sound.muted
        held = held_by(
            is_heard=hearing.is_heard and not hearing.trouble,
            is_muted=SoundClass.NEW in muted,
            has_print_trouble=has_trouble,
        )
        self._status.auto(AutoState(is_on=True, held=held))
        if held is not None:
            self._rung.clear()  # what nobody could hear rings anew before it is taken
        for key in self._have_rung():
            await self._take(key, rule)

    def _have_rung(self) -> tuple[OrderKey, ...]:
        now = self._clock.monotonic()
        return tuple(key for key, since in self._rung.items() if now - since >= RING_S)

    async def _take(self, key: OrderKey, rule: AutoRule) -> None:
        job = partial(_accept, key=key, rule=rule, undo_s=self._settings.store.undo_s)
        self._rung.pop(key, None)
        self._passed |= {key}  # once: whether it is taken later, a person decides
        try:
            taken = await asyncio.wrap_future(self._journal.write(job))
        except NotAllowed:  # somebody pressed meanwhile, here or at another counter
            return
        if taken is not None:
            log.info("auto-accept: %s of %s", key.bill, key.partner)

    async def _has_print_trouble(self) -> bool:
        """Whether a slip waits for a person, read where that may have changed. Raises DiskError."""
        if self._prints.taken():
            try:
                found = await asyncio.to_thread(self._journal.read, print_rows.of_people)
            except DiskError:
                self._prints.again()
                raise
            self._has_trouble = bool(found)
        return self._has_trouble


def _accept(tx: Transaction, key: OrderKey, rule: AutoRule, undo_s: float) -> Intent | None:
    """Looked at again where nothing comes in between; as a person's accept, with the same time to undo it."""
    view = views.view(tx.db, key)
    lately = intent_rows.auto_accepted_since(tx.db, tx.now - WINDOW)
    if view is None or not may_take(view, rule, tx.now, taken_lately=lately):
        return None
    return intents.press(tx, Wish(key, Kind.ACCEPT, ACTOR, leaves_after_s=undo_s))
