"""A whole run with everything going wrong; then every byte that it left is looked through (rows 57, 59).

Looked through: logs, exports, the diagnostic file, temp files, what a crash left, stdout and stderr, the
process's arguments and environment. Phones stand in the journal and in the till's own files by design,
secrets nowhere.
"""

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from posdesk import cli
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.intent import Kind, Wish
from posdesk.engine.listening.listener_socket import FILE_NAME, GATEWAY_PATH
from posdesk.journal import Journal
from posdesk.journal.orders import intents, views
from posdesk.simulator.config import SimulatedPartner
from tests.journal.making import CASH, DOCUMENTED, key_of
from tests.leaks.failing import TEXTS
from tests.leaks.hostile import Hostile, hostile
from tests.leaks.keyring_of_stdin import ON_STDIN, PipedKeyring
from tests.support.engine import signed
from tests.support.paths import ROOT
from tests.support.processes import OWN_CONSOLE, ask_to_end, wait_for

pytestmark = pytest.mark.waits

APPKEY = "appkey-Zx81-湘"
PARTNER = SimulatedPartner(name="meituan", appid="mt-app", appkey=APPKEY, sources=(4,))
SECRETS = {
    "partner/meituan/appkey": APPKEY,
    "ovopark/secret": "ovosecret-77b0",
    "wdk/secret": "wdksecret-a90c",
    "wdk/session": "wdksession-51ff",
    "listener/token": "listenertoken-3e77",
    "staff/Li/pin": "730164",
}
KNOWN = {
    "/center": (APPKEY,),
    "/cloud.api": (SECRETS["ovopark/secret"],),
    "/router": (SECRETS["wdk/secret"], SECRETS["wdk/session"]),
}
PHONES = {
    "field": "13500000011",
    "remark": "13600000022",
    "address": "13700000033",
    "name": "13800000044",
    "unknown key": "13900000055",
    "platform": "15000000066",
    "member": "15100000077",
    "refused order": "15200000088",
    "part": "15300000099",
    "refund reason": "18600000010",
}
PERSONS = {
    "member card": "HYleak4711",
    "pay code": "2818110102010320130",
    "ali user": "ALIleak0815",
    "name": "欧阳漏",
}
VERNO = "6901234567891"
SAMPLE = ROOT / "tests/data/o2o/AddSaleOrderBill.request.json"
RECEIPT = ROOT / "tests/data/wdk/ReceiptOrderDO.json"
OPEN_TO_PHONES = ("journal", "receipts-in", "backups")  # the truth itself, and what the till wrote
TOML = """
[store]
code = "001"
uid = 1
undo_s = 0
[listener]
port = 0
[[partner]]
name = "meituan"
url = "{platform}/center/gateway"
appid = "mt-app"
sources = [4]
[[staff]]
name = "Li"
[ovopark]
url = "{platform}/cloud.api"
akey = "ov-akey"
enterprise_id = 11
shop_id = "D1"
grace_min = 0
[wdk]
url = "{platform}/router/rest"
app_key = "1234"
store_id = "33571001"
pos_no = "POS001"
"""


@dataclass
class Run:
    """A home, the folder for temp files, and what was printed."""

    home: Path
    temp: Path
    out: Path
    server: Hostile

    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name != "POSDESK_TEST_SECRETS"}
        backend = f"{PipedKeyring.__module__}.{PipedKeyring.__name__}"
        texts = self.out / "texts-of-the-failing-part"
        temp = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(self.temp))
        return kept | temp | {"PYTHON_KEYRING_BACKEND": backend, TEXTS: str(texts)}

    def start(self, module: str, *words: str) -> "subprocess.Popen[bytes]":
        """A command of posdesk with the secrets at hand, its words written to files."""
        number = len(list(self.out.glob("*.out")))
        with (self.out / f"{number}.out").open("wb") as out, (self.out / f"{number}.err").open("wb") as err:
            process = subprocess.Popen(
                [sys.executable, "-m", module, *words, "--home", str(self.home)],
                env=self.environment() | {ON_STDIN: "1"},
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=err,
                creationflags=OWN_CONSOLE,
            )
        assert process.stdin is not None
        process.stdin.write(json.dumps(SECRETS).encode())
        process.stdin.close()
        return process

    def command(self, *words: str) -> int:
        return self.start("posdesk", *words).wait(timeout=60)

    @contextmanager
    def engine(self, module: str, end: Callable[["subprocess.Popen[bytes]"], None]) -> Iterator[str]:
        """A running engine's address; ended so."""
        (self.home / FILE_NAME).unlink(missing_ok=True)
        process = self.start(module, "engine")
        try:
            wait_for((self.home / FILE_NAME).exists, "the engine's address")
            held = json.loads((self.home / FILE_NAME).read_text(encoding="utf-8"))
            address = f"http://127.0.0.1:{held['port']}"
            wait_for(lambda: _healthy(address), "the engine's health")
            (self.out / f"proc-{process.pid}").write_bytes(_of_process(process.pid))
            yield address
        finally:
            end(process)
            process.wait(timeout=30)

    @contextmanager
    def journal(self) -> Iterator[Journal]:
        journal = Journal(self.home, SystemClock(), "1")
        try:
            yield journal
        finally:
            journal.close()


