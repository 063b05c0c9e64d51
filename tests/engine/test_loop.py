"""The engine's loop goes on where one of its sockets was closed from elsewhere, on Windows too."""

import os
import selectors
import socket
import sys

import pytest

from posdesk.engine.loop import SteadySelector, new_selector


def test_a_socket_that_was_closed_from_elsewhere_stops_nobody_from_waiting_for_the_others() -> None:
    ours, theirs = socket.socketpair()
    lost, other = socket.socketpair()
    with SteadySelector() as waiting, ours, theirs, other:
        waiting.register(ours, selectors.EVENT_READ)
        waiting.register(lost, selectors.EVENT_READ)
        number = lost.fileno()
        _close(lost)
        theirs.sendall(b"order")
        assert waiting.select(5) == []
        assert number not in waiting.get_map()
        assert [key.fileobj for key, _ in waiting.select(5)] == [ours]


def test_what_is_wrong_otherwise_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object) -> None:
        raise OSError("out of buffers")

    with SteadySelector() as waiting:
        monkeypatch.setattr(waiting, "_select", failing)
        with pytest.raises(OSError, match="out of buffers"):
            waiting.select(0)


@pytest.mark.parametrize(
    ("platform", "kind"), [("win32", SteadySelector), ("linux", selectors.DefaultSelector)]
)
def test_windows_waits_with_the_steady_one(
    monkeypatch: pytest.MonkeyPatch, platform: str, kind: type[selectors.BaseSelector]
) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    with new_selector() as waiting:
        assert type(waiting) is kind


def _close(made: socket.socket) -> None:
    """As something outside of Python would: the object still has its number."""
    number = made.detach()
    if sys.platform == "win32":
        socket.close(number)
    else:
        os.close(number)
