"""A stream of JetStream's in memory, at the level of its messages: compare and set, repeats, reading back.

That a real server behaves so is held elsewhere (tests/engine/relay/races.py, test_claim_wire.py).
"""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

EXPECTED = "Nats-Expected-Last-Subject-Sequence"
MESSAGE_ID = "Nats-Msg-Id"
KNOWN_FOR = timedelta(minutes=2)
"""A repeat is told for so long; later it is stored once more."""


@dataclass(frozen=True)
class Stored:
    """One message as the stream has it."""

    sequence: int
    subject: str
    time: datetime
    data: bytes
    headers: Mapping[str, str]


@dataclass
class FakeStream:
    """One stream; `now` is the server's clock."""

    now: Callable[[], datetime]
    messages: list[Stored] = field(default_factory=list)
    watchers: list[Callable[[Stored, Stored | None], None]] = field(default_factory=list)
    """Told of each message and the one that stood in its subject before."""

    def __post_init__(self) -> None:
        self._of: defaultdict[str, list[Stored]] = defaultdict(list)

    def publish(
        self, subject: str, data: bytes, headers: Mapping[str, str], *, says_last: bool = True
    ) -> bytes:
        """The answer to a publish. Not `says_last`: newer servers refuse without naming the sequence."""
        stood = self._of[subject]
        last = stood[-1].sequence if stood else 0
        if EXPECTED in headers and int(headers[EXPECTED]) != last:
            code, words = (
                (10071, f"wrong last sequence: {last}") if says_last else (10164, "wrong last sequence")
            )
            return _answer(error={"code": 400, "err_code": code, "description": words}, seq=0)
        known = self._known(headers.get(MESSAGE_ID))
        if known is not None:
            return _answer(seq=known.sequence, duplicate=True)
        new = Stored(len(self.messages) + 1, subject, self.now(), data, dict(headers))
        before = stood[-1] if stood else None
        self.messages.append(new)
        stood.append(new)
        for told in self.watchers:
            told(new, before)
        return _answer(seq=new.sequence)

    def _known(self, message_id: str | None) -> Stored | None:
        if message_id is None:
            return None
        since = self.now() - KNOWN_FOR
        same = (m for m in self.messages if m.headers.get(MESSAGE_ID) == message_id and m.time >= since)
        return next(same, None)

    def last_of(self, subject: str, behind: int = 0) -> tuple[bytes, dict[str, str]]:
        """The answer to DIRECT.GET of a server that is so many messages of that subject behind."""
        stood = self._of[subject]
        if len(stood) <= behind:
            return b"", {"Status": "404", "Description": "Message Not Found"}
        found = stood[-1 - behind]
        moment = found.time.isoformat(timespec="microseconds").replace("+00:00", "000Z")
        names = {"Nats-Subject": subject, "Nats-Sequence": str(found.sequence), "Nats-Time-Stamp": moment}
        return found.data, {**found.headers, **names}


def _answer(**said: Any) -> bytes:
    return json.dumps({"stream": "FAKE", **said}).encode()
