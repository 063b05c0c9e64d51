"""Names that nobody resolves: calls wait for them, and nothing else does."""

import asyncio
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.engine.making import HeldSecrets, house, settings

UNRESOLVED = 20
PATIENCE_S = 20


def test_names_that_are_not_resolved_hold_up_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """asyncio's own loop looks names up in the pool in which journal and keyring are read."""
    real, asked, answered = socket.getaddrinfo, threading.Semaphore(0), threading.Event()

    def getaddrinfo(host: Any, *args: Any, **named: Any) -> Any:
        if host != "platform.test":
            return real(host, *args, **named)
        asked.release()
        answered.wait()
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    with house(tmp_path, settings(), HeldSecrets()) as at:
        loop = at.engine._loop
        assert loop is not None
        try:
            waiting = [
                asyncio.run_coroutine_threadsafe(loop.getaddrinfo("platform.test", 443), loop)
                for _ in range(UNRESOLVED)
            ]
            for _ in waiting:
                assert asked.acquire(timeout=PATIENCE_S)
            read = asyncio.run_coroutine_threadsafe(asyncio.to_thread(at.journal.last_number), loop)
            assert read.result(PATIENCE_S) >= 0
        finally:
            answered.set()
        for each in waiting:
            assert isinstance(each.exception(PATIENCE_S), socket.gaierror)
