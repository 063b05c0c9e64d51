"""Code 128, set B, as bars: for the test codes that teach a scanner."""

from typing import Final

_ALL: Final = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_SYMBOLS: Final = tuple(_ALL[at : at + 6] for at in range(0, len(_ALL), 6))
"""Widths of bars and spaces in turn, by the symbol's value."""
_START_B, _STOP, _CHECK = 104, "2331112", 103


def bars_of(text: str) -> str:
    """The widths of bars and spaces in turn, in modules, without the quiet zones of ten at either side.

    Raises ValueError for a character that set B has not: printable ASCII only.
    """
    values = [ord(character) - 32 for character in text]
    if not text or not all(0 <= value <= 94 for value in values):
        raise ValueError(f"{text!r} is not printable ASCII")
    check = (_START_B + sum(at * value for at, value in enumerate(values, 1))) % _CHECK
    return "".join(_SYMBOLS[value] for value in (_START_B, *values, check)) + _STOP
