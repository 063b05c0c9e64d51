"""The words of a PDF as Qt writes it: glyphs of each font turned back by the font's own table."""

import re
import zlib
from pathlib import Path

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9a-fA-F]+)>")
_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_SINGLE = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")
_SINGLES = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_LIST = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*\[(.*?)\]", re.DOTALL)


def pdf_text(path: Path) -> str:
    """All text of the file, the pieces as they were drawn, each on a line of its own.

    Among Latin letters the bundled font has other digits, which its table can't name: they come as "?".
    """
    objects = {int(number): body for number, body in _OBJECT.findall(path.read_bytes())}
    tables = _tables(objects)
    lines = []
    for body in objects.values():
        data = _inflated(body)
        if b" Tf" in data:
            lines += _lines(data, tables)
    return "\n".join(lines)


def pages(path: Path) -> int:
    """How many pages it has."""
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def _inflated(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if found is None:
        return b""
    return zlib.decompressobj().decompress(found[1]) if b"FlateDecode" in body else found[1]


def _tables(objects: dict[int, bytes]) -> dict[bytes, dict[int, str]]:
    """For each font's name in the page: glyph to character."""
    tables: dict[bytes, dict[int, str]] = {}
    for body in objects.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            font = objects[int(number)]
            unicode_at = re.search(rb"/ToUnicode (\d+) 0 R", font)
            if unicode_at:
                tables[name] = _characters(_inflated(objects[int(unicode_at[1])]))
    return tables


def _characters(table: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for section in _SINGLES.findall(table):
        found |= {int(glyph, 16): _text(code) for glyph, code in _SINGLE.findall(section)}
    for first, _last, listed in _LIST.findall(table):
        for at, code in enumerate(re.findall(rb"<([0-9a-fA-F]+)>", listed)):
            found[int(first, 16) + at] = _text(code)
    for first, last, code in _PAIR.findall(_LIST.sub(b"", table)):
        for at in range(int(last, 16) - int(first, 16) + 1):
            found.setdefault(int(first, 16) + at, chr(int(code, 16) + at))
    return found


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be")


def _lines(data: bytes, tables: dict[bytes, dict[int, str]]) -> list[str]:
    table: dict[int, str] = {}
    lines: list[str] = []
    for name, glyphs in _FONT.findall(data):
        if name:
            table = tables.get(name, {})
            lines.append("")
        elif lines:
            codes = [int(glyphs[at : at + 4], 16) for at in range(0, len(glyphs), 4)]
            lines[-1] += "".join(table.get(code, "?") for code in codes).replace("\t", " ")
    return lines
