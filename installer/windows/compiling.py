"""Run by Python for Windows: compiles a folder's .py beside them, the same bytes each time.

    python.exe compiling.py FOLDER

What marshal notes of which objects were shared can change from run to run, and is made even by reading and
writing it once more; sets it writes in one order by itself. The .pyc say that nobody need look at the source.
"""

import importlib.util
import marshal
import sys
from pathlib import Path

_HEAD = importlib.util.MAGIC_NUMBER + b"\1\0\0\0"  # the source's hash counts, and isn't looked at


def main(folder: str) -> int:
    """Compiles all. Raises SyntaxError."""
    top = Path(folder)
    sources = sorted(top.rglob("*.py"), key=lambda path: path.relative_to(top).as_posix())
    for source in sources:
        _compile(source, source.relative_to(top).as_posix())
    print(f"{len(sources)} compiled")
    return 0


def _compile(source: Path, name: str) -> None:
    text = source.read_bytes()
    code = compile(text, name, "exec", dont_inherit=True)
    even = marshal.dumps(marshal.loads(marshal.dumps(code)))  # noqa: S302 - written in the same line
    target = source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(_HEAD + importlib.util.source_hash(text) + even)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
