"""Whether a posdesk works in the home, and who has the listener's port."""

import contextlib
import errno
import http.client
import json
import socket
import ssl
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from posdesk.doctor.report import Finding, State, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.status import Exposure
from posdesk.engine.listening import listener_socket
from posdesk.engine.listening.exposure import exposure_of
from posdesk.errors import DiskError
from posdesk.host.sockets import LOOPBACK_OF, bindable_socket
from posdesk.journal.lock import holder_of

PATIENCE_S = 5.0
_END_IT = Text(
    "关闭那个程序，或在“设置”的“收单端口”里换一个端口。",
    "End that program, or choose another port: Settings, Port for orders.",
)
_TCP = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LISTENS = "0A"  # the kernel's number of the state


@dataclass(frozen=True, slots=True)
class Address:
    """Where a posdesk says that it listens, and which process it is."""

    host: str
    port: int
    pid: int


def address_of(home: Path) -> Address | None:
    """What listener.json says; None where there is none to be read."""
    try:
        held = json.loads((home / listener_socket.FILE_NAME).read_text(encoding="utf-8"))
        return Address(str(held["host"]), int(held["port"]), int(held["pid"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def process(snapshot: Snapshot) -> Finding:
    """Whether a posdesk runs in this home, and takes orders."""
    try:
        holder = holder_of(snapshot.home)
    except DiskError as error:
        return broken("process", Text(str(error), str(error)), Text("检查权限。", "Check permissions."))
    if holder is None:
        return ok("process", "没有 posdesk 在运行", "no posdesk runs in this home", running=False)
    address = address_of(snapshot.home)
    if address is None or str(address.pid) != holder:
        found = Text(f"进程 {holder} 在运行，但没有监听", f"process {holder} runs and does not listen")
        todo = Text("看监听端口和日志。", "See the listener's line and the log.")
        return broken("process", found, todo, running=True, pid=holder)
    return _asked(address, _context(snapshot))


def _asked(address: Address, context: ssl.SSLContext | None) -> Finding:
    """What /healthz answers."""
    status = healthz(address, context)
    facts = {"running": True, "pid": str(address.pid), "healthz": status}
    if status == http.client.OK:
        zh, en = f"进程 {address.pid} 在接单", f"process {address.pid} takes orders"
        return ok("process", zh, en, **facts)
    said = f"/healthz: {status}" if status else "/healthz: –"
    found = Text(f"进程 {address.pid} 不能接单（{said}）", f"process {address.pid} takes no orders ({said})")
    todo = Text("看它的窗口：那里写着原因。", "See its window: the cause is said there.")
    return broken("process", found, todo, **facts)


def _context(snapshot: Snapshot) -> ssl.SSLContext | None:
    """Trusts the listener's own certificate and no other; the name in it is not this PC's loopback."""
    chosen = snapshot.settings.listener
    if not chosen.tls_cert:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    with contextlib.suppress(OSError):  # then nothing is trusted, and nothing answers
        context.load_verify_locations(snapshot.home / chosen.tls_cert)
    return context


def healthz(address: Address, context: ssl.SSLContext | None = None) -> int:
    """The HTTP status of /healthz; 0 where nothing answered. No proxy and no environment is asked."""
    host = LOOPBACK_OF.get(address.host, address.host)
    connection = (
        http.client.HTTPConnection(host, address.port, timeout=PATIENCE_S)
        if context is None
        else http.client.HTTPSConnection(host, address.port, timeout=PATIENCE_S, context=context)
    )
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def listener(snapshot: Snapshot) -> Finding:
    """Whether the port of the settings is ours, free, or another program's, and open to strangers or not."""
    found, exposure = _port(snapshot), exposure_of(snapshot.settings)
    return _exposed(found, exposure) if exposure and found.state is State.OK else found


def _port(snapshot: Snapshot) -> Finding:
    host, port = snapshot.settings.listener.host, snapshot.settings.listener.port
    address = address_of(snapshot.home)
    if address is not None and _is_holder(snapshot.home, address):
        where = f"{address.host}:{address.port}"
        if not _listens(address.host, address.port):
            return _lost(where, address.port)
        return ok("listener", f"本程序监听 {where}", f"posdesk listens on {where}", port=address.port)
    if port == 0:
        return ok("listener", "任一空闲端口", "any free port", port=0)
    why = _taken(host, port)
    if not why:
        return ok("listener", f"{host}:{port} 空闲", f"{host}:{port} is free", port=port)
    return _not_ours(f"{host}:{port}", why, port)


def _exposed(well: Finding, exposure: Exposure) -> Finding:
    """The settings leave it open to strangers in so many words: said all the same."""
    zh = ["网络上的人能读到请求"] if exposure.readable else []
    en = ["the network can read calls"] if exposure.readable else []
    zh += [f"任何人都能冒充 {name} 发单" for name in exposure.unsigned]
    zh += [f"{name} 的请求只从本机接收" for name in exposure.kept_out]
    en += [f"anyone can send orders as {name}" for name in exposure.unsigned]
    en += [f"calls of {name} are taken from this PC only" for name in exposure.kept_out]
    found = Text(f"{well.found.zh}；{'，'.join(zh)}", f"{well.found.en}; {', '.join(en)}")
    todo = Text(
        "在“设置”的“收单端口”里设好证书，或只收本机；在“设置”的“平台和密钥”里设签名。",
        "Settings, Port for orders: certificate, or this PC only. Settings, Platforms and secrets: signing.",
    )
    return look("listener", found, todo, **well.facts)


def _is_holder(home: Path, address: Address) -> bool:
    with contextlib.suppress(DiskError):
        return holder_of(home) == str(address.pid)
    return False


def _taken(host: str, port: int) -> str:
    """Why the port can't be had; empty where it is free. Bound for a moment, never listened on."""
    with bindable_socket(host) as probe:
        try:
            probe.bind((host, port))
        except (OSError, UnicodeError) as error:
            taken = getattr(error, "errno", None) == errno.EADDRINUSE
            return "" if taken and not _listens(host, port) else str(getattr(error, "strerror", error))
    return ""


def _listens(host: str, port: int) -> bool:
    """Whether somebody really listens there: an old connection's end holds no listener up."""
    try:
        with socket.create_connection((LOOPBACK_OF.get(host, host), port), timeout=PATIENCE_S):
            return True
    except OSError:
        return False


def _lost(where: str, port: int) -> Finding:
    """posdesk runs and says that it listens, and nobody gets through to it."""
    found = Text(
        f"posdesk 应监听 {where}，但那里连不上", f"posdesk should listen on {where}, nothing answers there"
    )
    todo = Text(
        "它会自己重新打开，稍后再查一次；如果一直这样，请重启 posdesk。",
        "It opens it again by itself: ask again in a moment. If this stays, restart posdesk.",
    )
    return broken("listener", found, todo, port=port)


def _not_ours(where: str, why: str, port: int) -> Finding:
    names = ", ".join(holders_of_port(port))
    by = (f"，被 {names} 占用", f", {names} has it") if names else ("", "")
    found = Text(f"{where} 不能监听：{why}{by[0]}", f"{where} can't be listened on: {why}{by[1]}")
    todo = _END_IT
    return broken("listener", found, todo, port=port, held_by=names)


def holders_of_port(port: int) -> tuple[str, ...]:
    """Which processes listen on a TCP port, as "name (pid)"; only Linux says, of one's own processes."""
    if not sys.platform.startswith("linux"):
        return ()
    wanted = {f"socket:[{inode}]" for table in _TCP for inode in _inodes(table, port)}
    return tuple(sorted(_named(folder) for folder in _processes() if wanted & _sockets(folder)))


def _inodes(table: Path, port: int) -> Iterator[str]:
    with contextlib.suppress(OSError):
        for line in table.read_text(encoding="ascii").splitlines()[1:]:
            cells = line.split()
            if cells[3] == _LISTENS and int(cells[1].rpartition(":")[2], 16) == port:
                yield cells[9]


def _processes() -> Iterator[Path]:
    return (folder for folder in Path("/proc").iterdir() if folder.name.isdigit())


def _sockets(folder: Path) -> set[str]:
    found: set[str] = set()
    with contextlib.suppress(OSError):
        for link in (folder / "fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(str(link.readlink()))
    return found


def _named(folder: Path) -> str:
    try:
        name = (folder / "comm").read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        name = "?"
    return f"{name} ({folder.name})"
