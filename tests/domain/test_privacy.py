"""What of a person or a secret is shown in a text that others may read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.privacy import BLANK, without_lone_phones, without_phones, without_secrets

_AROUND = st.text(st.characters(exclude_categories=["Cs", "N"]), max_size=5)
_MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


@given(_AROUND, _MOBILE, _AROUND, st.sampled_from(["", " ", "-"]))
def test_a_mobile_number_is_masked_wherever_and_however_it_stands(
    before: str, phone: str, after: str, between: str
) -> None:
    spaced = between.join((phone[:3], phone[3:7], phone[7:]))
    text = without_phones(f"{before}{spaced}{after}")
    assert spaced not in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("请打13507311234，谢谢", "请打135****1234，谢谢"),
        ("+8613507311234", "+86135****1234"),
        ("(+86) 135 0731 1234", "(+86) 135****1234"),
        ("0086-135-0731-1234", "0086-135****1234"),
        ("8613507311234转", "86135****1234转"),
        ("135.0731.1234", "135****1234"),
        ("1 3 5 0 7 3 1 1 2 3 4", "135****1234"),
        ("13507311234_5678", "135****1234_5678"),
        ("13507311234-5678", "135****1234-5678"),
        ("135****1234", "135****1234"),
        ("13507311234/13607311235", "135****1234/136****1235"),
        ("135\u200b0731\u20601234", "135****1234"),
        ("tel 0731-84512345", "tel 073****2345"),
        ("１３５０７３１１２３４", "１３５****１２３４"),
        ("a1c2d3e4-0000-4000-8000-13507311234f", "a1c2d3e4-0000-4000-8000-13507311234f"),
        ("6901234567891", "6901234567891"),
        ("2026-11-22T05:24:06.213441+00:00", "2026-11-22T05:24:06.213441+00:00"),
        ("XS20261122001-01000004", "XS20261122001-01000004"),
        ("1732252800000", "1732252800000"),
    ],
)
def test_a_number_is_masked_as_it_is_spelt_and_what_is_none_stays(text: str, shown: str) -> None:
    assert without_phones(text) == shown


_CODE = st.text(st.sampled_from("ABCXYZabcxyz"), min_size=1, max_size=3)
_GAPS = st.sampled_from(["", " ", "-", "－", "\u3000", "\xa0", " - ", "\u200b"])
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@st.composite
def spelt(draw: st.DrawFn, phone: str) -> str:
    """A mobile number as somebody may write it."""
    places = draw(st.lists(st.integers(2, 10), max_size=4, unique=True).map(sorted))
    gap, pieces = draw(_GAPS), []
    for start, end in zip([0, *places], [*places, 11], strict=True):
        pieces.append(phone[start:end])
    before = draw(st.sampled_from(["", "", "+86", "86", "0086", "+86 ", "86-", "(+86)"]))
    behind = draw(st.sampled_from(["", "", "_1234", "-5678", "转12", "#88"]))
    text = before + gap.join(pieces) + behind
    return text.translate(_FULL_WIDTH) if draw(st.booleans()) else text


def digits(text: str) -> str:
    """The figures of a text, one behind the other."""
    return "".join(str(int(c)) if c.isdecimal() else "*" if c == "*" else "" for c in text)


@given(
    st.data(),
    _MOBILE,
    st.sampled_from(["", "请打", "tel:", "（", "电话 "]),
    st.sampled_from(["", "，谢谢", "）", "!"]),
)
def test_a_mobile_number_in_any_spelling_keeps_only_its_ends(
    data: st.DataObject, phone: str, before: str, after: str
) -> None:
    text = data.draw(spelt(phone))
    for rule in (without_phones, without_lone_phones):
        shown = rule(f"{before}{text}{after}")
        assert phone not in digits(shown)
        assert f"{phone[:3]}****{phone[-4:]}" in digits(shown)
        assert rule(shown) == shown


@given(st.from_regex(r"[1-9][0-9]{0,9}|[2-9][0-9]{10}|1[0-2][0-9]{9}|[1-79][0-9]{11,24}", fullmatch=True))
def test_a_row_of_more_or_fewer_figures_is_no_mobile_number(number: str) -> None:
    assert without_phones(f"单号 {number}") == f"单号 {number}"
    assert without_lone_phones(number) == number


@given(_CODE, _MOBILE, _CODE, st.sampled_from(["", "-", "_", ".", "/"]))
def test_in_a_name_of_goods_a_code_that_holds_such_a_row_stays(
    before: str, phone: str, after: str, joint: str
) -> None:
    for code in (
        f"{before}{joint}{phone}",
        f"{phone}{joint}{after}",
        f"{before}{joint}{phone}{joint}{after}",
    ):
        assert without_lone_phones(f"米粉 {code}") == f"米粉 {code}"


@pytest.mark.parametrize("number", ["13507311234-01", "481-13507311234", "20261122-01", "B12", "27", ""])
def test_a_show_number_that_is_a_code_stays(number: str) -> None:
    assert without_lone_phones(number) == number


@given(st.text(st.characters(exclude_categories=["Cs", "N"])))
def test_a_text_without_figures_stays(text: str) -> None:
    assert without_phones(text) == without_lone_phones(text) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=4, max_size=9), _AROUND)
def test_a_secret_is_blanked_as_it_is_and_as_json_and_bytes_spell_it(secret: str, around: str) -> None:
    for spelt in (secret, json.dumps(secret)[1:-1], repr(secret.encode())[2:-1]):
        text = without_secrets(f"{around}{spelt}{around}", [secret])
        assert spelt not in text or spelt in f"{around}{BLANK}{around}"


def test_of_two_secrets_the_longer_goes_first() -> None:
    assert without_secrets("abcdef abcd", ["abcd", "abcdef"]) == f"{BLANK} {BLANK}"


def test_a_pin_is_blanked_where_it_stands_alone_and_leaves_longer_numbers_be() -> None:
    assert without_secrets("pin 730164, target 9007301649", [], ["730164"]) == "pin ***, target 9007301649"


def test_a_secret_too_short_to_be_one_blanks_nothing() -> None:
    assert without_secrets("abc abcd", ["abc"]) == "abc abcd"
