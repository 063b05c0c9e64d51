"""The rows of a till's CSV file: its encoding, its separator, its header and the cells of each line.

Decided here, where a spreadsheet leaves something open: what can be read without guessing is read, all else
is refused in words that show what can't be seen.
"""

import csv
import io
import re
from collections.abc import Iterator

from posdesk.domain.key_text import named_unseen, unseen_in
from posdesk.errors import BadReceipt
from posdesk.platforms.wdk.checking import shown
from posdesk.records import dataclass

_DELIMITERS = ",;\t"
_MARKS = {
    b"\xef\xbb\xbf": "utf-8",
    b"\x84\x31\x95\x33": "gb18030",
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
}
_LAST_DOUBTFUL = "\u07ff"  # up to here UTF-8 has two bytes a character, as GB18030 has: both read all of it
_SEP = re.compile(r'\s*"?sep=(?P<sign>[^\w\s"]|\t)"?[,;\t\r]*', re.IGNORECASE)
_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_END_OF_DOS = "\x1a"  # Ctrl+Z


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line that is not blank: its number in the file, and whether it has its end."""

    number: int
    cells: list[str]
    has_end: bool = True


def bad(line: int, column: str, zh: str, en: str) -> BadReceipt:
    """A complaint that names line and column, if there is one."""
    in_zh = f"第 {line} 行“{column}”列" if column else f"第 {line} 行"
    in_en = f"line {line}, column {column}" if column else f"line {line}"
    return BadReceipt(f"{in_zh}：{zh} / {in_en}: {en}")


def text_of(data: bytes) -> str:
    """The text of a file: by its mark, else UTF-8, else GB18030. Raises BadReceipt where it may be either."""
    mark = next((mark for mark in _MARKS if data.startswith(mark)), b"")
    text = _decoded(data[len(mark) :], _MARKS[mark]) if mark else _unmarked(data)
    if text is None:
        raise BadReceipt("既不是 UTF-8 也不是 GB18030 文本 / neither UTF-8 nor GB18030 text")
    if "\0" in text:
        zh, en = (
            "含有空字符 U+0000（可能是无标记的 UTF-16），请另存为 UTF-8",
            ("it holds the character U+0000, as UTF-16 without a mark does: save it as UTF-8"),
        )
        raise BadReceipt(f"{zh} / {en}")
    return text.rstrip(_END_OF_DOS)


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(data: bytes) -> str | None:
    utf8, gb = _decoded(data, "utf-8"), _decoded(data, "gb18030")
    if utf8 is not None and gb is not None and not utf8.isascii() and max(utf8) <= _LAST_DOUBTFUL:
        raise _doubtful(data)
    return utf8 if utf8 is not None else gb


def _doubtful(data: bytes) -> BadReceipt:
    """The error for a file that reads differently in two encodings; it shows the first word that differs."""
    found = _NOT_ASCII.search(data)
    assert found is not None
    line = data.count(b"\n", 0, found.start()) + 1
    gb, utf8 = shown(found[0].decode("gb18030")), shown(found[0].decode("utf-8"))
    zh = f"“{gb}”还是“{utf8}”？文件无标记，按 GB18030 和 UTF-8 都能读。请另存为带标记（BOM）的 UTF-8"
    en = f'"{gb}" or "{utf8}"? Without a mark it reads as GB18030 and as UTF-8. Save it as UTF-8 with a mark'
    return bad(line, "", zh, f"{en} (BOM)")


def lines_of(text: str) -> Iterator[TextLine]:
    """The header and the rows, in order; a `sep=` line above them is read and left out."""
    head = _first_line(text)
    named = _SEP.fullmatch(head)
    delimiter = named["sign"] if named else max(_DELIMITERS, key=head.count)
    found = _numbered(text, delimiter)
    if named:
        next(found)
    yield from found


def _first_line(text: str) -> str:
    return next((line for line in io.StringIO(text) if line.strip()), "").rstrip("\n")


def _numbered(text: str, delimiter: str) -> Iterator[TextLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    last = sum(1 for _ in io.StringIO(text, newline=""))
    is_whole, line = text.endswith(("\n", "\r")), 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield TextLine(line, cells, is_whole or reader.line_num < last)
            line = reader.line_num + 1
    except csv.Error as error:
        raise bad(line, "", f"不是 CSV（{error}）", f"not CSV ({error})") from error


def names_of(header: TextLine) -> list[str]:
    """The columns' names; empty ones at the end are none. Raises BadReceipt for one that only looks right."""
    names = [cell.strip() for cell in header.cells]
    while names and not names[-1]:
        names.pop()
    for name in filter(unseen_in, names):
        seen, zh, en = named_unseen(name)
        raise bad(header.number, shown(seen), zh, en)
    return names


def filled(line: TextLine, names: list[str]) -> dict[str, str]:
    """A line's filled cells by column. Raises BadReceipt for more of them than columns, and for a torn line.

    A spreadsheet leaves out a line's last cells where they are empty; a line that also lacks its end may
    have been cut off there.
    """
    cells = [_without_tabs(cell) if "\t" in cell else cell for cell in line.cells]
    counted = counted_words(line, names)
    if any(cell.strip() for cell in cells[len(names) :]):
        raise bad(line.number, "", *counted)
    if len(cells) < len(names) and not line.has_end:
        zh, en = "最后一行没有行尾，文件可能不完整", "the last line has no end, the file may be cut off"
        raise bad(line.number, "", f"{counted[0]}；{zh}", f"{counted[1]}; {en}")
    return {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}


def counted_words(line: TextLine, names: list[str]) -> tuple[str, str]:
    """How many cells a line has and how many columns there are, in both languages."""
    cells, columns = len(line.cells), len(names)
    return f"有 {cells} 格，表头有 {columns} 格", f"{cells} cells, the header has {columns}"


def _without_tabs(cell: str) -> str:
    """A tab beside a number keeps it text in a spreadsheet; with the blanks there it is no part of it."""
    return cell.strip() if cell[:1] == "\t" or cell[-1:] == "\t" else cell
