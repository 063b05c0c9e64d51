"""What of a person or a secret is shown in a text that others may read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.privacy import BLANK, without_phones, without_secrets

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
        ("+8613507311234", "+8613507311234"),
        ("tel 0731-84512345", "tel 073****2345"),
        ("１３５０７３１１２３４", "１３５****１２３４"),
        ("a1c2d3e4-0000-4000-8000-13507311234f", "a1c2d3e4-0000-4000-8000-13507311234f"),
        ("6901234567891", "6901234567891"),
        ("2026-11-22T05:24:06.213441+00:00", "2026-11-22T05:24:06.213441+00:00"),
        ("XS20261122001-01000004", "XS20261122001-01000004"),
        ("1732252800000", "1732252800000"),
    ],
)
def test_numbers_that_are_none_stay(text: str, shown: str) -> None:
    assert without_phones(text) == shown


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
