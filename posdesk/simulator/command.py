"""`posdesk simulator`: reads its configuration, serves until it is told to end."""

import argparse
import asyncio
import codecs
import contextlib
import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from posdesk.settings.faults import wrong_key
from posdesk.simulator.chain import process
from posdesk.simulator.chain.chain import COMMAND, Chain
from posdesk.simulator.chain.config import ChainConfig
from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.default import DESK, default_config, told
from posdesk.simulator.server import Simulator

_DONE, _FAILED, _WRONG_USE = 0, 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a simulator until SIGTERM or Ctrl+C. The exit code: 0 done, 1 failed, 2 wrong use."""
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.chain_counters:
        process.main()
        return _DONE
    if arguments.chain is not None:
        return _play_chain(arguments.chain)
    if arguments.config is not None and arguments.desk is not None:
        parser.error("--desk goes without a file; in a file it is the target")
    try:
        config = _config(arguments)
    except (OSError, ValueError) as error:
        return _complain(_WRONG_USE, f"{arguments.config}: {_sentence(error)}")
    try:
        # Not Windows' usual loop: its listening socket is gone after one reset connection (CPython gh-93821).
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            announce = _announce if arguments.config is not None else partial(_announce_all, config)
            runner.run(_run(config, announce, ends_with_stdin=arguments.end_with_stdin))
    except OSError as error:
        return _complain(_FAILED, f"{config.host}:{config.port} can't be listened on: {error.strerror}")
    return _DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="posdesk simulator", description="The platforms, played on this PC."
    )
    parser.add_argument(
        "--config",
        metavar="FILE",
        help="JSON; - reads it from stdin; without it two sites, both books and a till",
    )
    parser.add_argument(
        "--desk",
        type=_address,
        metavar="HOST:PORT",
        help=f"without a file: where posdesk listens, else {DESK}",
    )
    parser.add_argument(
        "--chain",
        metavar="FILE",
        type=Path,
        help="JSON; a chain's platform and counters, over its gateway (simulator/chain/config.py)",
    )
    parser.add_argument(COMMAND, action="store_true", dest="chain_counters", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help="instead of the configured one; 0 takes any free port")
    parser.add_argument(
        "--end-with-stdin",
        action="store_true",
        help="end when stdin does, as it does with whoever started this; --config - reads one line of it",
    )
    return parser


def _address(text: str) -> str:
    if not re.fullmatch(r"([^\s/:@\[\]]+|\[[0-9a-fA-F:.]+\]):[0-9]{1,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no address like {DESK}")
    return text


def _config(arguments: argparse.Namespace) -> SimulatorConfig:
    config = _written(arguments) if arguments.config is not None else default_config(arguments.desk or DESK)
    return config if arguments.port is None else config.model_copy(update={"port": arguments.port})


def _written(arguments: argparse.Namespace) -> SimulatorConfig:
    is_piped = arguments.config == "-"
    text = _handed_in(a_line=arguments.end_with_stdin) if is_piped else Path(arguments.config).read_bytes()
    return SimulatorConfig.model_validate_json(text.removeprefix(codecs.BOM_UTF8))  # UTF-8 on every system


def _handed_in(*, a_line: bool) -> bytes:
    return sys.stdin.buffer.readline() if a_line else sys.stdin.buffer.read()


async def _run(
    config: SimulatorConfig, announce: Callable[[Simulator], None], *, ends_with_stdin: bool
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    if ends_with_stdin:
        threading.Thread(target=_wait_for_the_end, args=(loop, stop), daemon=True).start()
    simulator = Simulator(config)
    await simulator.serve(stop, lambda _: announce(simulator))


def _play_chain(file: Path) -> int:
    """The exit code: 1 where what was answered 0 is not at its counters."""
    try:
        text = file.read_bytes().removeprefix(codecs.BOM_UTF8)
        chain = Chain(ChainConfig.model_validate_json(text), file.parent)
    except (OSError, ValueError) as error:
        return _complain(_WRONG_USE, f"{file}: {_sentence(error)}")
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        return _DONE if runner.run(_until_ended(chain)) else _FAILED


async def _until_ended(chain: Chain) -> bool:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    return await chain.play(stop, lambda address: _write(f"simulator listening on {address}\n"))


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _wait_for_the_end(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """However whoever started us ends, killed too, the system closes his end of the pipe.

    Read without `sys.stdin`: a thread that waits in it keeps its lock, on which Python's own end fails.
    """
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass
    with contextlib.suppress(RuntimeError):  # the loop is closed: it has ended already
        loop.call_soon_threadsafe(stop.set)


def _announce(simulator: Simulator) -> None:
    _write(f"simulator listening on {simulator.address}\n")


def _announce_all(config: SimulatorConfig, simulator: Simulator) -> None:
    _announce(simulator)
    assert simulator.printer is not None
    _write(told(config, simulator.address, simulator.printer.address, str(simulator.printer.folder)))


def _sentence(error: Exception) -> str:
    """What is wrong, without the value: it may be a secret."""
    if isinstance(error, ValidationError):
        return str(wrong_key(error))
    return str(error)


def _complain(code: int, sentence: str) -> int:
    sys.stderr.write(f"posdesk simulator: {sentence}\n")
    return code
