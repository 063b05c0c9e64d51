"""Which stores have a counter that lives: by `here`, which each says every 20 s and nobody stores.

The gateway listens for a while and then rests: of 10,000 stores that is a tenth of the work, and a day is
what it decides by. What it has not heard since its own start it does not hold against a store for a day.
"""

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

from nats.aio.msg import Msg

from posdesk.domain.clock import Clock
from posdesk.gateway.line import Line, LineError
from posdesk.gateway.places import Presence
from posdesk.platforms.relay.sealed_json import MAC_HEADER
from posdesk.platforms.relay.subjects import text_of

log = logging.getLogger(__name__)
SILENT_S: Final = 24 * 3600.0
LISTEN_S: Final = 60.0  # three of its beats
REST_S: Final = 540.0
_AGAIN_S: Final = 1.0


class Heard(Presence):
    """When each store's counters were heard last, by the clock that never jumps."""

    def __init__(self, clock: Clock, silent_s: float = SILENT_S) -> None:
        """Listening begins now."""
        self._clock, self._silent_s = clock, silent_s
        self._began = clock.monotonic()
        self._of: dict[str, float] = {}

    def __len__(self) -> int:
        """How many stores were heard."""
        return len(self._of)

    def hear(self, store: str) -> None:
        """A counter of that store lives."""
        self._of[store] = self._clock.monotonic()

    def is_silent(self, store: str) -> bool:
        """Whether none was heard for a day, and we were there to hear it."""
        last = self._of.get(store, self._began)
        return self._clock.monotonic() - last > self._silent_s


class PresenceWatch:
    """Listens to the counters of all stores."""

    def __init__(
        self, line: Line, heard: Heard, *, listen_s: float = LISTEN_S, rest_s: float = REST_S
    ) -> None:
        """Nothing is heard yet."""
        self._line, self._heard = line, heard
        self._listen_s, self._rest_s = listen_s, rest_s

    async def run(self) -> None:
        """Listen and rest until cancelled."""
        while True:
            try:
                hearing = await self._line.subscribe("here.*", self._hear)
            except LineError:  # the connection says so itself
                await asyncio.sleep(_AGAIN_S)
                continue
            await asyncio.sleep(self._listen_s)
            has_heard = self._line.is_connected
            await self._line.leave(hearing)
            if has_heard:
                await asyncio.sleep(self._rest_s)

    async def _hear(self, message: Msg) -> None:
        first, _, store = message.subject.partition(".")
        if first != "here" or message.reply or not _is_counters(message.headers or {}):
            return  # a counter had a stream's messages, or a server's answer, delivered here (tried)
        try:
            self._heard.hear(text_of(store))
        except ValueError:
            log.debug("gateway: no store's: %s", message.subject)


def _is_counters(headers: Mapping[str, str]) -> bool:
    """Whether it may be a counter's word: the MAC is for its store alone, but no server's answer has one.

    By such answers a counter could have another store heard that is off: orders would be taken for it.
    """
    is_servers = any(name == "Status" or name.startswith("Nats-") for name in headers)
    return MAC_HEADER in headers and not is_servers
