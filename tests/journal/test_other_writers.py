"""Another process's commit is told by the next look, once; our own commits are none of another's."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posdesk.journal import Journal, Notice, heartbeats
from tests.journal.making import Counter, SetClock


class Ear:
    """A journal, another process's on the same file, and what those who follow ours were told."""

    def __init__(self, home: Path) -> None:
        Journal.migrate(home)
        self.journal, self._other = Journal(home, SetClock(), "1"), Journal(home, SetClock(), "2")
        self._own, self._others = Counter(self.journal), Counter(self._other)
        self.told: list[Notice] = []
        self._bills = 0
        self.journal.subscribe(self.told.append)

    def own(self) -> None:
        self._bills += 1
        self._own.add(f"own-{self._bills}")

    def other(self) -> None:
        self._bills += 1
        self._others.add(f"other-{self._bills}")

    def beat(self) -> None:
        """A commit of ours that changes nothing anybody follows, and takes no number."""
        self.journal.write(heartbeats.beat).result()

    def look(self) -> None:
        self.journal.look_for_others()

    def heard_of_others(self) -> int:
        return sum(notice.is_of_others for notice in self.told)

    def close(self) -> None:
        self.journal.close()
        self._other.close()


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[Ear]:
    with closing(Ear(tmp_path)) as made:
        yield made


def test_another_processs_commit_is_told_by_the_next_look_and_once(ear: Ear) -> None:
    ear.look()
    assert ear.told == []
    ear.other()
    for _ in range(3):
        ear.look()
        ear.beat()
    (notice,) = ear.told
    assert notice.is_of_others
    assert notice.touches({"anything"}), "nobody knows what changed"


def test_our_own_commits_are_none_of_another_process(ear: Ear) -> None:
    for _ in range(3):
        ear.own()
        ear.look()
        ear.beat()
        ear.look()
    assert len(ear.told) == 3
    assert ear.heard_of_others() == 0


def test_a_look_amid_our_own_commit_takes_it_for_nobody_elses(ear: Ear) -> None:
    """The row is on disk, those who follow are just being told: the loop looks at that moment."""
    ear.journal.subscribe(lambda _: ear.look())
    ear.own()
    assert ear.heard_of_others() == 0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(["own", "other", "beat", "look"]), max_size=12))
def test_after_a_look_whoever_follows_has_heard_of_every_other_commit(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str]
) -> None:
    with closing(Ear(tmp_path_factory.mktemp("home"))) as ear:
        unheard, least = False, 0
        for act in [*acts, "look"]:
            getattr(ear, act)()
            least += unheard and act in {"own", "look"}
            unheard = act == "other" or (unheard and act == "beat")
        assert ear.heard_of_others() == least, "each run of other commits is told once"
        assert len([notice for notice in ear.told if notice.keys]) == acts.count("own")
