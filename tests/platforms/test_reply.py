from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.reply import LONGEST_WORDS, hidden, int_of, words_of


@given(st.integers(-(10**17), 10**17))
def test_a_whole_number_is_read_quoted_or_not(number: int) -> None:
    assert int_of(number) == int_of(str(number)) == int_of(f" {number} ") == number


@pytest.mark.parametrize("value", [None, True, False, 1.0, Decimal(1), "1.0", "", "ok", [1], 2**63, "1e3"])
def test_what_is_no_whole_number_is_none(value: object) -> None:
    assert int_of(value) is None


def test_endless_words_are_cut_and_what_is_no_text_is_dropped() -> None:
    assert (len(words_of("x" * 5000)), words_of({"a": 1}), words_of(" 好 ")) == (LONGEST_WORDS, "", "好")


@given(st.text(), st.text(min_size=4), st.text())
def test_a_secret_never_survives_whatever_stands_around_it(before: str, secret: str, after: str) -> None:
    if "*" not in secret:
        assert secret not in hidden(before + secret + after, (secret,))


def test_a_url_encoded_secret_is_blotted_out_too() -> None:
    assert hidden("session=a%2Fb%2B%3D&v=2", ("a/b+=",)) == "session=***&v=2"


def test_a_text_is_not_torn_up_for_an_empty_or_tiny_secret() -> None:
    assert hidden("abc", ("", "a")) == "abc"
