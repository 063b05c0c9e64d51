"""The bundled font and the type scale."""

from enum import StrEnum
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase

from posdesk.desk.theme.tokens import tokens
from posdesk.host.resources import resource

FONT_FILES = ("fonts/NotoSansSC-Regular-gb2312.ttf", "fonts/NotoSansSC-Bold-gb2312.ttf")


class FontRole(StrEnum):
    """The steps of the type scale; sizes are logical px."""

    CAPTION = "caption"
    CAPTION_BOLD = "caption_bold"
    BODY = "body"
    BODY_BOLD = "body_bold"
    LARGE = "large"  # as STRONG, but regular
    STRONG = "strong"
    TITLE_REGULAR = "title_regular"
    TITLE = "title"
    HEADING = "heading"
    NUMBER_S = "number_s"
    NUMBER_M = "number_m"
    NUMBER_MAKING = "number_making"
    NUMBER_NEW = "number_new"
    NUMBER_NEW_SMALL = "number_new_small"  # below 1680 wide
    NUMBER_DETAIL = "number_detail"
    NUMBER_PICKUP = "number_pickup"
    COUNTDOWN = "countdown"
    CLOCK = "clock"


_VARIANTS = {
    FontRole.CAPTION_BOLD: (FontRole.CAPTION, True),
    FontRole.BODY_BOLD: (FontRole.BODY, True),
    FontRole.LARGE: (FontRole.STRONG, False),
    FontRole.TITLE_REGULAR: (FontRole.TITLE, False),
}


@cache
def load_fonts() -> tuple[str, ...]:
    """Gives Qt the bundled fonts and returns their families; needs a QGuiApplication.

    Raises FileNotFoundError where a font file is missing, ValueError where Qt can't read one.
    """
    families: list[str] = []
    for name in FONT_FILES:
        number = QFontDatabase.addApplicationFont(str(resource(name)))
        if number < 0:
            raise ValueError(f"Qt can't read the font {name}")
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def font_of(role: FontRole) -> QFont:
    """The font of a step of the scale; its size is in logical px whatever the screen's density."""
    size, bold = _size_and_weight(role)
    font = QFont([tokens()["font"]["family"], *tokens()["font"]["fallback"]])
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return font


def _size_and_weight(role: FontRole) -> tuple[int, bool]:
    scale = tokens()["font"]["scale"]
    if role is FontRole.NUMBER_NEW_SMALL:
        return int(scale["number_new"]["below_1680_wide"]), True
    base, bold = _VARIANTS.get(role, (role, scale.get(role, {}).get("weight") == 700))
    return int(scale[base]["size"]), bold
