"""A backup is copied over the journal by hand while nothing runs: it is told once, nothing leaves twice."""

import json
import random
import sqlite3
import time
from collections import Counter
from pathlib import Path

import httpx

from posdesk.domain.journal_health import RESTORED
from posdesk.journal import backup
from posdesk.journal.end_mark import FILE_NAME as MARK
from posdesk.simulator.tally import TallyReport
from tests.faults import invariants
from tests.faults.actions import Promises
from tests.faults.shop import Shop
from tests.support import unpacked
from tests.support.bookshop import TOKEN
from tests.support.simulator import RunningSimulator

SETTLES_WITHIN_S = 60.0
AT_ONCE = 40  # receipts a call
_BOOKS = frozenset({"ovopark", "wdk"})


def copy_and_judge(
    shop: Shop, simulator: RunningSimulator, promises: Promises, chance: random.Random, counts: Counter[str]
) -> None:
    """Of a shop whose engine is dead and whose invariants held: a backup takes the journal's place."""
    backups = [each.path for each in backup.backups(shop.home)]
    if not backups:
        return
    copy = chance.choice(backups)
    if chance.random() < 0.4 and shop.start():
        shop.end(stops=False)  # its -wal stays beside what is copied
    shop.hear()
    before, known = simulator.tally(), _named(copy)
    lacks = _lacks(copy, shop.home / MARK)
    shop.journal_file.write_bytes(unpacked.bytes_of(copy))
    counts["backups copied by hand"] += 1
    counts["of them older ones"] += lacks
    for _ in range(2):
        if not shop.start():
            shop.broken.append(f"with {copy.name} copied over the journal the engine does not start")
            return
        _hand_in_again(shop, simulator, promises)
        _settle(shop, simulator)
        shop.end(stops=True)
        shop.hear()
        named = _named(shop.journal_file) - known
        if not lacks <= named <= 1:
            shop.broken.append(f"{copy.name} copied over the journal is told {named} times")
    shop.broken += _sent_again(before, simulator.tally(), is_told=lacks)


def _lacks(copy: Path, mark: Path) -> bool:
    """Whether a backup lacks the line that the mark names."""
    told = json.loads(mark.read_text(encoding="ascii"))
    with unpacked.opened(copy) as db:
        row = db.execute("SELECT hash FROM audit WHERE number = ?", (told["line"],)).fetchone()
    return bool(told["line"] > 0 and row != (told["hash"],))


def _named(journal: Path) -> int:
    """How often a journal tells that it was restored, read by somebody or not."""
    with unpacked.opened(journal) as db:
        try:
            row = db.execute("SELECT count(*) FROM losses WHERE what = ?", (RESTORED,)).fetchone()
        except sqlite3.OperationalError:  # an older posdesk's
            return 0
    return int(row[0])


def _hand_in_again(shop: Shop, simulator: RunningSimulator, promises: Promises) -> None:
    """Tills and platforms send what they have sent before."""
    wires = list(promises.stored.values())
    for first in range(0, len(wires), AT_ONCE):
        answer = httpx.post(
            shop.engine.receipts,
            headers={"authorization": f"Bearer {TOKEN}"},
            json=wires[first : first + AT_ONCE],
            timeout=20,
            trust_env=False,
        )
        if answer.status_code != httpx.codes.OK:
            shop.broken.append(f"receipts handed in again: {answer.status_code} {answer.text}")
    for order in simulator.orders():
        simulator.repeat(order.tbillno)


def _settle(shop: Shop, simulator: RunningSimulator) -> None:
    deadline = time.monotonic() + SETTLES_WITHIN_S
    with shop.engine.journal() as journal:
        while left := invariants.waiting(journal, {order.tbillno for order in simulator.orders()}):
            if time.monotonic() > deadline:
                shop.broken.append(f"with an older journal it still waits: {left[:6]}")
                return
            time.sleep(0.2)


def _sent_again(before: TallyReport, after: TallyReport, *, is_told: bool) -> list[str]:
    """What a platform took before it takes no second time; of orders nothing leaves, since nobody pressed.

    A copy that holds all that the mark names is the journal itself for all that anybody can know, though a
    kill within the ten seconds to the next mark cost what came after it: what was open in it is asked again,
    under its own number.
    """
    taken = {(effect.partner, effect.cmd, effect.subject) for effect in before.took_effect}
    twice = [
        f"with an older journal {effect.cmd} of {effect.subject} took effect again at {effect.partner}"
        for effect in after.took_effect[len(before.took_effect) :]
        if (effect.partner, effect.cmd, effect.subject) in taken
    ]
    pressed = [
        f"with an older journal {call.cmd} of {call.subject} left for {call.partner}"
        for call in after.calls[len(before.calls) :]
        if is_told and call.partner not in _BOOKS
    ]
    return [*twice, *pressed][:5]
