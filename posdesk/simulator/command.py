"""`posdesk simulator`: reads its configuration, serves until it is told to end."""

import argparse
import asyncio
import codecs
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from posdesk.simulator.config import SimulatorConfig
from posdesk.simulator.server import Simulator

_DONE, _FAILED, _WRONG_USE = 0, 1, 2
_LOOK_S = 1.0


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a simulator until SIGTERM or Ctrl+C. The exit code: 0 done, 1 failed, 2 wrong use."""
    arguments = _parser().parse_args(argv)
    try:
        config = _config(arguments.config, arguments.port)
    except (OSError, ValueError) as error:
        return _complain(_WRONG_USE, f"{arguments.config}: {_sentence(error)}")
    parent = os.getppid() if arguments.end_with_parent else None
    try:
        # Not Windows' usual loop: its listening socket is gone after one reset connection (CPython gh-93821).
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(_run(config, parent))
    except OSError as error:
        return _complain(_FAILED, f"{config.host}:{config.port} can't be listened on: {error.strerror}")
    return _DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="posdesk simulator", description="The platforms, played on this PC."
    )
    parser.add_argument("--config", required=True, metavar="FILE", help="JSON; - reads it from stdin")
    parser.add_argument("--port", type=int, help="instead of the configured one; 0 takes any free port")
    parser.add_argument("--end-with-parent", action="store_true", help="end when the starting process does")
    return parser


def _config(name: str, port: int | None) -> SimulatorConfig:
    text = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()  # UTF-8 on every system
    config = SimulatorConfig.model_validate_json(text.removeprefix(codecs.BOM_UTF8))
    return config if port is None else config.model_copy(update={"port": port})


async def _run(config: SimulatorConfig, parent: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    orphan = asyncio.create_task(_end_with(parent, stop)) if parent else None
    await Simulator(config).serve(stop, _announce)
    if orphan is not None:
        orphan.cancel()


async def _end_with(parent: int, stop: asyncio.Event) -> None:
    """Even a killed parent leaves nothing behind (on Windows a parent's number never changes)."""
    while os.getppid() == parent:
        await asyncio.sleep(_LOOK_S)
    stop.set()


def _announce(address: str) -> None:
    sys.stdout.write(f"simulator listening on {address}\n")
    sys.stdout.flush()


def _sentence(error: Exception) -> str:
    """What is wrong, without the value: it may be a secret."""
    if isinstance(error, ValidationError):
        first = error.errors(include_input=False)[0]
        return f"{'.'.join(str(part) for part in first['loc']) or 'the whole'}: {first['msg']}"
    return str(error)


def _complain(code: int, sentence: str) -> int:
    sys.stderr.write(f"posdesk simulator: {sentence}\n")
    return code
