"""What the outbox costs: its rows, the way from a press to the wire, and how fast it empties."""

import shutil
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from json import dumps
from pathlib import Path
from urllib.parse import urlencode

import trustme

from posdesk.domain.books.receipt import Door
from posdesk.domain.clock import SystemClock, in_china
from posdesk.journal import Journal
from posdesk.journal.books import receipts
from posdesk.journal.journal import FILE_NAME as JOURNAL
from posdesk.platforms.wdk.client import signed_form
from posdesk.platforms.wdk.reading import read_receipts
from posdesk.settings.book_sections import Wdk
from tests.bench import calls
from tests.bench.homes import home_in, running_engine
from tests.bench.measuring import Bench, Figure, Side, Values
from tests.bench.messages import answered, end_of
from tests.bench.processes import Program, ours, program
from tests.bench.programs.trusting import TRUST
from tests.bench.slow_disk import slow_disk
from tests.support.bookshop import OF_WDK, POS, SECRETS, STORE
from tests.support.simulator import WDK
from tests.support.till_receipts import three_days_of_receipts

ROWS = 1_500
PRESSES = 20
PAUSE_S = 0.1  # between an answer and the next press: what the answer changed is written down
PATIENCE_S = 20.0
DRAINED = 2_000
_ACCEPTED = answered(b'{"code":0,"seq":"","msg":""}')
_BODIES, _CERTIFICATE, _AUTHORITY = "bodies", "server.pem", "authority.pem"


@contextmanager
def _rows(bench: Bench) -> Iterator[Sequence[Side]]:
    def measured(whose: str) -> Values:
        with program(*ours("rows"), str(bench.new_folder("rows")), whose, str(ROWS)) as running:
            return running.found()

    yield tuple(Side(whose, partial(measured, whose)) for whose in ("posdesk", "persist-queue"))


ROWS_A_SECOND = Figure(
    "outbox.rows",
    "outbox rows, 16 threads at once ÷ persist-queue's SQLiteAckQueue",
    {"put": "rows/s", "take + ack": "rows/s"},
    _rows,
)


@contextmanager
def _press(bench: Bench) -> Iterator[Sequence[Side]]:
    slow, home = slow_disk(bench.folder), bench.new_folder("press")
    commits = (str(bench.new_folder("commit") / "rows.sqlite"), str(PRESSES))
    with socket.create_server(("127.0.0.1", 0)) as platform:
        platform.settimeout(PATIENCE_S)
        url = f"http://127.0.0.1:{platform.getsockname()[1]}"
        how = (str(home), url, str(PRESSES * bench.runs))
        with program(*ours("pressing"), *how, env=slow) as counter:
            counter.line()
            yield (
                Side("press to wire", lambda: _presses(counter, platform)),
                Side("one commit", lambda: _commit(commits, slow)),
            )


def _presses(counter: Program, platform: socket.socket) -> Values:
    took = [_press_to_wire(counter, platform) for _ in range(PRESSES)]
    return {"p50": calls.percentile(took, 50)}


def _press_to_wire(counter: Program, platform: socket.socket) -> float:
    """Seconds from a press to the first byte at the platform; on the machine's clock, which both read."""
    counter.tell()
    connection, _ = platform.accept()
    with connection:
        connection.settimeout(PATIENCE_S)
        call = connection.recv(1)
        arrived = time.monotonic()
        while not end_of(call):
            call += connection.recv(65536)
        connection.sendall(_ACCEPTED)
    pressed = float(counter.found()["pressed"])
    time.sleep(PAUSE_S)
    return arrived - pressed


def _commit(how: Sequence[str], env: Mapping[str, str]) -> Values:
    with program(*ours("one_commit"), *how, env=env) as running:
        return running.found()


PRESS = Figure(
    "outbox.press-to-wire",
    "accept pressed → first byte at the platform, with 5 ms added a sync ÷ one commit",
    {"p50": "ms"},
    _press,
)


@dataclass(frozen=True, slots=True)
class _Way:
    """Where the receipts go, and how posdesk runs there: where TLS is spoken, it trusts that server."""

    server: Program
    url: str
    env: Mapping[str, str]
    how: tuple[str, ...]


@contextmanager
def _drain(bench: Bench) -> Iterator[Sequence[Side]]:
    folder = bench.new_folder("drain")
    _prepare(folder)
    with _way("http", "") as plain, _secure_way(folder) as secure:
        ways = {"http": plain, "TLS": secure}
        yield (
            Side("posdesk", lambda: {name: _by_posdesk(bench, folder, way) for name, way in ways.items()}),
            Side("httpx.AsyncClient, 8 at once", partial(_by_httpx, "async", folder, ways)),
            Side("httpx.Client, one by one", partial(_by_httpx, "sync", folder, ways)),
        )


def _prepare(folder: Path) -> None:
    """A journal in which the receipts wait, and the calls that they come to."""
    made = three_days_of_receipts(in_china(datetime.now(UTC)), DRAINED)
    handed = read_receipts(dumps(made).encode())
    Journal.migrate(folder)
    journal = Journal(folder, SystemClock(), "1")
    try:
        journal.write(lambda tx: receipts.store(tx, handed, Door.HTTP)).result()
    finally:
        journal.close()
    (folder / _BODIES).write_bytes(b"\n".join(_call(each.raw) for each in handed))


def _call(receipt: str) -> bytes:
    wdk = Wdk(url="http://127.0.0.1", app_key=WDK.app_key, store_id=STORE, pos_no=POS)
    form = signed_form(wdk, {"receipt_order": receipt}, at=datetime.now(UTC), secret=WDK.secret, session="")
    return urlencode(form).encode()


@contextmanager
def _way(scheme: str, certificate: str, env: Mapping[str, str] | None = None) -> Iterator[_Way]:
    how = ours("trusting") if certificate else ()
    with program(*ours("taking"), str(DRAINED), *([certificate] if certificate else [])) as server:
        url = server.address().replace("http:", f"{scheme}:")
        yield _Way(server, f"{url}/router/rest", env or {}, how)


@contextmanager
def _secure_way(folder: Path) -> Iterator[_Way]:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / _AUTHORITY))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / _CERTIFICATE))
    with _way("https", str(folder / _CERTIFICATE), {TRUST: str(folder / _AUTHORITY)}) as way:
        yield way


def _by_posdesk(bench: Bench, prepared: Path, way: _Way) -> float:
    """Receipts a second; the engine starts with all of them waiting."""
    wdk = OF_WDK.format(url=way.url, app_key=WDK.app_key, store=STORE, pos=POS)
    home = home_in(bench.new_folder("drained"), wdk, SECRETS)
    shutil.copyfile(prepared / JOURNAL, home.folder / JOURNAL)
    with running_engine(home, *way.how, env=way.env):
        return DRAINED / float(way.server.found()["seconds"])


def _by_httpx(how: str, prepared: Path, ways: Mapping[str, _Way]) -> Values:
    """Receipts a second each way."""
    rates = {}
    for name, way in ways.items():
        with program(*ours("kept_client"), how, way.url, str(prepared / _BODIES), env=way.env):
            rates[name] = DRAINED / float(way.server.found()["seconds"])
    return rates


DRAIN = Figure(
    "outbox.drain",
    "outbox drain of 2,000 receipts ÷ httpx with one kept client, 8 at once; one by one",
    {"http": "receipts/s", "TLS": "receipts/s"},
    _drain,
    runs=2,
)
