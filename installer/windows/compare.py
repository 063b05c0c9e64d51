"""Whether the Python that is shipped is the Foundation's own: its files held against a second source.

    python3 installer/windows/compare.py

After `fetched.py` names another version, before its pins are believed; as root on Debian 12 or newer, as wine
is. What must hold, or it ends with 1 and says what does not:

1. Each file is as pinned, and each program and library carries the Foundation's or Microsoft's signature.
2. The second package, made by others from the Foundation's full installer, has each of them, byte for byte.
3. Each text of the library stands in the catalog that the Foundation signed, by its hash. It leaves out
   the empty ones and two more (`NOT_IN_CATALOG`), which a person read against Debian's 3.13.5.
4. Each .pyc is what this same Python compiles from that text; each other file of the library is the second's.

What is in the first alone and can't be compared is not shipped: `python313._pth`, in whose place is our own.
"""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import fetched
import signatures
import wine

NOT_SHIPPED = frozenset({fetched.PATHS, fetched.CATALOG})
NOT_IN_CATALOG = frozenset({"xml/__init__.pyc", "zipfile/__init__.pyc"})
_KEPT = wine.CHECKOUT / "build" / "windows-setup"


def main() -> int:
    """Compares all; 0 where everything holds."""
    if missing := wine.obstacle():
        print(f"posdesk: this can't be compared here: {missing}", file=sys.stderr)
        return 2
    package = fetched.source_package(_KEPT / fetched.EMBED.file)
    other = fetched.source_package(_KEPT / fetched.SECOND.file, fetched.SECOND)
    first, second = fetched.python_files(package), dict(fetched.files_of(fetched.SECOND, other))
    faults = [*unsigned(first), *not_in_both(first, second), *library_faults(first, second)]
    faults += compiled_faults(package, second)
    print(*faults, sep="\n")
    print(f"{fetched.EMBED.file} against {fetched.SECOND.file}: {len(faults)} differences")
    return 1 if faults else 0


def unsigned(first: Mapping[str, bytes]) -> Iterator[str]:
    """The programs, libraries and the catalog that nobody of the makers signed."""
    with tempfile.TemporaryDirectory() as folder:
        for path, content in first.items():
            file = Path(folder, path)
            file.write_bytes(content)
        for file in (*signatures.programs_in(Path(folder)), Path(folder, fetched.CATALOG)):
            try:
                signatures.check_signers([file])
            except signatures.SignatureError as error:
                yield str(error)


def not_in_both(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> Iterator[str]:
    """What is shipped and the second package has otherwise, or not at all; the library is looked at apart."""
    for path in sorted(first.keys() - NOT_SHIPPED - {fetched.ZIP}):
        if first[path] not in (second.get(path), second.get(f"DLLs/{path}")):
            yield f"{path} is another file in {fetched.SECOND.file}, or not in it"


def library_faults(first: Mapping[str, bytes], second: Mapping[str, bytes]) -> Iterator[str]:
    """The texts that the signed catalog doesn't have, and the library's other files that differ."""
    catalog = first[fetched.CATALOG]
    with zipfile.ZipFile(io.BytesIO(first[fetched.ZIP])) as library:
        for name in sorted(library.namelist()):
            is_compiled = name.endswith(".pyc")
            text = second.get(f"Lib/{name.removesuffix('c') if is_compiled else name}")
            is_left_out = not text or name in NOT_IN_CATALOG
            if text is None or not (is_left_out or hashlib.sha256(text).digest() in catalog):
                yield f"{name}: its text is not in {fetched.SECOND.file}, or not in the signed catalog"
            elif not is_compiled and text != library.read(name):
                yield f"{name} is another file in {fetched.SECOND.file}"


def compiled_faults(package: bytes, second: Mapping[str, bytes]) -> list[str]:
    """Has that Python itself compile the second package's texts, under wine."""
    home = wine.home()
    place = wine.Wine(home)
    with wine.alone(home):
        place.make()
        with tempfile.TemporaryDirectory(dir=home) as folder:
            texts = Path(folder, "texts")
            for path, content in second.items():
                if path.startswith("Lib/"):
                    file = texts / path.removeprefix("Lib/")
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content)
            fetched.put_python(package, Path(folder, "python"))
            return _said_by(place, Path(folder).name)


def _said_by(place: wine.Wine, folder: str) -> list[str]:
    here = f"Z:\\w\\{folder}"
    words = (f"{here}\\python\\{fetched.ZIP}", f"{here}\\texts")
    script = r"Z:\checkout\installer\windows\compiled.py"
    ended = place.program(f"{here}\\python\\python.exe", ("-I", script, *words), stdout=subprocess.PIPE)
    lines = ended.stdout.decode(errors="replace").split("\r\n")
    found = [line for line in lines if " is not what " in line]
    return found or ([] if ended.returncode == 0 else [f"the compiled files could not be compared: {lines}"])


if __name__ == "__main__":
    sys.exit(main())
