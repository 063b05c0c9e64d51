"""Tries a chain's whole way on this PC, in a folder that is thrown away.

    .venv/bin/python installer/gateway/try_chain.py

A server with nats-one.conf and TLS, the chain's keys, a store, a counter's enrolment line, a gateway; then an
order is posted to the gateway as its platform would, and read by the counter's own credentials. It says each
step, ends with 0 where the order came, else with 1 and why. Needs nats-server (Debian's does).
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import hmac
import json
import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import nats
from nats.aio.client import Client
from relay_files import HERE, Authority, Place, lay_out

from posdesk.domain.relay.here import Here
from posdesk.gateway.admin.chain_folder import ChainPlan
from posdesk.gateway.admin.connection import trust
from posdesk.gateway.trial import nats_program
from posdesk.gateway.trial.nats_process import free_port
from posdesk.gateway.trial.nats_program import NoNatsServer
from posdesk.platforms.relay import enrolment, here_words, order_message, subjects
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.order_message import OrderMessage
from posdesk.platforms.relay.subjects import StoreSubjects

ROOT = HERE.parent.parent
STORE, COUNTER, APPID, APPKEY = "001", "1", "demo", "a trial's appkey"
PATIENCE_S = 30.0


def main() -> int:
    """Try it; the exit code."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it says something of each TLS connection's end
    with tempfile.TemporaryDirectory(prefix="posdesk-chain-") as folder:
        try:
            tried(Path(folder))
        except (NoNatsServer, OSError, RuntimeError, TimeoutError, subprocess.CalledProcessError) as error:
            print(f"It did not work: {error}", file=sys.stderr)
            return 1
    return 0


def tried(folder: Path) -> OrderMessage:
    """The order as the counter read it. Raises RuntimeError saying what went wrong."""
    program, port, authority = nats_program.find(), free_port(), Authority()
    version, server = nats_program.version_of(program), f"tls://localhost:{port}"
    (folder / "ca.pem").write_text(authority.pem, encoding="ascii")
    keys = folder / "chain"
    _posdesk(
        *("gateway", "chain", "begin", "--keys", str(keys), "--server", server),
        *("--ca", str(folder / "ca.pem"), "--replicas", "1", "--disk-mib", "256"),
    )
    print("1. The chain's keys are made; operator and accounts are signed.")
    place = Place(folder / "server", port)
    conf = lay_out("nats-one.conf", place, keys / "for-servers", version)
    authority.issue(place.folder)
    with _running([program, "-c", str(conf)], place.folder / "server.log"):
        _wait_for_port(port)
        print(f"2. nats-server {'.'.join(map(str, version))} runs with nats-one.conf and TLS at {server}.")
        _posdesk("gateway", "store", "add", STORE, "--keys", str(keys), "--name", "试店")
        line = _posdesk("gateway", "counter", "enroll", STORE, COUNTER, "--keys", str(keys)).strip()
        print(f"3. Store {STORE} is there, and a line of {len(line)} letters for its counter {COUNTER}.")
        with _gateway(folder, server, keys) as address:
            print(f"4. The gateway listens at {address}.")
            found = asyncio.run(_read(enrolment.read(line, datetime.now(UTC)), address))
    print(f"6. Counter {COUNTER} read it by its own credentials: {len(found.body)} bytes of {found.partner}.")
    return found


async def _read(line: EnrolmentLine, address: str) -> OrderMessage:
    """The counter says that it is there, the platform posts, the counter reads."""
    plan = ChainPlan(line.servers, line.ca)
    creds = line.credentials
    client = await nats.connect(
        list(line.servers),
        user_jwt_cb=creds.jwt_callback,
        signature_cb=creds.sign,
        tls=trust(plan),
        inbox_prefix=subjects.inbox_prefix(line.store, line.counter),
    )
    try:
        own = StoreSubjects(line.shard, line.store)
        here = Here(line.counter, "a trial", 0, 0, datetime.now(UTC))
        data, headers = here_words.write(here, line.store_key)
        await client.publish(own.here, data, headers=headers)
        await client.flush()
        answer = await asyncio.to_thread(_post, address)
        if answer.get("code") != 0:
            raise RuntimeError(f"the gateway answered {answer}")
        print("5. An order was posted as its platform would; the gateway answered code 0.")
        return await _pulled(client, line, own)
    finally:
        await client.close()


