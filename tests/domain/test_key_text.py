"""What names something is compared in one form and kept as it was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.key_text import BadKey, compared, key_text, typed_code, unseen_in
from posdesk.domain.pickup.scan_code import check_code


@pytest.mark.parametrize(
    "written", ["PAD001              ", "\tPAD001", "PAD001\r\n", "\u00a0PAD001\u3000", "\u2003PAD001\u2028"]
)
def test_blanks_around_a_key_are_no_part_of_it(written: str) -> None:
    assert key_text(written) == "PAD001"


@pytest.mark.parametrize(
    "mark", ["\u200b", "\ufeff", "\u202d", "\u00ad", "\u2060", "\u3164", "\u034f", "\ufe0f", "\U000e0100"]
)
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
def test_blanks_around_a_text_are_no_part_of_its_compared_form(text: str) -> None:
    assert compared(f"\u3000{text} \t") == compared(text)


@pytest.mark.parametrize(
    "written",
    [
        "123456789012",
        "1234 5678 9012",
        "1234\u30005678\u00a09012",
        "  1234  5678 9012\r\n",
        "\u202d123456789012\u202c",
        "\u200b\ufeff 123456789012 \u200b",
        "\u200b\u202d1234 5678 9012\u202c\u200b",
        "１２３４５６７８９０１２",
        "１２３４　５６７８　９０１２",
    ],
)
def test_a_typed_code_is_its_digits_however_it_was_printed_or_pasted(written: str) -> None:
    assert typed_code(written) == "123456789012"


@pytest.mark.parametrize(
    ("written", "code"),
    [("AB 12", "AB 12"), ("12 AB 34", "12 AB 34"), ("a-1 2", "a-12"), ("", ""), (" ", "")],
)
def test_only_blanks_between_digits_are_taken_out_of_a_typed_code(written: str, code: str) -> None:
    assert typed_code(written) == code


@pytest.mark.parametrize("written", ["1234\u200b5678", "12\u202d34", "券1234", "12\x0034"])
def test_what_stands_inside_a_typed_code_is_not_taken_out(written: str) -> None:
    assert check_code(typed_code(written)) is not None


@given(st.text(max_size=70))
def test_a_typed_code_has_nothing_around_it_and_is_its_own(text: str) -> None:
    code = typed_code(text)
    assert code == code.strip() == typed_code(code)
    assert not unseen_in(code[:1] + code[-1:])


def test_what_can_not_be_seen_is_named() -> None:
    assert (unseen_in("12\u200b34"), unseen_in("1234"), unseen_in("券 1")) == ("U+200B", "", "")


@given(st.text(max_size=70))
def test_the_compared_form_is_its_own(text: str) -> None:
    assert compared(compared(text)) == compared(text)
    assert compared(unicodedata.normalize("NFD", text)) == compared(text)
