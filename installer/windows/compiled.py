"""Run by Python for Windows: whether each .pyc of its library is what it compiles from the text beside it.

    python.exe compiled.py LIBRARY.zip TEXTS

Prints a line a difference and, at the end, how many are the same. The library's .pyc carry no docstrings and
no asserts (as under -OO) and the hash of their source; sets among their constants have no order of their own.
"""

import importlib.util
import marshal
import sys
import types
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_HEAD = 16  # magic number, flags, the source's hash
_MARKED = importlib.util.MAGIC_NUMBER + b"\1\0\0\0"  # the hash counts, but isn't looked at
_NOT_COMPARED = frozenset({"co_consts", "co_lnotab"})  # the first by what it holds, the second is no longer


def main(library: str, texts: str) -> int:
    """Compares; 0 where all are the same."""
    found = list(_differences(Path(library), Path(texts)))
    print(*found, sep="\n")
    return 1 if found else 0


def _differences(library: Path, texts: Path) -> Iterator[str]:
    count = 0
    with zipfile.ZipFile(library) as files:
        for name in sorted(files.namelist()):
            if name.endswith(".pyc"):
                text = texts / name.removesuffix("c")
                if not text.exists() or not _is_of(files.read(name), text.read_bytes()):
                    yield f"{name} is not what {text} compiles to"
                count += 1
    print(f"{count} compiled")


def _is_of(compiled: bytes, text: bytes) -> bool:
    if compiled[:_HEAD] != _MARKED + importlib.util.source_hash(text):
        return False
    code = marshal.loads(compiled[_HEAD:])  # noqa: S302 - of a file that is pinned; nothing of it is run
    return _shape(code) == _shape(compile(text, code.co_filename, "exec", dont_inherit=True, optimize=2))


def _shape(code: types.CodeType) -> tuple[Any, ...]:
    names = [name for name in dir(code) if name.startswith("co_") and name not in _NOT_COMPARED]
    plain = [getattr(code, name) for name in names if not callable(getattr(code, name))]
    return (*plain, *map(_constant, code.co_consts))


def _constant(value: object) -> object:
    """A constant with its type, as 1, 1.0 and True are equal, and 0.0 and -0.0."""
    if isinstance(value, types.CodeType):
        return _shape(value)
    if isinstance(value, tuple):
        return tuple(map(_constant, value))
    if isinstance(value, frozenset):
        return frozenset(map(_constant, value))
    return type(value), repr(value)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2]))
