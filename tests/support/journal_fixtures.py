"""A journal in a folder of its own, for whatever test names one of these; its own fixtures go before them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from posdesk.journal import Journal
from posdesk.journal.audit import audit
from tests.journal.making import Counter, SetClock, opened
from tests.journal.takings import Store


@pytest.fixture
def clock() -> SetClock:
    """A clock that is set by the test."""
    return SetClock()


@pytest.fixture
def journal(tmp_path: Path, clock: SetClock) -> Iterator[Journal]:
    """An open journal."""
    with opened(tmp_path, clock) as journal:
        yield journal


@pytest.fixture
def counter(journal: Journal) -> Counter:
    """What a counter does with it."""
    return Counter(journal)


@pytest.fixture
def store(journal: Journal) -> Store:
    """What a store's tills and the books' engine do with it."""
    return Store(journal)


@pytest.fixture
def whole_trail(journal: Journal) -> Iterator[None]:
    """Whatever a test did, the audit trail is whole."""
    yield
    assert journal.read(audit.verify).broken_at is None
