"""A run of hostile calls against the listener's application and protocol in this process, and its laws."""

import asyncio
import json
import logging
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.server import ServerState

from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.order import number_of
from posdesk.engine.listening.connection_limit import ConnectionLimit
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.http_connection import HttpConnection
from posdesk.engine.listening.intake import Intake
from posdesk.engine.listening.listener import Routes
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.orders import parked
from posdesk.journal.orders.refused_calls import MOST_OPEN
from posdesk.platforms.jsontext import BadJson, read_json
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.settings.credentials import LISTENER_TOKEN, Credentials
from posdesk.settings.settings import Listener, Partner, Settings, SignatureRecipe, Store
from tests.fuzz.calls import (
    APPID,
    APPKEY,
    BY_CMD,
    GATEWAY,
    RECEIPTS,
    TOKEN,
    Call,
    call_of,
    is_plain,
    is_signed,
    on_the_wire,
    sign_of,
)
from tests.fuzz.pipelines import conversed, pipeline_of, statuses
from tests.support.paths import ROOT

HOME_LASTS = 20_000  # calls, then a journal anew: it would grow to gigabytes
WIRE = 0.1  # of the calls go through the HTTP parser, too
PIPELINED = 0.03  # and these several times on one connection
UNREAD = {AnswerCode.TOO_LARGE, AnswerCode.NOT_TAKEN}  # kept where the sign is right all the same
KEPT = {code for code in AnswerCode if AnswerCode.BAD_JSON <= code < AnswerCode.UNKNOWN_APPID} - UNREAD
_SAMPLE = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes())["items"][0]
PERSONAL = [(key, _SAMPLE[key]) for key in ("customername", "mobileno", "consignee") if len(_SAMPLE[key]) > 1]
OURS = {AnswerCode.OUR_FAULT, AnswerCode.NOT_STORED, AnswerCode.NO_APPKEY, AnswerCode.STOPPING}
_HALF = re.compile("[\ud800-\udfff]")
_ORDERS = "SELECT 1 FROM orders WHERE bill = ?1 UNION SELECT 1 FROM parked_events WHERE bill = ?1"


class BrokenLawError(AssertionError):
    """A law that did not hold, with the call's number."""


class Errors(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.getMessage()} {record.exc_info}")


@dataclass(slots=True)
class Tally:
    """What came of a run."""

    calls: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    slowest: int = -1


@dataclass(slots=True)
class Door:
    """The application, its journal, and what is known of both."""

    app: ASGIApp
    journal: Journal
    errors: Errors

    def state(self) -> tuple[int, ...]:
        """Numbers that grow with whatever is stored: audit lines, receipts."""
        row = self.journal.read(
            lambda db: db.execute(
                "SELECT (SELECT max(number) FROM audit), (SELECT max(number) FROM receipts),"
                " (SELECT count(*) FROM orders), (SELECT count(*) FROM parked_events)"
            ).fetchone()
        )
        return tuple(value or 0 for value in row)

    def is_full(self) -> bool:
        """Whether as many events as are kept wait for orders that have not come."""
        waiting = "SELECT count(*) FROM parked_events"
        return int(self.journal.read(lambda db: db.execute(waiting).fetchone())[0]) >= parked.MOST

    def refused(self) -> tuple[int, int, str]:
        """How many refused calls are kept or counted in all, in how many open rows, and the newest's text."""
        row = self.journal.read(
            lambda db: db.execute(
                "SELECT (SELECT coalesce(sum(count), 0) FROM refused_calls)"
                " + (SELECT coalesce(sum(count), 0) FROM counted_calls),"
                " (SELECT max(n) FROM (SELECT count(*) AS n FROM refused_calls WHERE ended_at IS NULL"
                "  GROUP BY partner)),"
                " (SELECT raw || words FROM refused_calls ORDER BY last_at DESC LIMIT 1)"
            ).fetchone()
        )
        return row[0], row[1] or 0, row[2] or ""

    def has(self, tbillno: str) -> bool:
        """Whether this bill, or an event of it, is on disk."""
        shown = number_of("", _HALF.sub("\ufffd", tbillno)).bill
        return self.journal.read(lambda db: db.execute(_ORDERS, (shown,)).fetchone()) is not None


@contextmanager
def door() -> Iterator[Door]:
    """An application on a journal of its own."""
    errors = Errors()
    logging.getLogger().addHandler(errors)
    with tempfile.TemporaryDirectory(prefix="posdesk-fuzz-") as home:
        Journal.migrate(Path(home))
        clock = SystemClock()
        journal = Journal(Path(home), clock, "1")
        try:
            yield Door(_app(journal), journal, errors)
        finally:
            journal.close()
            logging.getLogger().removeHandler(errors)


class _Secrets(Credentials):
    def __init__(self) -> None:
        super().__init__()
        keys = {f"partner/{name}/appkey": APPKEY for name in ("fuzz", "by-cmd")}
        self._held.update(keys | {LISTENER_TOKEN: TOKEN})


