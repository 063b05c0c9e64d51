"""What each book is."""

from collections.abc import Callable

import pytest

from posdesk.domain.books.posting import OVOPARK, WDK, Book


def test_hours_go_to_ovopark_and_receipts_to_wdk() -> None:
    assert {book: book.platform for book in Book} == {Book.HOUR: OVOPARK, Book.RECEIPT: WDK}


@pytest.mark.parametrize("asked", [Book.platform.fget, Book.may_double.fget])  # type: ignore[attr-defined]
def test_what_is_of_no_known_book_goes_nowhere_silently(asked: Callable[[object], object]) -> None:
    with pytest.raises(AssertionError):
        asked("a third book")
