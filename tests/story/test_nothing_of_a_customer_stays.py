"""A thousand customers, then nobody: after a wiping, and with the copies as old, no file knows their phones.

A real home with a real engine in it, whose clock the story moves; every file's bytes are looked through.
"""

import contextlib
import io
import json
import os
import re
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from posdesk import cli
from posdesk.commands import backup_restore
from posdesk.domain.clock import in_china
from posdesk.domain.orders.order import number_of
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.engine import backups, wiping
from posdesk.host import logs
from posdesk.journal import backup, start_up
from posdesk.journal.lock import HomeLock
from posdesk.journal.orders import order_moves, scans
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.journal.rescue import losses
from posdesk.journal.wiping import wiping_clock
from tests.engine.listening.test_listener import signed
from tests.engine.making import APPKEY, HeldSecrets, House, house, partner, settings
from tests.support import unpacked
from tests.support.paths import ROOT
from tests.support.processes import wait_for

COUNT = 1000
AT_ONCE = 250
NEVER_ENDED = 40
PHONES = tuple(f"13{number * 7919 % 900_000_000 + 100_000_000}" for number in range(COUNT))
_KNOWN = frozenset(phone.encode() for phone in PHONES)
_LIKE_A_PHONE = re.compile(rb"(?=(1[3-9][0-9]{9}))")  # overlapping: in a longer row of figures, too
SAMPLE = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes())
RECEIPT = json.loads((ROOT / "tests/data/wdk/ReceiptOrderDO.json").read_bytes())
CHOSEN = settings(partner())


class MovedClock:
    """The PC's clock, so many days from now; it goes on."""

    def __init__(self, days: float) -> None:
        self._by = timedelta(days=days)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._by

    def monotonic(self) -> float:
        return time.monotonic() + self._by.total_seconds()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No real waits: the platform of this story never tells its time, and nobody is busy."""
    monkeypatch.setattr(wiping, "HEARD_WITHIN_S", 0.0)
    monkeypatch.setattr(wiping, "BREATH_S", 0.0)
    monkeypatch.setattr(backups, "LOOK_S", 0.1)
    monkeypatch.setattr(backups, "SOON_S", 0.02)
    monkeypatch.setattr(backups, "BREATH_S", 0.0)


@contextmanager
def day(home: Path, number: float) -> Iterator[House]:
    """The shop is open on that day: its journal made ready, an engine at work, its log written."""
    clock = MovedClock(number)
    logs.start(home)
    try:
        with HomeLock(home):
            start_up.make_ready(home, clock)
        with house(home, CHOSEN, HeldSecrets(meituan=APPKEY), clock=clock) as at:
            yield at
    finally:
        logs.stop()


def order(number: int) -> dict[str, Any]:
    """One order; the customer's phone stands where people write it."""
    phone = PHONES[number]
    ordered = in_china(datetime.now(UTC)) - timedelta(minutes=5)
    changed: dict[str, Any] = {
        "tbillno": f"B{number}",
        "ordertime": f"{ordered:%Y-%m-%d %H:%M:%S}",
        "mobileno": phone,
        "customername": f"张生{phone}" if number % 3 == 0 else "张生",
        "consignee": f"石牌街{number}号 {phone}" if number % 3 == 1 else "石牌街",
        "reamrks": f"到了打 {phone}" if number % 3 == 2 else "",
    }
    return {**SAMPLE["items"][0], **changed}


def push(at: House, *items: dict[str, Any]) -> Any:
    """A platform hands in orders."""
    body = json.dumps({**SAMPLE, "items": items}, ensure_ascii=False).encode()
    return httpx.post(at.gateway, params=signed(body), content=body, trust_env=False, timeout=20).json()


def receipt_file(folder: Path, name: str, phone: str, **changed: Any) -> Path:
    """A till writes a receipt, in which the cashier is called by a phone; it is renamed when it is whole."""
    path = folder / name
    receipt = {**RECEIPT, "serial_num": name.removesuffix(".json"), "op_name": phone, **changed}
    draft = folder / f".{name}"
    draft.write_text(json.dumps(receipt, ensure_ascii=False), encoding="utf-8")
    return draft.replace(path)


