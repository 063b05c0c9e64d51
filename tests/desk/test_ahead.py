"""What the desk will need is imported by a thread, one module after the other."""

import sys
import threading
from pathlib import Path

import pytest

from posdesk.desk.ahead import ImportedAhead
from tests.support.processes import wait_for

NAMES = ("ahead_one", "ahead_broken", "ahead_two")


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that remember by which thread they came, and one that can't be imported."""
    for name in NAMES:
        said = (
            "raise RuntimeError" if name == "ahead_broken" else "import threading; by = threading.get_ident()"
        )
        (tmp_path / f"{name}.py").write_text(said, encoding="utf-8")
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("modules")
def test_they_come_by_another_thread_and_one_that_is_broken_keeps_none_away() -> None:
    ahead = ImportedAhead(NAMES)
    assert not ahead.has_tried(NAMES[0])
    ahead.begin()
    wait_for(lambda: ahead.has_tried(NAMES[-1]), "the last one")
    assert all(ahead.has_tried(name) for name in NAMES)
    came = {sys.modules[name].by for name in NAMES if name in sys.modules}
    assert len(came) == 1
    assert threading.get_ident() not in came
    assert "ahead_broken" not in sys.modules


@pytest.mark.usefixtures("modules")
def test_none_is_begun_after_the_end() -> None:
    ahead = ImportedAhead(NAMES)
    ahead.end()
    ahead.begin()
    ahead._thread.join(20)
    assert not ahead.has_tried(NAMES[0])
    assert NAMES[0] not in sys.modules
