"""Every outcome, code and cause has its words in both languages, and every mend its button."""

import re
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.sync import book_entries
from posdesk.desk.sync.actions import action_label, question
from posdesk.desk.sync.book_entries import actions_of_posting, lack_words
from posdesk.desk.sync.book_entries import book_entries as entries_of
from posdesk.desk.sync.entry import FIRST_STEPS, Entry, EntryAction
from posdesk.desk.sync.posting_words import Countdowns, Look, stand_of
from posdesk.desk.words import platform_codes
from posdesk.desk.words.language import Languages
from posdesk.desk.words.lines import LINE_OF_PLATFORM, LINES, Stand
from posdesk.domain.books.hour import Ask
from posdesk.domain.books.ledger import IntakeFault, Waiting
from posdesk.domain.books.pending import group_of_posting
from posdesk.domain.books.posting import Book, Posting
from posdesk.domain.failure import Failure, Mend
from posdesk.domain.orders.intent import OPEN_OUTCOMES, Outcome
from posdesk.platforms.ovopark import failures as ovopark
from posdesk.platforms.wdk import failures as wdk
from posdesk.settings.credentials import BOOK_SECRETS
from posdesk.settings.settings import Settings
from tests.desk.sync import samples
from tests.support.fake_books import EVENING
from tests.support.fake_counter import FakeClock
from tests.support.sample_ledgers import differing_row

FAILURES = [(Book.HOUR, f) for f in ovopark.FAILURES] + [(Book.RECEIPT, f) for f in wdk.FAILURES]
CHINESE = re.compile(r"[一-鿿]")


@pytest.fixture(params=["en", "zh_CN"])
def tongue(request: pytest.FixtureRequest, qapp: QApplication, languages: Languages) -> str:
    """One language after the other."""
    languages.choose(request.param)
    return str(request.param)


@pytest.fixture
def look() -> Look:
    """The evening, nothing halted."""
    return Look(EVENING, Countdowns(FakeClock(EVENING)), actor="李敏")


def posting_of(book: Book, outcome: Outcome, **more: object) -> Posting:
    """A posting of a book that ended so, or stands so."""
    if book is Book.RECEIPT:
        return samples.receipt_posting("0002041", outcome, **more)
    return replace(samples.hour_queued(18, **more), outcome=outcome)


def assert_said(words: str, tongue: str) -> None:
    """Words of that language with every place filled."""
    assert words.strip()
    assert "{" not in words
    assert bool(CHINESE.search(words)) is (tongue == "zh_CN"), words


@pytest.mark.parametrize("book", Book)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_that_is_shown_has_its_words(
    book: Book, outcome: Outcome, tongue: str, look: Look
) -> None:
    needs = outcome in {Outcome.REFUSED, Outcome.UNKNOWN}
    posting = posting_of(book, outcome, needs_person=needs, last_words="timed_out")
    entries = entries_of(Waiting((posting,), (), ()), look)
    assert len(entries) == (group_of_posting(posting) is not None)
    for entry in entries:
        assert_said(entry.title, tongue)
        assert_said(entry.why, tongue)
        assert_said(entry.since, tongue)


@pytest.mark.parametrize(("book", "failure"), FAILURES)
def test_every_code_of_the_documents_is_said_and_has_a_button(
    book: Book, failure: Failure, tongue: str, look: Look
) -> None:
    posting = posting_of(
        book, Outcome.REFUSED, needs_person=True, answered=True, last_code=failure.code, last_words="x y"
    )
    (entry,) = entries_of(Waiting((posting,), (), ()), look)
    assert entry.why.startswith(failure.zh if tongue == "zh_CN" else failure.en)
    assert "x y" in entry.why
    assert entry.actions
    for action in entry.actions:
        assert_said(action_label(action, entry), tongue)


@pytest.mark.parametrize("mend", Mend)
def test_every_mend_has_its_deeds(mend: Mend) -> None:
    assert book_entries._MENDS[mend]


@pytest.mark.parametrize("book", Book)
@pytest.mark.parametrize("stand", Stand)
def test_every_stand_has_a_sign_a_title_and_a_fold(book: Book, stand: Stand, tongue: str, look: Look) -> None:
    made = {
        Stand.QUEUED: (Outcome.QUEUED, {}),
        Stand.SENDING: (Outcome.SENDING, {}),
        Stand.UNKNOWN: (Outcome.UNKNOWN, {}),
        Stand.REFUSED: (Outcome.REFUSED, {"needs_person": True}),
        Stand.DUPLICATE: (Outcome.REFUSED, {"needs_person": True, "was_duplicate": True}),
    }
    outcome, more = made[stand]
    posting = posting_of(book, outcome, last_words="timed_out", **more)
    assert stand_of(posting) is stand
    for alike in ((posting,), (posting, posting)):
        entry = book_entries.posting_entry("key", alike, look)
        assert_said(entry.title, tongue)
        assert_said(entry.why, tongue)