def open_shop(at: House) -> None:
    """All that a busy day leaves behind."""
    for start in range(0, COUNT, AT_ONCE):
        assert push(at, *map(order, range(start, start + AT_ONCE)))["code"] == 0
    assert push(at, {**order(0), "reamrks": f"改打 {PHONES[1]}"})["code"] == 0
    assert push(at, {**order(2), "tbillno": "bad", "storecode": "002"})["code"] != 0
    inbox = at.home / "receipts-in"
    wait_for(inbox.is_dir, "the folder")
    for number in range(10):
        receipt_file(inbox, f"till{number}.json", PHONES[number])
    receipt_file(inbox, "wrong.json", PHONES[11], actual_amt="?")
    wait_for(lambda: len(list((inbox / "done").iterdir())) == 10, "the receipts")
    wait_for((inbox / "rejected" / "wrong.json").exists, "the refusal")
    at.journal.write(lambda tx: scans.add(tx, PHONES[12], ScanResult.WRONG, "Li", None)).result(20)
    at.journal.write(end_orders).result(20)


def end_orders(tx: Any) -> None:
    """The platform completes most of them; the rest is never heard of again."""
    for number in range(NEVER_ENDED, COUNT):
        bill = number_of("meituan", f"B{number}")
        order_moves.apply_status(tx, bill, PlatformStatus.COMPLETED, "", "")


def phones_in(data: bytes) -> frozenset[bytes]:
    """Which of the thousand stand in these bytes; a zip is unpacked."""
    found = frozenset(match[1] for match in _LIKE_A_PHONE.finditer(data)) & _KNOWN
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return found.union(*(phones_in(packed.read(name)) for name in packed.namelist()))
    return found


def knowing(home: Path, but: Callable[[Path], bool] = lambda _: False) -> dict[str, int]:
    """How many phones each file under the home knows, `rejected/` left out."""
    files = [
        path for path in home.rglob("*") if path.is_file() and "rejected" not in path.relative_to(home).parts
    ]
    counts = {str(path.relative_to(home)): len(phones_in(_bytes(path))) for path in files if not but(path)}
    return {name: count for name, count in counts.items() if count}


def _bytes(path: Path) -> bytes:
    try:
        return unpacked.bytes_of(path)
    except FileNotFoundError:  # it went just now
        return b""


def wiped_on(at: House, number: float) -> bool:
    """Whether that day's wiping is over, and its backup made."""
    today = in_china(MovedClock(number).now()).date()
    made = backup.backups(at.home)
    is_over = at.journal.read(wiping_clock.wiped_on) == today
    return is_over and bool(made) and made[-1].made_at.date() == today


def has_looked_at_files(at: House) -> bool:
    """Whether this run has removed what is too old."""
    parts = at.engine._parts
    old_files = parts.backups._old_files if parts else None
    return old_files is not None and old_files._looked_on is not None


def live(home: Path, *numbers: float) -> None:
    """Days on which nothing happens but what the shop does for itself."""
    for number in numbers:
        with day(home, number) as at:
            wait_for(partial(wiped_on, at, number), "the day's wiping")
            wait_for(partial(has_looked_at_files, at), "the old files")


def damage(home: Path) -> None:
    """The disk loses the journal's end, when nobody works with it."""
    path = home / "journal.sqlite"
    path.write_bytes(path.read_bytes()[: -4096 * 3] + os.urandom(4096 * 3))
    (home / "journal.sqlite.suspect").touch()


def test_nothing_of_a_customer_stays(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with day(home, 0) as at:
        open_shop(at)
        wait_for(lambda: len(backup.backups(home)) == 1, "the backup")
    cli.main(["--home", str(home), "doctor", "--zip", str(home / "found.zip")])
    first = home / "first.sqlite"
    backup.copy(home / "journal.sqlite", first)
    backup_restore.restore_from(home, first, MovedClock(0.1).now(), after_set_back=True)
    first.unlink()
    damage(home)
    live(home, 0.2)
    before = knowing(home)
    assert before["journal.sqlite"] > 900
    assert any("replaced" in name for name in before)
    assert any("damaged" in name for name in before)
    assert any("done" in name for name in before)
    assert "found.zip" not in before

    live(home, 31.5)
    after = knowing(home)
    assert after["journal.sqlite"] <= NEVER_ENDED, "only those that never ended"
    live(home, 62, 121.5, 153)
    with day(home, 153.1) as at:
        unread = {loss.kept for loss in at.journal.read(losses.open_ones)} - {""}
        assert unread, "what nobody has read is kept for him"
        assert knowing(home, lambda path: path.name in unread) == {}
        assert knowing(home).keys() == unread
        at.journal.write(partial(losses.see, actor="Wang")).result(20)
    live(home, 154)
    assert knowing(home) == {}
    assert phones_in((home / "receipts-in" / "rejected" / "wrong.json").read_bytes())
    with contextlib.closing(sqlite3.connect(home / "journal.sqlite")) as db, db:
        (count,) = db.execute("SELECT count(*) FROM orders").fetchone()
    assert count > 900, "the orders themselves stay"
