"""One commit before the first byte: *sending* is on the disk when a call begins to leave, by strace's word.

A process that is killed says nothing of this: what it wrote stays in the machine's memory. Only the order of
the system calls of the engine, as it is run in a shop, does.
"""

import re
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock, in_china
from posdesk.domain.orders.intent import Kind, Outcome, Seq, Wish
from posdesk.journal import Journal
from posdesk.journal.books import posting_rows
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.orders import intent_rows, intents, orders
from tests.engine.traced import Call, calls_of, traced
from tests.journal.making import TERMS, key_of, received
from tests.support.bookshop import OF_WDK, POS, SECRETS, STORE, hand_in
from tests.support.engine import EngineHome, engine_home
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN, WDK
from tests.support.till_receipts import three_days_of_receipts

pytestmark = [pytest.mark.waits, pytest.mark.posix("strace is Linux' own")]

_RECEIPTS = 3
_SYNCS, _SENDS = {"fsync", "fdatasync"}, {"sendto", "sendmsg", "write", "writev"}
_TAKEN = b'{"code":0,"seq":"","msg":"","alibaba_wdk_order_sync_response":{"is_success":true,"target":"1"}}'


class _Taking(BaseHTTPRequestHandler):
    """A platform that takes whatever is posted."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-length", str(len(_TAKEN)))
        self.end_headers()
        self.wfile.write(_TAKEN)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Nothing."""


@contextmanager
def _platform() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Taking) as server:
        serving = threading.Thread(target=server.serve_forever)
        serving.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            serving.join()


def _press(home: EngineHome, journal: Journal) -> Seq:
    """An accept of an order that came, and receipts of a till beside it. Returns the accept's GUID."""
    journal.write(partial(orders.add_all, terms=TERMS, received=[received("B1")])).result()
    hand_in(home.receipts, three_days_of_receipts(in_china(SystemClock().now()), _RECEIPTS))
    return journal.write(partial(intents.press, wish=Wish(key_of("B1"), Kind.ACCEPT, "李敏"))).result().seq


def _sent(journal: Journal, pressed: Seq) -> list[Seq]:
    """The GUIDs of all that is confirmed, once everything is."""

    def confirmed() -> list[Seq]:
        accept = journal.read(lambda db: intent_rows.get(db, pressed))
        posted = journal.read(lambda db: posting_rows.select(db, "p.outcome = 'confirmed'"))
        done = accept is not None and accept.outcome is Outcome.CONFIRMED
        return [pressed] * done + [each.seq for each in posted]

    wait_for(lambda: len(confirmed()) == 1 + _RECEIPTS, "everything is confirmed")
    return confirmed()


@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux' own")
def test_sending_is_synced_before_the_first_byte_of_each_call(tmp_path: Path) -> None:
    file, folder = tmp_path / "trace", tmp_path / "home"
    folder.mkdir()
    with _platform() as url:
        wdk = OF_WDK.format(url=f"{url}/router/rest", app_key=WDK.app_key, store=STORE, pos=POS)
        home = EngineHome(folder, url, [MEITUAN], more_settings=wdk, more_secrets=SECRETS)
        seen = ("pwrite64", *_SYNCS, *_SENDS)
        with engine_home(home), home.journal() as journal, traced(home.pid, file, *seen):
            sent = _sent(journal, _press(home, journal))
    calls = calls_of(file)
    posts = [call for call in calls if call.name in _SENDS and '"POST /' in call.said]
    assert len(posts) == len(sent)
    marks = [_marked(calls, seq) for seq in sent]
    assert all(mark is not None for mark in marks), "each was written to the -wal as sending"
    for number, post in enumerate(sorted(posts, key=lambda call: call.begun), start=1):
        synced = [mark for mark in marks if mark is not None and mark < post.begun]
        assert len(synced) >= number, f"call {number} left before its row was on the disk"


def _marked(calls: list[Call], seq: Seq) -> int | None:
    """The line of the trace at which *sending* of this row was on the disk: written, then synced."""
    wal, row = f"{FILE_NAME}-wal>", re.compile(f"{seq}.{{0,120}}?sending")  # a page holds other rows, too
    for at, call in enumerate(calls):
        if call.name == "pwrite64" and wal in call.said and row.search(call.said):
            syncs = (each for each in calls[at:] if each.name in _SYNCS and wal in each.said)
            return next((each.ended for each in syncs if each.begun > call.ended and each.is_done), None)
    return None