@pytest.mark.parametrize("ask", [ask for ask in Ask if ask])
def test_every_question_to_a_manager_is_said(ask: Ask, tongue: str, look: Look) -> None:
    (entry,) = entries_of(Waiting((), (differing_row(ask),), ()), look)
    assert_said(entry.title, tongue)
    assert_said(entry.why, tongue)
    assert entry.actions == (EntryAction.HOURS,)


@pytest.mark.parametrize("what", IntakeFault)
def test_every_trouble_of_the_intake_is_said_in_one_language(
    what: IntakeFault, tongue: str, look: Look
) -> None:
    (entry,) = entries_of(Waiting((), (), (samples.trouble(1, what),)), look)
    assert_said(entry.title, tongue)
    assert_said(entry.why, tongue)


@pytest.mark.parametrize("count", [1, 1000])
@pytest.mark.parametrize("ahead", [True, False])
def test_a_tills_wrong_clock_is_said_with_its_time_and_what_to_do(
    ahead: bool, count: int, tongue: str, look: Look
) -> None:
    (entry,) = entries_of(Waiting((), (), (), misdated=(samples.misdated(ahead=ahead, count=count),)), look)
    assert_said(entry.title, tongue)
    assert_said(entry.why, tongue)
    assert ("2099-" if ahead else "2000-") in entry.why
    assert ("1,000" in entry.title) == (count > 1)
    assert entry.actions == (EntryAction.HOURS, EntryAction.SEEN)


@pytest.mark.parametrize("action", EntryAction)
def test_every_deed_has_its_label(action: EntryAction, tongue: str, look: Look) -> None:
    entry: Entry = book_entries.posting_entry("key", (samples.refused("1"),), look)
    assert_said(action_label(action, entry), tongue)


@pytest.mark.parametrize("step", FIRST_STEPS)
def test_a_second_step_names_who_decides(step: EntryAction, tongue: str, look: Look) -> None:
    entry: Entry = book_entries.posting_entry("key", (samples.refused("1"),), look)
    assert "王五" in question(step, entry, "王五")


@pytest.mark.parametrize("lacks", ["pay_type 11", "op_name", ""])
def test_what_a_receipt_lacks_is_said(lacks: str, tongue: str) -> None:
    assert_said(lack_words(lacks), tongue)


def test_platforms_words_that_add_nothing_are_left_out(qapp: QApplication, languages: Languages) -> None:
    assert "Invalid Signature" not in platform_codes.why_words(
        samples.refused("1", "25", "Invalid signature")
    )
    said = platform_codes.why_words(samples.refused("1", "isv.invalid-parameter", "pay_type is invalid"))
    assert said.endswith('WDK says: "pay_type is invalid".')


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("第 1 行 / line 1", "第 1 行", "line 1"),
        ("a / b 不对 / a / b is wrong", "a / b 不对", "a / b is wrong"),
        ("one only", "one only", "one only"),
        ("a / b / c", "a / b / c", "a / b / c"),
    ],
)
def test_a_text_of_both_languages_is_shown_in_one(text: str, zh: str, en: str, tongue: str) -> None:
    assert platform_codes.in_language(text) == (zh if tongue == "zh_CN" else en)


def test_nothing_offers_what_the_journal_would_refuse(look: Look) -> None:
    for outcome in (*OPEN_OUTCOMES, Outcome.REFUSED):
        for ever in (False, True):
            posting = samples.receipt_posting("1", outcome, ever_unknown=ever, needs_person=True)
            actions = actions_of_posting(posting, look)
            left = posting.has_left and outcome is not Outcome.REFUSED
            assert not (left and EntryAction.WITHDRAW in actions)
            assert (EntryAction.DECIDE in actions) is (outcome is Outcome.UNKNOWN)


def test_every_book_has_its_record_in_each_layer() -> None:
    assert set(LINES) == set(Book)
    assert set(BOOK_SECRETS) == set(LINE_OF_PLATFORM) == {book.platform for book in Book}
    assert set(Settings.model_validate({name: {} for name in BOOK_SECRETS}).books) == set(BOOK_SECRETS)
    for line in LINES.values():
        assert set(line.titles) == set(line.folded) == set(Stand)
