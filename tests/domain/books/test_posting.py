"""What each book is."""

from collections.abc import Callable

import pytest

from posdesk.domain.books.posting import OVOPARK, WDK, Book


def test_hours_go_to_ovopark_and_receipts_to_wdk() -> None:
    assert {book: book.platform for book in Book} == {Book.HOUR: OVOPARK, Book.RECEIPT: WDK}


def test_what_is_of_no_known_book_goes_nowhere_silently() -> None:
    line_of: Callable[[object], object] = Book.line.fget  # type: ignore[attr-defined]
    with pytest.raises(AssertionError):
        line_of("a third book")
