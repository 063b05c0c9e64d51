from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.values import LONGEST_WORDS, hidden, words_of


def test_endless_words_are_cut_and_what_is_neither_text_nor_number_is_dropped() -> None:
    assert (len(words_of("x" * 5000)), words_of({"a": 1}), words_of(" 好 ")) == (LONGEST_WORDS, "", "好")
    assert (words_of(1001), words_of(Decimal("1.50")), words_of([7])) == ("1001", "1.50", "")


@given(st.text(), st.text(min_size=4), st.text())
def test_a_secret_never_survives_whatever_stands_around_it(before: str, secret: str, after: str) -> None:
    if "*" not in secret:
        assert secret not in hidden(before + secret + after, (secret,))


def test_a_url_encoded_secret_is_blotted_out_too() -> None:
    assert hidden("session=a%2Fb%2B%3D&v=2", ("a/b+=",)) == "session=***&v=2"


def test_a_text_is_not_torn_up_for_an_empty_or_tiny_secret() -> None:
    assert hidden("abc", ("", "a")) == "abc"
