"""Two versions of a receipt in words: both sums, else the first difference; nothing personal."""

from dataclasses import replace
from typing import Any

import pytest

from posdesk.domain.books.receipt import Receipt
from posdesk.domain.books.receipt_versions import versions_of
from tests.journal.takings import till

KEPT = till("1").receipt


def of(**changed: Any) -> Receipt:
    return replace(KEPT, **changed)


def test_other_sums_are_said_of_both() -> None:
    zh, en = versions_of(KEPT, of(actual_fen=KEPT.actual_fen + 100, traded_at=None))
    old, new = en.removeprefix("kept ").split("; now ")
    assert old != new
    assert "no time" in new
    assert "无时间" in zh


def test_a_return_is_named_as_one() -> None:
    assert "; now a return, " in versions_of(KEPT, of(is_return=True))[1]


@pytest.mark.parametrize("what", ["lines", "tenders"])
def test_where_sums_are_alike_the_first_difference_is_said(what: str) -> None:
    (first, *others) = getattr(KEPT, what)
    other = replace(first, **({"item_code": "B2"} if what == "lines" else {"pay_type": "99"}))
    en = versions_of(KEPT, of(**{what: (other, *others)}))[1]
    assert ("B2" if what == "lines" else "pay type 99") in en.partition("; now ")[2]
    assert ("B2" if what == "lines" else "pay type 99") not in en.partition("; now ")[0]


def test_a_persons_name_is_never_said() -> None:
    for words in versions_of(of(operator="李四"), of(operator="王五")):
        assert "李四" not in words
        assert "王五" not in words
