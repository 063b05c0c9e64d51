"""The C library's heap of a program that runs for weeks."""

import ctypes
import gc
import json
import subprocess
import sys
from collections.abc import Callable

import pytest

from posdesk.host import memory
from tests.support.paths import ROOT

PROGRAM = """
import ctypes, json, sys, tempfile, threading
from posdesk.host import memory

if sys.argv[1] == "small":
    memory.keep_small()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]
together = threading.Barrier(8)

def work():
    kept = libc.malloc(1000)
    together.wait()
    libc.free(kept)

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
for _ in range(3):
    libc.free(libc.malloc(8 * memory.LARGE_BYTES))
libc.malloc(2 * memory.LARGE_BYTES)
libc.fopen.restype, libc.fopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_char_p]
libc.malloc_info.argtypes, libc.fclose.argtypes = [ctypes.c_int, ctypes.c_void_p], [ctypes.c_void_p]
with tempfile.NamedTemporaryFile() as file:
    told = libc.fopen(file.name.encode(), b"w")
    libc.malloc_info(0, told)
    libc.fclose(told)
    text = open(file.name).read()
own_pages = text.rsplit('<total type="mmap" count="', 1)[1].split('"')[0]
print(json.dumps([text.count("<heap nr="), int(own_pages)]))
"""


def of_glibc(test: Callable[..., None]) -> Callable[..., None]:
    """Marks a test of glibc's heaps."""
    missing = sys.platform == "linux" and not hasattr(ctypes.CDLL(None), "malloc_info")
    by_glibc = pytest.mark.skipif(missing, reason="no glibc")
    return pytest.mark.posix("glibc's heaps are looked at")(by_glibc(test))  # type: ignore[no-any-return]


@of_glibc
def test_threads_share_few_heaps_and_a_large_piece_has_pages_of_its_own() -> None:
    heaps, large = _held("small")
    usual_heaps, usual_large = _held("usual")
    assert heaps <= memory.HEAPS < usual_heaps
    assert large > usual_large


def _held(how: str) -> tuple[int, int]:
    """How many heaps there are, and how many pieces with pages of their own."""
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    ).stdout
    heaps, large = json.loads(said)
    return heaps, large


FREED = """
import asyncio, ctypes, gc, json
from posdesk.host import memory

memory.keep_small()
memory.GIVE_BACK_EVERY_S = 0.0
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
libc.free.argtypes = [ctypes.c_void_p]

def rss_kib():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4

async def given_back():
    task = asyncio.create_task(memory.keep_giving_back())
    while not gc.get_freeze_count():
        await asyncio.sleep(0)
    frozen = gc.get_freeze_count()
    pieces = [libc.malloc(64_000) for _ in range(1000)]
    for piece in pieces:
        ctypes.memset(piece, 1, 64_000)
    for piece in pieces[:-1]:
        libc.free(piece)
    held = rss_kib()
    while rss_kib() > held - 32_000:  # it hangs here where nothing is given back
        await asyncio.sleep(0)
    task.cancel()
    print(json.dumps([frozen, held - rss_kib()]))

asyncio.run(given_back())
"""


@of_glibc
def test_what_is_freed_below_what_is_in_use_goes_back_and_what_stays_is_not_looked_at_again() -> None:
    said = subprocess.run(
        [sys.executable, "-c", FREED], cwd=ROOT, capture_output=True, encoding="utf-8", check=True, timeout=60
    ).stdout
    frozen, given_kib = json.loads(said)
    assert frozen > 1000
    assert given_kib >= 32_000


def test_a_start_looks_for_no_garbage_and_then_only_in_what_comes_after_it() -> None:
    try:
        memory.begin_start()
        assert not gc.isenabled()
        memory.end_start()
        assert gc.isenabled()
        assert gc.get_freeze_count() > 0
    finally:
        gc.disable()  # as the harness wants it
        gc.unfreeze()
