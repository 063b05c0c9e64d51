"""The simulator's printer in a thread of its own, for whoever prints and waits."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator
from pathlib import Path

from posdesk.simulator.printer.printer import MM_80, VirtualPrinter


@contextlib.contextmanager
def printing(
    folder: Path, width: int = MM_80, kind: type[VirtualPrinter] = VirtualPrinter
) -> Iterator[tuple[VirtualPrinter, int]]:
    """A printer on loopback, and its port."""
    printer, loop = kind(folder, width), asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="virtual-printer")
    thread.start()
    try:
        yield printer, asyncio.run_coroutine_threadsafe(printer.start(port=0), loop).result()
    finally:
        asyncio.run_coroutine_threadsafe(printer.stop(), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
