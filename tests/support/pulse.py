"""A PulseAudio of one's own with an output that plays to nobody but a test's ear."""

import array
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from tests.support.processes import running, wait_for

RATE = 8_000
_LOUD = 1_500  # of 32,767
_APART = RATE // 10  # samples of silence between two notes
_CLIENT = "autospawn = no\ncookie-file = {folder}/cookie\n"


@dataclass
class Pulse:
    """What `pactl` does, by the environment that leads there."""

    env: Mapping[str, str]

    def ctl(self, *words: str) -> str:
        """Run pactl; returns what it says."""
        line = ["pactl", *words]
        return subprocess.run(
            line, env={**os.environ, **self.env}, check=True, capture_output=True
        ).stdout.decode()

    def plug_in(self, name: str, called: str) -> str:
        """One more output, which is the one that sounds from now on; returns its number, to unplug it."""
        told = f"sink_properties=device.description={called}"
        number = self.ctl("load-module", "module-null-sink", f"sink_name={name}", told).strip()
        self.ctl("set-default-sink", name)
        return number

    def unplug(self, number: str) -> None:
        """That output is gone."""
        self.ctl("unload-module", number)


@contextmanager
def pulse() -> Iterator[Pulse]:
    """Starts a server without any output but the dummy; ends it on the way out."""
    with tempfile.TemporaryDirectory(prefix="posdesk-pulse-") as folder:
        client = Path(folder) / "client.conf"
        client.write_text(_CLIENT.format(folder=folder))
        socket = f"{folder}/socket"
        folders = ("PULSE_RUNTIME_PATH", "PULSE_STATE_PATH", "XDG_CONFIG_HOME")
        env = {"PULSE_SERVER": f"unix:{socket}", "PULSE_CLIENTCONFIG": str(client)}
        modules = (f"module-native-protocol-unix socket={socket} auth-anonymous=1", "module-always-sink")
        line = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        line += ["--realtime=no", "--high-priority=no", *(f"--load={module}" for module in modules)]
        with running(line, env={**os.environ, **dict.fromkeys(folders, folder)}):
            made = Pulse(env)
            wait_for(lambda: _answers(made), "PulseAudio")
            yield made


def _answers(made: Pulse) -> bool:
    try:
        return "auto_null" in made.ctl("info")
    except subprocess.CalledProcessError:
        return False


@dataclass
class Ear:
    """Hears what an output plays; `hear` counts the notes of what has sounded since the last time."""

    _heard: bytearray = field(default_factory=bytearray)

    def take(self, process: "subprocess.Popen[bytes]") -> None:
        """Listen until the recorder ends."""
        assert process.stdout is not None
        while data := process.stdout.read(RATE // 25):
            self._heard += data

    def hear(self) -> int:
        """Waits for the end of what sounds, and says how many notes there were."""
        wait_for(self._is_over, "the end of the notes")
        count, self._heard = _notes(bytes(self._heard)), bytearray()
        return count

    def _is_over(self) -> bool:
        spans = _loud(bytes(self._heard))
        return bool(spans) and len(self._heard) // 2 - spans[-1] > RATE // 2


def _loud(data: bytes) -> list[int]:
    """The places of the samples that can be heard."""
    samples = array.array("h", data[: len(data) // 2 * 2])
    return [n for n, sample in enumerate(samples) if abs(sample) > _LOUD]


def _notes(data: bytes) -> int:
    places = _loud(data)
    return 1 + sum(after - before > _APART for before, after in pairwise(places))


@contextmanager
def ear(made: Pulse, name: str) -> Iterator[Ear]:
    """Listens to the output of that name."""
    line = ["parec", f"--device={name}.monitor", f"--rate={RATE}", "--channels=1", "--format=s16le"]
    env = {**os.environ, **made.env}
    with subprocess.Popen([*line, "--latency-msec=40"], env=env, stdout=subprocess.PIPE) as process:
        made_ear = Ear()
        thread = threading.Thread(target=made_ear.take, args=(process,))
        thread.start()
        try:
            wait_for(lambda: "source-output" in _outputs(made), "the ear")
            yield made_ear
        finally:
            process.terminate()
            thread.join()


def _outputs(made: Pulse) -> str:
    return "source-output" if made.ctl("list", "short", "source-outputs").strip() else ""