async def _pulled(client: Client, line: EnrolmentLine, own: StoreSubjects) -> OrderMessage:
    stream, name = subjects.stream_of(line.shard), subjects.consumer(line.store, line.counter)
    config = {
        "name": name,
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": 1,
        "ack_policy": "none",
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": 300_000_000_000,  # nanoseconds
        "filter_subject": own.orders,
    }
    asked = json.dumps({"stream_name": stream, "config": config}).encode()
    made = await client.request(subjects.create_consumer(stream, name, own.orders), asked, timeout=5)
    if "error" in json.loads(made.data):
        raise RuntimeError(f"no consumer: {made.data.decode()}")
    inbox = client.new_inbox()
    heard = await client.subscribe(inbox)
    await client.publish(subjects.next_messages(stream, name), b'{"batch":1}', reply=inbox)
    message = await heard.next_msg(timeout=PATIENCE_S)
    return order_message.read(message.headers, message.data)


def _post(address: str) -> dict[str, object]:
    """The document's own order, signed as the sample's recipe says."""
    call = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_text(encoding="utf-8"))
    call["items"] = [{**call["items"][0], "storecode": STORE}]
    body = json.dumps(call, ensure_ascii=False).encode()
    sign = hmac.new(APPKEY.encode(), body, hashlib.sha256).hexdigest()
    request = urllib.request.Request(
        f"http://{address}/center/gateway?appid={APPID}&sign={sign}", data=body, method="POST"
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as answer:  # noqa: S310
        said: dict[str, object] = json.loads(answer.read())
    return said


@contextlib.contextmanager
def _gateway(folder: Path, server: str, keys: Path) -> Iterator[str]:
    """The gateway's command with the sample's configuration, fitted to this trial; its address."""
    secrets, port = folder / "secrets", free_port()
    secrets.mkdir()
    (secrets / "nats.creds").write_bytes((keys / "for-gateway" / "nats.creds").read_bytes())
    (secrets / "partner.meituan.appkey").write_text(APPKEY, encoding="utf-8")
    sample = (HERE / "gateway.toml").read_text(encoding="utf-8").splitlines()
    config = "\n".join(
        f'servers = ["{server}"]\nca = "{folder / "ca.pem"}"' if line.startswith("servers = ") else line
        for line in sample
    )
    config = config.replace("port = 8766", f"port = {port}")
    config = config.replace("[metrics]\n", "[metrics]\non = false\n")  # they need the extra `gateway`
    config = config.replace("replicas = 3 ", "replicas = 1 ").replace("your appid", APPID)
    (folder / "gateway.toml").write_text(config, encoding="utf-8")
    command = [sys.executable, "-m", "posdesk", "gateway", "--config", str(folder / "gateway.toml")]
    log = folder / "gateway.log"
    with _running(command, log, {"CREDENTIALS_DIRECTORY": str(secrets)}) as process:
        url = f"http://127.0.0.1:{port}/healthz"
        _wait(lambda: process.poll() is not None or _is_well(url), "the gateway", log)
        if process.poll() is not None:
            raise RuntimeError(f"the gateway ended: {log.read_text(encoding='utf-8')[-1500:]}")
        yield f"127.0.0.1:{port}"


def _is_well(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def _running(
    command: list[str], log: Path, more: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    with (
        log.open("wb") as said,
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **(more or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _posdesk(*words: str) -> str:
    """What a command says. Raises RuntimeError with its words where it failed."""
    done = subprocess.run(
        [sys.executable, "-m", "posdesk", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip() or f"posdesk {words} ended with {done.returncode}")
    return done.stdout


def _wait_for_port(port: int) -> None:
    def is_open() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", port)) == 0

    _wait(is_open, "nats-server", None)


def _wait(fact: object, what: str, log: Path | None) -> None:
    assert callable(fact)
    deadline = time.monotonic() + PATIENCE_S
    while not fact():
        if time.monotonic() > deadline:
            words = log.read_text(encoding="utf-8")[-1500:] if log else ""
            raise TimeoutError(f"{what} did not come up within {PATIENCE_S:.0f} s. {words}")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
