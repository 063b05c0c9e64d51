"""Every code of the platforms' documents, answered by them, is the sentence that the manager reads."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from posdesk.desk.sync.entry_row import EntryRow
from posdesk.desk.words.language import Languages
from posdesk.domain.books.posting import Book, Posting
from posdesk.domain.failure import Failure
from posdesk.domain.orders.intent import Outcome
from posdesk.errors import NotAllowed
from posdesk.journal.books import posting_rows
from posdesk.platforms.ovopark import failures as ovopark_failures
from posdesk.platforms.wdk import failures as wdk_failures
from posdesk.simulator.faults import FaultKind, FaultRule
from posdesk.simulator.ovopark.codes import Code
from posdesk.simulator.wdk.answers import MESSAGES
from tests.support.bookshop import hand_in, past_hour, rung
from tests.support.deskhouse import Shop, shop
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.window, pytest.mark.timeout(240)]
PATIENCE_MS = 20_000
SYNC_PAGE = 4
NO_SUB_CODE = " "  # else the simulated platform adds its usual one


@dataclass(frozen=True, slots=True)
class Case:
    """What a platform answers, the code that posdesk keeps of it, and the line of the table it leads to."""

    book: Book
    code: int
    kept: str
    line: str
    sub_code: str = ""
    msg: str = ""

    def __str__(self) -> str:
        return f"{self.book.platform} {self.kept}"

    @property
    def failure(self) -> Failure:
        """The table's line."""
        tables = {Book.HOUR: ovopark_failures.FAILURES, Book.RECEIPT: wdk_failures.FAILURES}
        return next(line for line in tables[self.book] if line.code == self.line)


def hour_case(code: int, line: str = "") -> Case:
    return Case(Book.HOUR, code, str(code), line or str(code))


def receipt_case(code: int, line: str = "", sub_code: str = NO_SUB_CODE, msg: str = "") -> Case:
    return Case(Book.RECEIPT, code, sub_code.strip() or str(code), line or str(code), sub_code, msg)


OURS = {Code.SUCCESS, Code.PARAMETER_ERROR, Code.STORE_NOTEXIST}
MAYBE_THERE = {Code.API_CALL_REPEAT, Code.API_SYSTEM_CALL_ERROR, Code.UNKNOWN_ERROR}
LIMITED = receipt_case(7, msg="This ban will last for 1 more seconds")
HOURS = (
    hour_case(Code.SALES_REPEAT),  # before an attempt of unknown end makes it our own
    *(hour_case(code) for code in Code if code not in {Code.SALES_REPEAT, *OURS, *MAYBE_THERE}),
    hour_case(999_999, "*"),
    *(hour_case(code) for code in sorted(MAYBE_THERE)),
)
RECEIPTS = (
    *(receipt_case(code) for code in MESSAGES if code != LIMITED.code),
    LIMITED,
    receipt_case(15, "isp.*", "isp.remote-service-timeout"),
    receipt_case(15, "isv.*", "isv.item-not-exist"),
    receipt_case(50, "isp.*", "isp.http-read-timeout"),
    receipt_case(50, "isv.*", "isv.permission-ip-whitelist-limit"),
    receipt_case(50, "isv.invalid-parameter", "isv.invalid-parameter"),
    receipt_case(50, "isp.invalid-parameters", "isp.invalid-parameters"),
    receipt_case(999, "isv.invalid-parameter", "isv.invalid-parameter:pay_type"),
    receipt_case(999, "*"),
    Case(Book.RECEIPT, 0, "is_success=false", "is_success=false", msg="门店未开通"),
)
CASES = (*HOURS, *RECEIPTS)
FIRST = (HOURS[0], receipt_case(41))  # refusals that nothing sends again by itself


def refusal(case: Case) -> FaultRule:
    """The platform answers this, every time."""
    name, code = case.book.platform, case.code
    return FaultRule(kind=FaultKind.REFUSE, partner=name, code=code, sub_code=case.sub_code, msg=case.msg)


Readings = dict[Case, dict[str, str]]