def abort(process: "subprocess.Popen[bytes]") -> None:
    """Ends it as a crash does: where a system writes its memory to a file then, this one would be there."""
    if sys.platform == "win32":
        process.kill()
    else:
        process.send_signal(signal.SIGABRT)


def _healthy(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _of_process(pid: int) -> bytes:
    folder = Path(f"/proc/{pid}")
    if not folder.is_dir():
        return b""
    return b"".join((folder / name).read_bytes() for name in ("cmdline", "environ", "limits"))


def order(number: str, **changed: object) -> dict[str, object]:
    """An order with a phone wherever a customer can write one."""
    plain = json.loads(SAMPLE.read_bytes())["items"][0]
    return {
        **plain,
        "tbillno": f"XS{number}",
        "actual_fee": 34,
        "payitems": [],
        "customername": f"{PERSONS['name']} {PHONES['name']}",
        "mobileno": PHONES["field"],
        "consignee": f"芙蓉区石牌街12号 {PHONES['address']}",
        "reamrks": f"打不通请打{PHONES['remark']}",
        "backup": {"tel": [PHONES["unknown key"]], "number": int(PHONES["unknown key"])},
        **changed,
    }


def call(*items: object, cmd: str = "AddSaleOrderBill") -> bytes:
    return json.dumps({"cmd": cmd, "seq": "s-1", "items": list(items)}, ensure_ascii=False).encode()


def receipt(serial: str, **changed: object) -> dict[str, object]:
    plain = json.loads(RECEIPT.read_bytes())
    plain |= {"serial_num": serial, "member_card_num": PHONES["member"], "ali_userid": PERSONS["ali user"]}
    plain["pay_channels"][0]["pay_code"] = PERSONS["pay code"]
    return {**plain, **changed}


def orders_come_in(address: str) -> None:
    """Right calls, wrong signatures, strangers, and bodies that can't be read."""
    url = address + GATEWAY_PATH
    with httpx.Client(trust_env=False, timeout=30) as http:
        for number in range(6):
            body = call(order(str(number), isverification=int(number == 4)))
            assert http.post(url, params=signed(PARTNER, body), content=body).json()["code"] == 0
        for number in (3, 4):
            body = call({"tbillno": f"XS{number}", "orderStatus": 1}, cmd="TpOrderStatusChange")
            assert http.post(url, params=signed(PARTNER, body), content=body).json()["code"] == 0
        bad = PHONES["refused order"]
        bodies = [
            call(order("7", actual_fee=f"x{bad}")),
            call(order("8", mobileno=[bad], state={"x": bad})),
            call(order("9", submitdate=bad, storeuid=f"x{bad}")),
            call(order("10", customername=bad))[:-4],
            call({"tbillno": "XS0", "orderStatus": bad}, cmd="TpOrderStatusChange"),
            b"\xff" + bad.encode(),
        ]
        for body in bodies:
            assert http.post(url, params=signed(PARTNER, body), content=body).json()["code"] != 0
            http.post(url, params=signed(PARTNER, body) | {"sign": APPKEY}, content=body)
            http.post(url, params={"appid": "stranger", "sign": APPKEY}, content=body)
        http.get(f"{address}/{bad}", params={"phone": bad})


def receipts_come_in(run: Run, address: str) -> None:
    """By call, by folder and by command; right ones, and ones that are refused."""
    right = {"authorization": f"Bearer {SECRETS['listener/token']}"}
    wrong = {"authorization": f"Bearer {SECRETS['listener/token']}x"}
    spoilt = receipt("3", actual_amt=PHONES["refund reason"], trd_time=PERSONS["ali user"])
    with httpx.Client(trust_env=False, timeout=30) as http:
        assert http.post(f"{address}/receipts", json=receipt("1"), headers=right).status_code == 200
        for body in (spoilt, receipt("1", member_card_num=PERSONS["member card"])):
            assert http.post(f"{address}/receipts", json=body, headers=right).status_code >= 400
        assert http.post(f"{address}/receipts", json=spoilt, headers=wrong).status_code == 401
    folder = run.home / "receipts-in"
    wait_for(folder.is_dir, "the drop folder")
    for name, content in (("a.json", [receipt("2")]), ("b.json", [spoilt])):
        (folder / f".{name}").write_text(json.dumps(content), encoding="utf-8")
        (folder / f".{name}").rename(folder / name)
    wait_for((folder / "rejected" / "b.json").exists, "the rejected file")
    table = run.home / "receipts-in" / ".table.csv"
    table.write_text(
        f"serial_num,actual_amt\n{PHONES['refund reason']},{PERSONS['ali user']}\n", encoding="utf-8"
    )
    run.command("receipts", "import", str(table))


def people_press(run: Run) -> None:
    """Every kind of intent, each sent to a platform that fails."""
    wishes = [
        Wish(key_of("XS0", ordered=DOCUMENTED.ordered_at), Kind.ACCEPT, "Li"),
        Wish(
            key_of("XS1", ordered=DOCUMENTED.ordered_at),
            Kind.REFUSE,
            "Li",
            reason=f"客人 {PHONES['refund reason']} 不要了",
        ),
        Wish(key_of("XS2", ordered=DOCUMENTED.ordered_at), Kind.ACCEPT, "Li"),
        Wish(key_of("XS3", ordered=DOCUMENTED.ordered_at), Kind.PAY, "Li", payments=(CASH,)),
        Wish(key_of("XS4", ordered=DOCUMENTED.ordered_at), Kind.VERIFY, "Li", code=VERNO),
    ]
    with run.journal() as journal:
        for wish in wishes:
            journal.write(partial(intents.press, wish=wish)).result(30)
        wait_for(lambda: _attempts(journal) >= 10, "attempts")


def _attempts(journal: Journal) -> int:
    found = journal.read(lambda db: tuple(views.each_on_board(db, journal.now())))
    attempts = sum(intent.attempts for view in found for intent in view.intents)
    posted = journal.read(lambda db: db.execute("SELECT sum(attempts) FROM postings").fetchone()[0])
    return attempts + (posted or 0)


def everything_is_exported(run: Run) -> None:
    for what in ("orders", "intents", "receipts", "hours", "audit"):
        for form in ("csv", "jsonl", "xlsx"):
            target = run.out / f"{what}.{form}"
            words = ["export", what, "--home", str(run.home), "--format", form, "-o", str(target)]
            assert cli.main(words) == 0
    run.command("audit", "verify")
    assert run.command("doctor", "--zip", str(run.out / "diagnostic.zip")) in {0, 1}
    assert run.command("doctor", "--json") in {0, 1}
    assert run.command("credentials", "list") == 0


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """The whole run, once for all that is looked for in it."""
    folder = tmp_path_factory.mktemp("leaks")
    home, temp, out = (folder / name for name in ("home", "temp", "out"))
    for place in (home, temp, out):
        place.mkdir()
    with hostile({path: f"{PHONES['platform']} {' '.join(told)}" for path, told in KNOWN.items()}) as server:
        made = Run(home, temp, out, server)
        (made.home / "posdesk.toml").write_text(TOML.format(platform=server.address), encoding="utf-8")
        (made.out / "texts-of-the-failing-part").write_text(
            " ".join([*SECRETS.values(), PHONES["part"]]), encoding="utf-8"
        )
        before = {path.name for path in ROOT.iterdir()}
        with made.engine("posdesk", abort) as address:
            orders_come_in(address)
            receipts_come_in(made, address)
            people_press(made)
        with made.engine("tests.leaks.failing", ask_to_end) as address:
            wait_for(lambda: b"a part broke" in _logs(made), "the failing part's line")
            orders_come_in_again(address)
        everything_is_exported(made)
        (made.out / "texts-of-the-failing-part").unlink()
        left = {path.name for path in ROOT.iterdir()} - before
        assert not [name for name in left if "core" in name], "a crash left a core dump"
        yield made


def orders_come_in_again(address: str) -> None:
    body = call(order("0", reamrks=f"改打{PHONES['remark']}"))
    httpx.post(address + GATEWAY_PATH, params=signed(PARTNER, body), content=body, trust_env=False)


def _logs(run: Run) -> bytes:
    return b"".join(path.read_bytes() for path in (run.home / "logs").glob("*"))


def every_file(run: Run) -> Iterator[tuple[str, bytes]]:
    """Everything that was left behind, what is packed unpacked too."""
    for root in (run.home, run.temp, run.out):
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield from _unpacked(path.relative_to(root.parent).as_posix(), path.read_bytes())


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield f"{name}!{member}", packed.read(member)
    if data.startswith(b"\x1f\x8b"):
        yield f"{name}!", gzip.decompress(data)


def spellings(text: str) -> set[bytes]:
    """As UTF-8, as JSON escapes it, as Python shows bytes, as a URL holds it."""
    return {
        text.encode(),
        json.dumps(text)[1:-1].encode(),
        repr(text.encode())[2:-1].encode(),
        repr(text.encode())[2:-1].replace("\\", "\\\\").encode(),
        quote(text).encode(),
    }


def found_in(run: Run, texts: Sequence[str], *, skip: Sequence[str] = ()) -> list[str]:
    """Where any of these texts stands."""
    return [
        f"{text} in {name}: …{_around(data, spelt)}…"
        for name, data in every_file(run)
        if not any(f"home/{part}" in name for part in skip)
        for text in texts
        for spelt in spellings(text)
        if spelt in data
    ]


def _around(data: bytes, text: bytes) -> str:
    at = data.index(text)
    return repr(data[max(0, at - 60) : at + len(text) + 10])


def test_the_run_was_a_whole_one(run: Run) -> None:
    """So that what follows can fail: everything came in, failed, was exported and crashed."""
    names = {name for name, _ in every_file(run)}
    assert run.server.calls >= 10
    assert {
        "out/orders.jsonl",
        "out/diagnostic.zip!logs/posdesk.log",
        "home/receipts-in/done/a.json",
    } <= names
    logs = _logs(run).decode()
    for word in ("refused a call", "RemoteProtocolError", "the receipt folder failed", "is rejected"):
        assert word in logs, word
    held = b"".join(data for name, data in every_file(run) if name.startswith("home/journal"))
    for phone in ("field", "remark", "address", "name", "member"):
        assert PHONES[phone].encode() in held, phone
    if sys.platform == "linux":
        processes = [data for name, data in every_file(run) if "out/proc-" in name]
        assert any(b"posdesk\x00engine" in data for data in processes)
        assert all(data.split(b"Max core file size")[1].split()[0] == b"0" for data in processes)


def test_no_secret_is_anywhere(run: Run) -> None:
    leaks = found_in(run, list(SECRETS.values()))
    assert not leaks, "\n".join(leaks)


def test_no_phone_is_anywhere_but_in_the_journal_and_the_tills_own_files(run: Run) -> None:
    leaks = found_in(run, list(PHONES.values()), skip=OPEN_TO_PHONES)
    assert not leaks, "\n".join(leaks)


def test_no_person_is_in_logs_exports_or_the_diagnostic_file(run: Run) -> None:
    leaks = found_in(run, list(PERSONS.values()), skip=OPEN_TO_PHONES)
    assert not leaks, "\n".join(leaks)


def test_why_a_file_was_rejected_is_said_without_what_stands_in_it(run: Run) -> None:
    reasons = b"".join(path.read_bytes() for path in run.home.rglob("*.reason.txt"))
    assert reasons
    assert not [text for text in (*PHONES.values(), *PERSONS.values()) if text.encode() in reasons]
