"""What the account does in the bare Debian, by the package's own command; run there by its Python.

    dbus-run-session -- python3 in_the_shop.py FOLDER [again]

In FOLDER keys and pictures are asked for: at_the_screen.py. `again`: the first time's order must be
there, and none is taken.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from wizard_walk import Papers, Person, accept_first_order, set_up, told

SHARED = Path(sys.argv[1])
HOME = Path.home() / ".local/share/posdesk"
DESK, PLATFORM = "http://127.0.0.1:8765", "http://127.0.0.1:8766"
PATIENCE_S = 120.0
SIMULATOR = {
    "partners": [{"name": "meituan", "appid": "simulated", "appkey": "simulated-key"}],
    "port": 8766,
    "orders_per_minute": 0,
}
PAPERS = Papers(f"{PLATFORM}/meituan/center/gateway", "simulated", "simulated-key")


def wait_for(found: Callable[[], object], what: str) -> object:
    """Waits for a fact. Raises TimeoutError."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        with contextlib.suppress(OSError, ValueError):
            if answer := found():
                return answer
        time.sleep(0.2)
    raise TimeoutError(what)


def asked(address: str, body: object = None) -> object:
    """What a service of this PC answers, as JSON, whatever its status."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, {"Content-Type": "application/json"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310 - this PC's own
            return json.loads(answer.read())
    except urllib.error.HTTPError as error:  # a door through which no order can come says so by its status
        return json.loads(error.read())


@contextlib.contextmanager
def running(*words: str, said: str = "") -> Iterator[subprocess.Popen[str]]:
    """posdesk with these words, ended in order as a sign-out does it."""
    with subprocess.Popen(["posdesk", *words], stdin=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write(said)
        process.stdin.flush()
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(60) == 0, "posdesk did not end in order"


def orders() -> list[str]:
    """The bill numbers of all that is stored."""
    target = Path.home() / "orders.jsonl"
    subprocess.run(["posdesk", "export", "orders", "--format", "jsonl", "-o", str(target)], check=True)
    return [json.loads(line)["tbillno"] for line in target.read_text(encoding="utf-8").splitlines()]


def unlock_the_keyring() -> None:
    """As signing in with a password does it."""
    subprocess.run(
        ["gnome-keyring-daemon", "--unlock", "--components=secrets"],
        input="sign-in\n",
        text=True,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def first_order() -> None:
    """From an empty home, by the wizard alone: a signed order comes in, is stored and accepted."""
    played = f"{json.dumps(SIMULATOR)}\n"
    with running("simulator", "--config", "-", "--end-with-stdin", said=played):
        wait_for(lambda: asked(f"{PLATFORM}/control/orders") == [], "the simulator")
        person = Person(SHARED, HOME)
        with running():
            wait_for(lambda: asked(f"{DESK}/healthz") is not None, "/healthz of an empty home")
            print(f"first start until /healthz: {person.minutes * 60:.1f} s", flush=True)
            set_up(person, PAPERS)
            wait_for(lambda: asked(f"{DESK}/healthz") == {"takes_orders": True}, "taking orders")
            made = asked(f"{PLATFORM}/control/orders", {"kind": "delivery"})
            accept_first_order(person)
            print(told(person), flush=True)
    assert isinstance(made, dict)
    assert orders() == [made["tbillno"]], "the order is not the one that was made"
    (SHARED / "orders.txt").write_text(made["tbillno"], encoding="utf-8")


def again() -> None:
    """Whatever was installed and removed since, the order is there."""
    with running():
        wait_for(lambda: asked(f"{DESK}/healthz") == {"takes_orders": True}, "taking orders again")
    assert orders() == [(SHARED / "orders.txt").read_text(encoding="utf-8")], "an order is lost"


if __name__ == "__main__":
    runtime = Path.home() / "run"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    unlock_the_keyring()
    if sys.argv[2:] == ["again"]:
        again()
    else:
        first_order()