class Manager:
    """Looks at the sync page of a real window, in both languages."""

    def __init__(self, opened: Shop, qtbot: QtBot, languages: Languages) -> None:
        self._shop, self._qtbot, self._languages = opened, qtbot, languages

    def wait(self, fact: Callable[[], bool]) -> None:
        """Turn the desk until it holds."""
        self._qtbot.waitUntil(fact, timeout=PATIENCE_MS)

    def last(self, book: Book) -> Posting:
        """The posting that this is all about."""
        read = self._shop.house.journal.read
        return read(lambda db: posting_rows.select(db, "p.book = ?", (book,)))[-1]

    def reads(self, case: Case) -> dict[str, str]:
        """What stands on the page about it, by language, once the platform answered this code."""
        self._shop.simulator.set_faults(refusal(case))
        self.wait(lambda: self._is_sent_again(case.book))
        self.wait(lambda: self._row(case) is not None)
        return {language: self._read(case, language) for language in ("en", "zh_CN")}

    def _is_sent_again(self, book: Book) -> bool:
        """As a person would: a refused one anew, an open one at once."""
        posting, actions = self.last(book), self._shop.house.book_actions
        act = actions.ask_again if posting.is_open else actions.retry
        try:
            act(posting.seq, "王经理").result(20)
        except NotAllowed:  # it is under way at this moment
            return False
        return True

    def _row(self, case: Case) -> EntryRow | None:
        return next((row for row in self._shop.desk.sync.groups.rows if _tells(row, case)), None)

    def _read(self, case: Case, language: str) -> str:
        self._languages.choose("zh_CN" if language == "zh_CN" else "en")
        QApplication.processEvents()
        self.wait(lambda: self._row(case) is not None)
        row = self._row(case)
        assert row is not None
        return "\n".join(row.texts)


def _tells(row: EntryRow, case: Case) -> bool:
    """Whether it is about a posting that has ended, for now, with this code."""
    postings = row.entry.subject.postings if row.entry else ()
    ended = bool(postings) and postings[0].outcome is not Outcome.SENDING
    return ended and (postings[0].book, postings[0].last_code) == (case.book, case.kept)


@pytest.fixture(scope="module")
def readings(
    request: pytest.FixtureRequest, qapp: QApplication, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Readings]:
    """All that a manager read in one sitting: one receipt and one hour, a code after the other."""
    with shop(
        tmp_path_factory.mktemp("shop"), language="en", partners=(MEITUAN,), ovopark={}, wdk={}
    ) as opened:
        languages = Languages(qapp, "en")
        manager = Manager(opened, QtBot(request), languages)
        manager.wait(lambda: opened.desk.bridge.status().takes_orders)
        opened.desk.window.show_page(SYNC_PAGE)
        manager.wait(opened.desk.sync.isVisible)
        opened.simulator.set_faults(*(refusal(case) for case in FIRST))
        assert hand_in(opened.receipts, rung("0001873", past_hour(2))).status_code == 200
        manager.wait(lambda: both_are_refused(opened))
        try:
            yield {case: manager.reads(case) for case in CASES}
        finally:
            languages.choose("en")
            languages.deleteLater()


def both_are_refused(opened: Shop) -> bool:
    found = opened.house.journal.read(lambda db: posting_rows.select(db, "p.outcome = 'refused'"))
    return {posting.book for posting in found} == set(Book)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_page_says_the_sentence_of_the_code(readings: Readings, case: Case) -> None:
    assert case.failure.en in readings[case]["en"]
    assert case.failure.zh in readings[case]["zh_CN"]
    assert case.failure.zh not in readings[case]["en"]


def test_no_line_of_the_tables_is_left_out() -> None:
    tables = {Book.HOUR: ovopark_failures.FAILURES, Book.RECEIPT: wdk_failures.FAILURES}
    done = {(Book.HOUR, "0"), (Book.RECEIPT, wdk_failures.DONE)}
    lines = {(book, line.code) for book, table in tables.items() for line in table}
    assert {(case.book, case.line) for case in CASES} == lines - done
