"""What is freed goes back to the machine: a counter PC runs for weeks, and its peaks come every noon.

Left to itself, glibc gives each thread a heap of its own, each as large as its largest moment ever was, and
takes ever larger pieces from them. Other systems' heaps are left alone.
"""

import ctypes
import sys

HEAPS = 2
LARGE_BYTES = 128 * 1024  # a piece that gets pages of its own, and goes back whole
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # <malloc.h>


def keep_small() -> None:
    """Set the C library's heap up, before there are threads."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(_ARENA_MAX, HEAPS)
        libc.mallopt(_MMAP_THRESHOLD, LARGE_BYTES)
        libc.mallopt(_TRIM_THRESHOLD, LARGE_BYTES)
