"""A serial scanner on a pty pair, as a real device; its codes come whole, in order, none merged."""

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.devices.serial_scanner import MOST_BYTES, PortState, PortTrouble, SerialScanner, Splitter
from posdesk.domain.clock import SystemClock
from posdesk.domain.pickup.scan_code import ScanProfile
from tests.support.processes import wait_for

CODES = st.lists(st.text(st.sampled_from("0123456789ABCabc-]\x1d"), min_size=1, max_size=20), max_size=8)


@given(CODES, st.lists(st.sampled_from(["\r", "\n", "\r\n", "\t"]), min_size=8, max_size=8), st.data())
def test_however_the_bytes_are_cut_each_code_comes_once_and_in_order(
    codes: list[str], ends: list[str], data: st.DataObject
) -> None:
    sent = "".join(code + end for code, end in zip(codes, ends, strict=False)).encode()
    splitter, came = Splitter(ScanProfile()), list[str]()
    while sent:
        size = data.draw(st.integers(1, len(sent)))
        came += splitter.feed(sent[:size], 0.0)
        sent = sent[size:]
    assert came + splitter.expire(9.0) == codes


def test_a_code_without_an_end_is_whole_after_a_silence_and_not_before() -> None:
    splitter = Splitter(ScanProfile())
    assert splitter.feed(b"22114187", 1.0) == []
    assert splitter.expire(1.2) == []
    assert splitter.feed(b"00359", 1.25) == []
    assert splitter.expire(1.5) == []
    assert splitter.expire(1.6) == ["2211418700359"]
    assert splitter.expire(9.0) == []


def test_a_learnt_end_of_signs_ends_a_code_and_what_never_ends_is_let_go() -> None:
    splitter = Splitter(ScanProfile(suffix="#"))
    assert splitter.feed(b"12345#678", 0.0) == ["12345#"]
    assert splitter.feed(b"9#", 0.1) == ["6789#"]
    assert len(splitter.feed(b"\xff" * (MOST_BYTES + 1), 0.2)) == 1
    assert splitter.expire(9.0) == []


class Told:
    """What the scanner's thread said."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self.states: list[PortState] = []

    @property
    def last(self) -> PortState | None:
        return self.states[-1] if self.states else None


@pytest.fixture
def told() -> Told:
    return Told()


def scanner(port: str, told: Told) -> SerialScanner:
    clock, came = SystemClock(), told.codes.append
    return SerialScanner(port, 9600, ScanProfile(), clock=clock, came=came, told=told.states.append)


def test_a_port_that_is_not_there_is_said_and_ends_at_once(told: Told) -> None:
    port = "COM250" if sys.platform == "win32" else "/dev/posdesk-no-such-port"
    reader = scanner(port, told)
    reader.start()
    wait_for(lambda: bool(told.states), "a word about the port")
    reader.close()
    assert [state.trouble for state in told.states] == [PortTrouble.NOT_THERE]
    assert not any(thread.name == "posdesk-scanner" for thread in threading.enumerate())


if sys.platform != "win32":
    import pty

    class Device:
        """A scanner at a port of that name; it can be unplugged and plugged in again."""

        def __init__(self, port: Path) -> None:
            self._port = port
            self._wire = self._far = -1
            self.plug_in()

        def plug_in(self) -> None:
            self._wire, self._far = pty.openpty()
            self._port.symlink_to(os.ttyname(self._far))

        def unplug(self) -> None:
            self._port.unlink()
            for end in (self._wire, self._far):
                os.close(end)

        def send(self, data: bytes) -> None:
            os.write(self._wire, data)

    @pytest.fixture
    def device(tmp_path: Path) -> Iterator[Device]:
        made = Device(tmp_path / "scanner")
        yield made
        made.unplug()

    def test_twenty_codes_at_once_come_in_order_and_a_port_that_was_pulled_out_is_read_again(
        tmp_path: Path, told: Told, device: Device
    ) -> None:
        reader = scanner(str(tmp_path / "scanner"), told)
        reader.start()
        try:
            wait_for(lambda: told.last is not None and told.last.is_read, "the port")
            codes = [f"22114187{n:05}" for n in range(20)]
            device.send("".join(f"{code}\r\n" for code in codes).encode())
            wait_for(lambda: len(told.codes) == 20, "the codes")
            assert told.codes == codes
            device.unplug()
            wait_for(lambda: told.last is not None and not told.last.is_read, "that it is gone")
            assert told.last is not None
            assert told.last.trouble is PortTrouble.LOST
            device.plug_in()
            wait_for(lambda: told.last is not None and told.last.is_read, "the port again")
            device.send(b"]C199\t")
            wait_for(lambda: told.codes[20:] == ["]C199"], "the code after it")
            second = Told()
            other = scanner(str(tmp_path / "scanner"), second)
            other.start()
            wait_for(lambda: second.last is not None, "a word about a port that is taken")
            other.close()
            assert second.last is not None
            assert second.last.trouble is PortTrouble.IN_USE
        finally:
            reader.close()
