"""Who holds a home is told without taking it away from anybody."""

import os
from pathlib import Path

from posdesk.journal.lock import HomeLock, holder_of


def test_nobody_holds_a_home_that_was_never_used_or_is_free_again(tmp_path: Path) -> None:
    assert holder_of(tmp_path) is None
    assert list(tmp_path.iterdir()) == []
    with HomeLock(tmp_path):
        pass
    assert holder_of(tmp_path) is None


def test_the_holder_is_told_and_keeps_the_lock(tmp_path: Path) -> None:
    with HomeLock(tmp_path):
        assert holder_of(tmp_path) == str(os.getpid())
        assert holder_of(tmp_path) == str(os.getpid())
    with HomeLock(tmp_path):
        pass
