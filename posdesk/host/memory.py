"""What is freed goes back to the machine: a counter PC runs for weeks, and its peaks come every noon.

Left to itself, glibc gives each thread a heap of its own, each as large as its largest moment ever was, and
takes ever larger pieces from them; and what is freed between pieces in use it keeps for ever, unless it is
asked for it (`malloc_trim`, since glibc 2.8 of all heaps). Other systems' heaps are left alone.
"""

import ctypes
import gc
import sys
from typing import TYPE_CHECKING

from posdesk.host.late import late

if TYPE_CHECKING:
    import asyncio
else:
    asyncio = late("asyncio")

HEAPS = 2
GIVE_BACK_EVERY_S = 600.0
LARGE_BYTES = 128 * 1024  # a piece that gets pages of its own, and goes back whole
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # <malloc.h>


def keep_small() -> None:
    """Set the C library's heap up, before there are threads."""
    libc = _glibc()
    if libc is not None:
        libc.mallopt(_ARENA_MAX, HEAPS)
        libc.mallopt(_MMAP_THRESHOLD, LARGE_BYTES)
        libc.mallopt(_TRIM_THRESHOLD, LARGE_BYTES)


def begin_start() -> None:
    """A start makes a hundred thousand things that stay: no garbage is looked for among them meanwhile."""
    gc.disable()


def end_start() -> None:
    """What is there by now stays; from here on Python looks for garbage by itself, in what comes after."""
    gc.freeze()
    gc.enable()


async def keep_giving_back() -> None:
    """Let go of what is free every ten minutes, until cancelled."""
    await asyncio.sleep(GIVE_BACK_EVERY_S)
    _settle()
    while True:
        await asyncio.to_thread(give_back)
        await asyncio.sleep(GIVE_BACK_EVERY_S)


def _settle() -> None:
    """Take what is there by now for what stays: Python looks for garbage once a quarter more is there again.

    That is a quarter of all modules and classes, and of the little else when they aren't counted. The desk
    collects by itself, in its own thread.
    """
    if gc.isenabled():
        gc.collect()
        gc.freeze()


def give_back() -> None:
    """Let the machine have the free pages of all heaps: some milliseconds, without Python's lock."""
    libc = _glibc()
    if libc is not None:
        libc.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    libc = ctypes.CDLL(None) if sys.platform == "linux" else None
    return libc if hasattr(libc, "malloc_trim") else None
