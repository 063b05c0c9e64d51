"""The one message of a subject, read back and written by compare and set (relay.md, "The engine").

One way for all that the relay keeps so: the store's records and the claims. Every call raises LineLost, and
NobodyAnswers where no stream says anything of it.
"""

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from posdesk.engine.relay.line import ANSWER_S, Line, NobodyAnswers
from posdesk.platforms.relay.subjects import direct_get

EXPECTED: Final = "Nats-Expected-Last-Subject-Sequence"
_REVISION: Final = "Nats-Sequence"
_CAME: Final = "Nats-Time-Stamp"
_WRONG_LAST: Final = frozenset({10071, 10164})  # the second without saying which is the last
_LAST: Final = re.compile(r"(\d+)\s*$")


class WrongRevision(Exception):  # noqa: N818 - said as a person would
    """Another was there first; `last` is the revision that stands there, 0 of nothing, None where unsaid."""

    def __init__(self, last: int | None) -> None:
        """What the server said."""
        super().__init__(f"revision {last} stands there")
        self.last = last


@dataclass(frozen=True, slots=True)
class Stood:
    """What stands there: its revision, and when the relay had it by its own clock (aware, None: unsaid)."""

    data: bytes
    headers: Mapping[str, str]
    revision: int
    at: datetime | None


async def read(line: Line, stream: str, subject: str, timeout_s: float = ANSWER_S) -> Stood | None:
    """What stands there; None where nothing did. A writer's headers are no server's word."""
    reply = await line.request(direct_get(stream, subject), timeout_s=timeout_s)
    revision = reply.headers.get(_REVISION, "")
    if revision.isdecimal():
        return Stood(reply.data, reply.headers, int(revision), _moment(reply.headers.get(_CAME, "")))
    if reply.status != "404":
        raise NobodyAnswers(f"{subject}: {reply.status} {reply.headers.get('Description', '')}")
    return None


async def write(  # noqa: PLR0917 - where, what, over what
    line: Line,
    subject: str,
    data: bytes,
    headers: Mapping[str, str],
    expected: int,
    timeout_s: float = ANSWER_S,
) -> int:
    """Write it where `expected` stands (0: nothing). Returns its revision. Raises WrongRevision as well."""
    told = {**headers, EXPECTED: str(expected)}
    said = (await line.request(subject, data, told, timeout_s=timeout_s)).json()
    error = said.get("error")
    if isinstance(error, dict):
        code, words = error.get("err_code"), str(error.get("description", ""))
        if code in _WRONG_LAST:
            last = _LAST.search(words)
            raise WrongRevision(int(last[1]) if last else None)
        raise NobodyAnswers(f"{subject}: {code} {words}")
    if not isinstance(said.get("seq"), int):
        raise NobodyAnswers(f"{subject}: no answer of a stream")
    return int(said["seq"])


def _moment(text: str) -> datetime | None:
    """The server's time, which has up to nine digits behind the point; None where it says none."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    with contextlib.suppress(ValueError):
        moment = datetime.fromisoformat(f"{whole}+00:00")
        return moment + timedelta(microseconds=int(fraction[:6].ljust(6, "0")))
    return None
