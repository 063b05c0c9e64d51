"""Code 128's bars: what the standard says of every symbol, and a code that was drawn before."""

import pytest

from posdesk.domain.pickup.code128 import _SYMBOLS, bars_of

BEFORE = "2112141112421341111142121221323121313121311231221231221231222211321231221123314111312331112"
"""pos-7700030K, as the scanner's topic had it for a year, and scanners read it."""


def test_each_symbol_is_another_one_eleven_modules_wide_with_an_even_sum_of_bars() -> None:
    assert len(_SYMBOLS) == len(set(_SYMBOLS)) == 106
    for symbol in _SYMBOLS:
        widths = [int(width) for width in symbol]
        assert sum(widths) == 11
        assert sum(widths[::2]) % 2 == 0


def test_start_text_check_and_stop_stand_in_their_order() -> None:
    assert bars_of("pos-7700030K") == BEFORE


@pytest.mark.parametrize("text", ["", "é", "a\n"])
def test_what_set_b_has_not_is_no_bars(text: str) -> None:
    with pytest.raises(ValueError, match="printable"):
        bars_of(text)
