"""The enrolment line: all that a counter's PC needs to reach its chain, in one line (relay.md).

The admin's command prints it; a person pastes it into the first start or into Settings. It holds secrets, and
is of use for 24 hours only: the JWT in it, by which a counter fetches the one for 400 days.
"""

import base64
import binascii
import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final

from posdesk.platforms.relay.creds import BadCredentials, UserCredentials
from posdesk.platforms.relay.unreadable import Unreadable

BEGINS: Final = "posdesk-relay-"
_VERSION: Final = 1
_CHECK_LETTERS: Final = 8
_WRITTEN = re.compile(r"posdesk-relay-(\d+)\.([A-Za-z0-9_=-]*)\.?([0-9a-f]*)")
_MOST_UNPACKED: Final = 256 * 1024  # bytes; a line with a chain's CA has some three thousand


class BadEnrolment(Unreadable):
    """Why the line can't be taken, and what to do, in both languages."""


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """What the line says.

    `servers` are URLs, `ca` is the chain's own certificate authority as PEM, empty where the system's are
    meant. `seed` and `store_key` are secrets.
    """

    servers: tuple[str, ...]
    ca: str
    shard: str
    store: str
    counter: str
    seed: str
    store_key: str
    jwt: str

    def __repr__(self) -> str:
        """Without its secrets."""
        return f"EnrolmentLine(store={self.store!r}, counter={self.counter!r})"

    @property
    def credentials(self) -> UserCredentials:
        """By which the counter connects the first time."""
        return UserCredentials(self.jwt, self.seed)

    def text(self) -> str:
        """The line itself: printable ASCII without a blank, with a check sum at its end."""
        packed = zlib.compress(
            json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":")).encode(), 9
        )
        body = base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
        return f"{BEGINS}{_VERSION}.{body}.{_check(body)}"

    @property
    def valid_until(self) -> datetime | None:
        """When the line is too old to begin with; aware."""
        return self.credentials.token.expires


def read(text: str, now: datetime) -> EnrolmentLine:
    """What a pasted line says; blanks and line ends that a mail put into it are no part of it.

    Raises BadEnrolment for one that is cut, wrong, doubled, of a newer posdesk, or too old at `now`.
    """
    body = _body("".join(text.split()))
    line = _line(_unpacked(body))
    try:
        line.credentials.check()
    except BadCredentials as error:
        raise BadEnrolment(
            "登记行的密钥与证书不符；请总部重新生成",
            "the line's key is not that of its certificate; have the chain's administrator make a new one",
        ) from error
    if line.credentials.token.has_expired(now):
        raise BadEnrolment(
            "登记行已过期（有效 24 小时）；请总部重新生成。若时间不对，请先校准本机时钟",
            "the line is too old (it is good for 24 hours); have the chain's administrator make a new one. "
            "Where this PC's clock is wrong, set it first",
        )
    return line


def _body(line: str) -> str:
    if line.count(BEGINS) > 1:
        raise BadEnrolment(
            "粘贴了不止一行登记行；请只粘贴一行", "more than one enrolment line was pasted; paste one"
        )
    found = _WRITTEN.fullmatch(line)
    if found is None:
        raise BadEnrolment(
            f"不是登记行；登记行以 {BEGINS} 开头，请完整复制",
            f"no enrolment line; it begins with {BEGINS}: copy the whole of it",
        )
    version, body, check = found.groups()
    if int(version) != _VERSION:
        raise BadEnrolment(
            "登记行来自更新的版本；请先更新本机的 posdesk",
            "the line was made by a newer version; update posdesk on this PC first",
        )
    if len(check) != _CHECK_LETTERS or check != _check(body):
        raise BadEnrolment(
            "登记行不完整或有字符错误；请重新完整复制",
            "the line was cut, or a letter of it is wrong: copy the whole of it again",
        )
    return body


def _unpacked(body: str) -> Mapping[str, object]:
    try:
        unpacker = zlib.decompressobj()
        packed = base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))
        value = json.loads(unpacker.decompress(packed, _MOST_UNPACKED))
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise _made_wrong() from error
    if not isinstance(value, dict):
        raise _made_wrong()
    return value


def _line(value: Mapping[str, object]) -> EnrolmentLine:
    servers = value.get("servers")
    names = ("ca", "shard", "store", "counter", "seed", "store_key", "jwt")
    texts = {name: text for name in names if isinstance(text := value.get(name), str)}
    if not isinstance(servers, list) or not servers or len(texts) < len(names):
        raise _made_wrong()
    return EnrolmentLine(servers=tuple(map(str, servers)), **texts)


def _made_wrong() -> BadEnrolment:
    return BadEnrolment(
        "登记行内容不对；请总部重新生成",
        "the line says nothing that can be used; have the chain's administrator make a new one",
    )


def _check(body: str) -> str:
    return hashlib.sha256(body.encode("ascii")).hexdigest()[:_CHECK_LETTERS]
