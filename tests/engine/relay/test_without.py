"""A store without [relay] is as it was: nothing of a relay is imported, runs, or stands on its disk."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT

LOOK = """
import json, sys, threading
from pathlib import Path
from tests.engine.making import APPKEY, HeldSecrets, house, partner, settings
from tests.engine.listening.test_listener import post

with house(Path(sys.argv[1]), settings(partner()), HeldSecrets(meituan=APPKEY)) as counter:
    post(counter)
    of_relay = (
        "nats", "posdesk.engine.relay", "posdesk.platforms.relay",
        *(f"posdesk.journal.relay.{name}" for name in ("stray_calls", "claims")),
    )
    loaded = [name for name in sys.modules if name.startswith(of_relay)]
    threads = sorted(thread.name for thread in threading.enumerate())
    names = counter.journal.read(lambda db: [name for (name,) in db.execute("SELECT key FROM meta")])
    tables = counter.journal.read(lambda db: [
        name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if db.execute(f'SELECT 1 FROM "{name}"').fetchone()
    ])
    told = counter.engine.status.status.relay
print(json.dumps([loaded, threads, names, tables, told]))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What an engine without a relay has loaded, run and written, in a process of its own."""
    command = [sys.executable, "-c", LOOK, str(tmp_path_factory.mktemp("home"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=True)
    found: list[Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_nothing_of_a_relay_is_imported(seen: list[Any]) -> None:
    assert seen[0] == []


def test_no_thread_is_a_relays(seen: list[Any]) -> None:
    assert [name for name in seen[1] if "relay" in name or "nats" in name] == []


def test_nothing_of_a_relay_is_on_disk_or_told(seen: list[Any], tmp_path: Path) -> None:
    _, _, names, tables, told = seen
    assert [name for name in names if "relay" in name] == []
    assert not {"stray_calls"} & set(tables)
    assert told is None
