"""What a platform's code means, in the words of its failure table and the language on screen."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import is_chinese
from posdesk.desk.words.lines import LINE_OF_PLATFORM, LINES
from posdesk.desk.words.say import joined, quoted, stopped
from posdesk.desk.words.states import fault_words
from posdesk.domain.books.posting import Posting
from posdesk.domain.failure import Failure

translate = QCoreApplication.translate


def platform_name(platform: str) -> str:
    """A platform's name as people write it."""
    return LINE_OF_PLATFORM[platform].name


def failure_of(posting: Posting) -> Failure | None:
    """The line of its last code; None where the platform itself has not answered, or not with a code."""
    told = posting.answered and posting.last_code
    return LINES[posting.book].failure(posting.last_code) if told else None


def failure_words(failure: Failure) -> str:
    """What happened, then what to do."""
    return failure.zh if is_chinese() else failure.en


def why_words(posting: Posting) -> str:
    """Why it is where it is: the table's sentences, the platform's own words where they add something."""
    failure = failure_of(posting)
    if failure is None:
        return _plain_words(posting)
    sentence = failure_words(failure)
    return joined(sentence, _said(posting) if _adds(posting.last_words, failure) else "")


def said_words(posting: Posting) -> str:
    """What the platform itself said of it, in quotes; nothing where it said nothing."""
    return _said(posting) if posting.answered and posting.last_words else ""


def in_language(text: str) -> str:
    """One half of a text that says the same twice, "zh / en"; a text of one language as it stands."""
    parts = text.split(" / ")
    middle, odd = divmod(len(parts), 2)
    if odd:
        return text
    return " / ".join(parts[:middle] if is_chinese() else parts[middle:])


def _plain_words(posting: Posting) -> str:
    if not posting.last_words:
        return ""
    if posting.answered:
        return _said(posting)
    return stopped(fault_words(posting.last_words))


def _said(posting: Posting) -> str:
    words = translate("sync", "{platform} says: {words}.")
    name = platform_name(posting.book.platform)
    return words.format(platform=name, words=quoted(posting.last_words))


def _adds(words: str, failure: Failure) -> bool:
    """Whether the platform's words say more than the table's sentence and the code's own name."""
    plain = words.strip().lower()
    known = (failure.name, failure.zh, failure.en)
    return bool(plain) and not any(plain in text.lower() for text in known)