def _app(journal: Journal) -> ASGIApp:
    recipe = SignatureRecipe(hash="md5", text="{cmd}{seq}{appkey}")
    partners = (
        Partner(name="fuzz", url="http://127.0.0.1:9/", appid=APPID),
        Partner(name="by-cmd", url="http://127.0.0.1:9/", appid=BY_CMD, signature=recipe),
    )
    chosen = Settings(
        store=Store(code="001", uid=1),
        listener=Listener(insecure_beyond_loopback=True),
        partner=partners,
    )
    secrets, clock = _Secrets(), SystemClock()
    status = StatusBoard(chosen, clock)
    gateway = Gateway(chosen, journal, secrets, status, clock)
    intake = Intake(chosen, journal, secrets, clock)
    return Routes(gateway, intake, status, body_limit_bytes=chosen.listener.body_limit_bytes).app()


async def answered(app: ASGIApp, call: Call, caller: str) -> tuple[int, bytes]:
    """Status and body of the answer to a call, straight through the application."""
    coming = list(call.pieces)
    status, body = 0, b""

    async def receive() -> dict[str, Any]:
        if call.hangs_up and len(coming) <= 1:
            return {"type": "http.disconnect"}
        piece = coming.pop(0) if coming else b""
        return {"type": "http.request", "body": piece, "more_body": bool(coming)}

    async def send(message: Any) -> None:
        nonlocal status, body
        status = message.get("status", status)
        body += message.get("body", b"")

    scope = {
        "type": "http", "http_version": "1.1", "method": call.method, "path": call.path, "raw_path": b"",
        "query_string": call.query, "headers": _with_length(call), "client": (caller, 1), "server": ("x", 80),
        "scheme": "http", "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)
    return status, body


def _with_length(call: Call) -> list[tuple[bytes, bytes]]:
    """Its headers; an HTTP parser hands on no body without its length."""
    named = {name for name, _ in call.headers}
    if named & {b"content-length", b"transfer-encoding"}:
        return call.headers
    return [*call.headers, (b"content-length", b"%d" % len(call.body))]


class Transport(asyncio.Transport):
    """A connection into memory."""

    def __init__(self) -> None:
        super().__init__({"peername": ("fuzz", 1), "sockname": ("x", 80)})
        self.written, self.closed = b"", False

    def write(self, data: Any) -> None:
        self.written += b"" if self.closed else bytes(data)

    def write_eof(self) -> None:
        self.closed = True

    def can_write_eof(self) -> bool:
        return True

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    abort = close

    def pause_reading(self) -> None:
        pass

    resume_reading = pause_reading


async def over_the_wire(app: ASGIApp, sent: bytes, chance: random.Random) -> bytes:
    """All that is written to a connection on which these bytes came, in pieces."""
    config = uvicorn.Config(
        app, lifespan="off", log_config=None, access_log=False, ws="none", proxy_headers=False
    )
    state, transport = ServerState(), Transport()
    line = HttpConnection(connections=ConnectionLimit(), config=config, server_state=state, app_state={})
    line.connection_made(transport)
    at = chance.randrange(len(sent))
    for piece in (sent[:at], sent[at:]):
        line.data_received(piece)
        await asyncio.sleep(0)
    line.eof_received()
    line.connection_lost(None)
    while state.tasks:
        await asyncio.wait(state.tasks)
    return transport.written


class Run:
    """Calls one after another; `number` is that of the call under way."""

    def __init__(self, seed: int) -> None:
        self.seed, self.number, self.tally = seed, 0, Tally()

    async def go(self, numbers: range) -> Tally:
        """Every call of these numbers. Raises BrokenLawError."""
        for start in range(numbers.start, numbers.stop, HOME_LASTS):
            with door() as at:
                for number in range(start, min(start + HOME_LASTS, numbers.stop)):
                    await self._told(at, number)
        return self.tally

    async def _told(self, at: Door, number: int) -> None:
        try:
            await self._one(at, number)
        except Exception as error:
            raise BrokenLawError(
                f"call {number} of seed {self.seed}: {type(error).__name__}: {error}"
            ) from error

    async def _one(self, at: Door, number: int) -> None:
        self.number = number
        call, chance = call_of(self.seed, number), random.Random(number)
        before, refused, began = at.state(), at.refused(), time.perf_counter()
        throw = chance.random()
        if throw < PIPELINED and is_plain(call):
            sent, count = pipeline_of(call, chance)
            self._check_pipeline(call, await conversed(at.app, sent, chance), count)
        elif throw < WIRE:
            told = await over_the_wire(at.app, on_the_wire(call, chance), chance)
            self._check_wire(told)
        else:
            status, body = await answered(at.app, call, str(number % 5000))
            self._check(at, call, status, body, before)
            self._check_refused(at, call, status, body, refused)
        self._count(time.perf_counter() - began)
        self._law(not at.errors.said, f"an error was logged: {at.errors.said}")

    def _count(self, took_s: float) -> None:
        self.tally.calls += 1
        if took_s > self.tally.slowest_s:
            self.tally.slowest_s, self.tally.slowest = took_s, self.number

    def _law(self, holds: bool, words: str) -> None:
        if not holds:
            raise BrokenLawError(words)

    def _check_wire(self, told: bytes) -> None:
        self.tally.answers[f"wire {told[9:12].decode('latin-1') or 'closed'}"] += 1
        self._law(b"Traceback" not in told and b"HTTP/1.1 500" not in told, f"told {told[:200]!r}")

    def _check_pipeline(self, call: Call, told: bytes, count: int) -> None:
        found = statuses(told)
        self.tally.answers.update(f"pipelined {status}" for status in found)
        self._law(len(found) == count, f"{len(found)} answers to {count} calls")
        kinds = {401 if status == 429 else status for status in found}  # who is wrong often hears so
        self._law(len(kinds) == 1, f"not the same answer to the same call: {found}")
        self._law(b"Traceback" not in told, f"told {told[:200]!r}")
        self._law(not (is_signed(call) and b"wrong sign" in told), "a right sign was called wrong")

    def _check(self, at: Door, call: Call, status: int, body: bytes, before: tuple[int, ...]) -> None:
        self._law(200 <= status < 500, f"status {status}")
        self._law(b"Traceback" not in body, f"told {body[:200]!r}")
        self._law(status != 408 or call.hangs_up, "given up without a reason")
        if status in {404, 405, 408} or call.method != "POST":
            self.tally.answers[f"{status}"] += 1
            self._law(at.state() == before, "stored without an answer of ours")
        elif _plain_path(call) == GATEWAY:
            self._check_gateway(at, call, status, json.loads(body), before)
        elif _plain_path(call) == RECEIPTS:
            self._check_receipts(at, status, json.loads(body), before)

    def _check_gateway(
        self, at: Door, call: Call, status: int, reply: dict[str, Any], before: tuple[int, ...]
    ) -> None:
        code = AnswerCode(reply["code"])
        self.tally.answers[code.name] += 1
        full = code is AnswerCode.NOT_STORED and at.is_full()
        self._law(code not in OURS or full, f"a fault of ours: {reply}")
        self._law((code is AnswerCode.TOO_LARGE) is (status == 413), f"{status} with {reply}")
        if code is not AnswerCode.OK:
            self._law(bool(reply["msg"]), "no words")
            kept = code in KEPT | UNREAD  # of which a line of the audit trail may tell
            self._law(at.state()[kept:] == before[kept:], f"something was stored, and told {reply}")
            return
        for bill in _bills(call.body):
            self._law(at.has(bill), f"code 0, and {bill!r} is not there")

    def _check_refused(
        self, at: Door, call: Call, status: int, body: bytes, before: tuple[int, int, str]
    ) -> None:
        """A call that proved its sender and was refused is one more, and only that; nobody's name is kept."""
        total, rows, text = at.refused()
        at_gateway = _plain_path(call) == GATEWAY and call.method == "POST" and status not in {404, 405, 408}
        code = json.loads(body)["code"] if at_gateway else AnswerCode.OK
        one = code in KEPT or (code in UNREAD and total > before[0] and sign_of(call.body) in call.query)
        self._law(total == before[0] + one, f"{total - before[0]} refused ones came, told {body[:200]!r}")
        self._law(rows <= MOST_OPEN, f"{rows} rows are open")
        if BY_CMD.encode() in call.query and at_gateway and _is_read(call.body):
            self._law(code != AnswerCode.WRONG_SIGNATURE, "a right sign is right")
        if one and text != before[2]:
            told = [each for key, each in PERSONAL if f'"{key}":"{each}"' in _plain(call.body)]
            self._law(not any(each in text for each in told), f"kept of a person: {text}")

    def _check_receipts(self, at: Door, status: int, reply: dict[str, Any], before: tuple[int, ...]) -> None:
        self.tally.answers[f"receipts {status}"] += 1
        came = at.state()[1] - before[1]
        if status == 200:
            self._law(came == reply["stored"], f"{came} came, told {reply}")
        else:
            self._law(came == 0, f"{came} came, told {reply}")
            self._law(bool(reply["error"]), "no words")


def _is_read(body: bytes) -> bool:
    """Whether it is JSON that we take, whose cmd and seq are texts."""
    try:
        call = read_json(body)
    except BadJson:
        return False
    return isinstance(call, dict) and all(isinstance(call.get(name, ""), str) for name in ("cmd", "seq"))


def _plain(body: bytes) -> str:
    """The text without blanks, where it is one."""
    return "".join(body.decode("utf-8", "replace").split())


def _plain_path(call: Call) -> str:
    return "/" + "/".join(filter(None, call.path.split("/")))


def _bills(body: bytes) -> list[str]:
    """The numbers of a call's bills: blanks around one are no part of it."""
    items = json.loads(body.decode("utf-8-sig"), parse_float=str)["items"]
    return [str(item["tbillno"]).strip() for item in (items if isinstance(items, list) else [items])]
