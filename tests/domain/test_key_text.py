"""What names something is compared in one form and kept as it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.key_text import BadKey, compared, key_text


@pytest.mark.parametrize(
    "written", ["PAD001              ", "\tPAD001", "PAD001\r\n", "\u00a0PAD001\u3000", "\u2003PAD001\u2028"]
)
def test_blanks_around_a_key_are_no_part_of_it(written: str) -> None:
    assert key_text(written) == "PAD001"


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u202d", "\u00ad", "\u2060", "\u3164", "\u034f"])
def test_an_invisible_character_anywhere_is_refused_by_name(mark: str) -> None:
    for written in (f"A{mark}1", f"{mark}A1", f"A1{mark}"):
        with pytest.raises(BadKey, match=f"U\\+{ord(mark):04X}"):
            key_text(written)


@pytest.mark.parametrize("mark", ["\x00", "\x1d", "\n", "\t", "\x7f", "\u2028"])
def test_a_control_character_inside_is_refused_by_name(mark: str) -> None:
    with pytest.raises(BadKey, match=f"U\\+{ord(mark):04X}"):
        key_text(f"A{mark}1")


@pytest.mark.parametrize("written", ["", "   ", "\u3000", "1" * 65])
def test_nothing_and_too_much_name_nothing(written: str) -> None:
    with pytest.raises(BadKey):
        key_text(written)


def test_the_longest_key_is_taken_without_its_blanks() -> None:
    assert key_text(" " + "1" * 64 + " ") == "1" * 64


@pytest.mark.parametrize(
    ("one", "other"),
    [("ＰＡＤ００１", "PAD001"), ("A\u30001", "A 1"), ("e\u0301", "\u00e9"), ("Ａ\u0301", "Á")],
)
def test_full_width_and_composed_forms_are_the_same_key(one: str, other: str) -> None:
    assert compared(one) == compared(other)


@pytest.mark.parametrize(
    ("one", "other"), [("A²", "A2"), ("a1", "A1"), ("①", "1"), ("01", "1"), ("A-1", "A1")]
)
def test_nothing_else_is_folded(one: str, other: str) -> None:
    assert compared(one) != compared(other)


@given(st.text(max_size=70))
def test_the_compared_form_is_its_own(text: str) -> None:
    assert compared(compared(text)) == compared(text)
    assert compared(unicodedata.normalize("NFD", text)) == compared(text)
