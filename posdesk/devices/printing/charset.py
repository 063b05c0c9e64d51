"""What a printer's own characters are, and the bytes it wants for them (product row 50)."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import groupby

from posdesk.domain.printing.cells import cells_of


class Charset(StrEnum):
    """A printer's set; the words are those of the settings."""

    GBK = "gbk"
    GB18030 = "gb18030"
    UTF_8 = "utf-8"
    RASTER = "raster"  # no Chinese of its own: all but ASCII is drawn

    def encoded(self, text: str) -> bytes:
        """The bytes of characters that `has` says it has. Raises UnicodeEncodeError for others."""
        return text.encode("ascii" if self is Charset.RASTER else self.value)

    def has(self, character: str) -> bool:
        """Whether the printer has that character itself.

        GB18030's four-byte characters are left out: printers that call themselves so lack their glyphs.
        """
        try:
            room = 3 if self is Charset.UTF_8 else cells_of(character)
            return len(self.encoded(character)) <= room
        except UnicodeEncodeError:
            return False


def runs(text: str, charset: Charset) -> Iterator[tuple[bool, str]]:
    """The text in runs: whether the printer has these characters, and the characters."""
    for has, characters in groupby(text, charset.has):
        yield has, "".join(characters)
