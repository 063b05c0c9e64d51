"""nats-server as a process that lives as long as a block."""

import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from posdesk.errors import Yours

PATIENCE_S: Final = 30.0
_ENDS_S: Final = 5.0
_STEP_S: Final = 0.05
_MUCH: Final = 600


class ServerFailed(Yours):
    """It did not come up; `zh` and `en` say why, in its own last words."""

    def __init__(self, said: str) -> None:
        """`said` is its own log's end."""
        self.en = f"nats-server did not start: {said}. Look whether another program keeps it from its port."
        self.zh = f"nats-server 没有启动：{said}。请查看是否有其他程序占用端口。"
        super().__init__(self.en)


def free_port() -> int:
    """A port of 127.0.0.1 that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def nats_process(program: str, conf: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    """One that answers at `port` of 127.0.0.1, until the end of the block. Raises ServerFailed."""
    log, quiet = conf.with_suffix(".log"), subprocess.DEVNULL
    command = [program, "-c", str(conf), "-l", str(log)]
    with subprocess.Popen(  # noqa: S603 - the one that was found
        command, cwd=conf.parent, stdin=quiet, stdout=quiet, stderr=quiet
    ) as process:
        try:
            _wait(process, port, log)
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_ENDS_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while True:
        if process.poll() is not None or time.monotonic() > deadline:
            raise ServerFailed(_last_words(log))
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(_STEP_S)


def _last_words(log: Path) -> str:
    try:
        return log.read_text(encoding="utf-8", errors="replace").strip()[-_MUCH:]
    except OSError:
        return "it said nothing"
