"""Makes `resources/fonts/slip24.bin`: what is drawn where a printer lacks a character.

python installer/slip_font.py NotoSansCJK-Regular.ttc

Debian's fonts-noto-cjk holds that file (OFL 1.1); Pillow and fontTools read it here, so that the program
itself needs neither. Every character but Hangul is drawn once, in black and white, into its cells of 12 or
24 × 24 dots. The file: the count (4 bytes), then compressed: the code points (3 bytes each, rising), then as
many glyphs of 24 rows of 3 bytes; a half-width glyph stands in the left half of its rows.
"""

import sys
import unicodedata
import zlib
from pathlib import Path

from fontTools.ttLib import TTCollection
from PIL import Image, ImageDraw, ImageFont

_MONO_SC = "Noto Sans Mono CJK SC"  # its Latin letters are half as wide as its characters
_HIGH = 24
_BLACK = 112  # of 255: thin strokes stay whole
_TARGET = Path(__file__).resolve().parent.parent / "resources/fonts/slip24.bin"


def main(source: Path) -> None:
    """Draw every character."""
    fonts = TTCollection(source, lazy=True).fonts
    index = next(at for at, font in enumerate(fonts) if font["name"].getDebugName(4).startswith(_MONO_SC))
    points = sorted(filter(_is_wanted, fonts[index].getBestCmap()))
    font = ImageFont.truetype(source, _HIGH, index=index)
    glyphs = b"".join(_drawn(chr(point), font) for point in points)
    body = b"".join(point.to_bytes(3) for point in points) + glyphs
    _TARGET.write_bytes(len(points).to_bytes(4) + zlib.compress(body, 9))
    sys.stdout.write(f"{len(points)} characters, {_TARGET.stat().st_size} bytes\n")


def _is_wanted(point: int) -> bool:
    name = unicodedata.name(chr(point), "")
    return bool(name) and "HANGUL" not in name and unicodedata.category(chr(point)) not in {"Cc", "Cf", "Mn"}


def _drawn(character: str, font: ImageFont.FreeTypeFont) -> bytes:
    picture = Image.new("L", (_HIGH, _HIGH), 0)
    ImageDraw.Draw(picture).text((0, 20), character, fill=255, font=font, anchor="ls")
    drawn: bytes = picture.point(lambda grey: 255 * (grey > _BLACK)).convert("1").tobytes()
    return drawn


if __name__ == "__main__":
    main(Path(sys.argv[1]))
