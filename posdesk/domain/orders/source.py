"""Where an order was placed (contracts.md: 3 Baidu, 4 Meituan, 17 QR ordering, 20 Ele.me)."""

from enum import StrEnum


class Source(StrEnum):
    """The ordering sites we know by name; anything else is OTHER and shown with its number."""

    BAIDU = "baidu"
    MEITUAN = "meituan"
    QR = "qr"
    ELEME = "eleme"
    OTHER = "other"


OWN_CODE = "own"
"""In the place of a site's code, of an order that we made ourselves: the sites' codes are numbers."""

_BY_CODE = {"3": Source.BAIDU, "4": Source.MEITUAN, "17": Source.QR, "20": Source.ELEME}


def source_of(code: str) -> Source:
    """The site of a wire code as it came; an unknown or empty one is OTHER, never an error."""
    return _BY_CODE.get(code.strip(), Source.OTHER)
