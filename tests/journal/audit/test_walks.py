"""What was walked need not be walked again by a look: as far as the key proves it, of this very trail."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.clock import from_text
from posdesk.domain.journal_health import TrailFault
from posdesk.journal import meta
from posdesk.journal.audit import audit, seals, trail, walks
from posdesk.journal.audit.trail import TrailCheck
from posdesk.journal.audit.walks import Walked
from tests.journal.sealed import KEY, OTHER_KEY, SealedHome
from tests.support import tamperer


@pytest.fixture
def shop(tmp_path: Path) -> SealedHome:
    """Some days of work, a whole walk, and a few lines since."""
    made = SealedHome(tmp_path / "home")
    made.start()
    made.lines(8)
    walk(made)
    made.lines(3)
    made.stop()
    return made


def walk(shop: SealedHome, key: str = KEY) -> Walked:
    """All lines, three at a time, while others come in."""
    made = audit.Walk()
    with shop.open() as db:
        while (check := made.step(db, 3)) is None:
            pass
        assert check.broken_at is None
        walked = walks.of_whole(made, shop.clock.now())
        shop.write(db, lambda tx: walks.note(tx, walked, key))
    return walked


def seen(shop: SealedHome, key: str | None = KEY) -> TrailCheck:
    """What the doctor says."""
    with shop.open() as db:
        return trail.news(db, shop.entries(), key)


def known(shop: SealedHome, key: str | None = KEY) -> Walked | None:
    with shop.open() as db:
        return walks.last(db, key)


def spoil(shop: SealedHome, line: int) -> None:
    """Change a line's text alone: only who walks over it sees that."""
    with shop.open() as db:
        trigger = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"
        )
        triggers = trigger.fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        db.execute("UPDATE audit SET actor = 'Nobody' WHERE number = ?", (line,))
        for _, sql in triggers:
            db.execute(sql)


def test_a_look_walks_what_is_new_and_says_when_all_was_walked(shop: SealedHome) -> None:
    walked = known(shop)
    assert walked is not None
    found = seen(shop)
    assert found.is_whole
    assert (found.lines, found.walked, found.walked_at) == (12, walked.line, walked.at)
    assert 0 < walked.line < 12
    spoil(shop, 12)
    assert (seen(shop).doubt, seen(shop).line) == (TrailFault.CHAIN, 12)


def test_what_was_changed_behind_the_walk_is_found_by_who_walks_all(shop: SealedHome) -> None:
    spoil(shop, 3)
    assert seen(shop).is_whole, "it says since when it relies on the walk"
    assert (shop.verdict().doubt, shop.verdict().line) == (TrailFault.CHAIN, 3)
    with shop.open() as db:
        assert audit.Walk().step(db) == audit.Check(3, 3, shop.verdict().words)


def test_a_look_without_the_key_or_with_another_one_walks_all(shop: SealedHome) -> None:
    spoil(shop, 3)
    for key in (None, OTHER_KEY):
        assert known(shop, key) is None
        assert (seen(shop, key).doubt, seen(shop, key).walked) == (TrailFault.CHAIN, 0)


@pytest.mark.parametrize(
    "change", [{"line": 11}, {"at": "2027-01-01T00:00:00+00:00"}, {"hash": "0" * 64}, {"proof": "00"}]
)
def test_a_walk_that_somebody_wrote_into_the_journal_counts_for_nothing(
    shop: SealedHome, change: dict[str, object]
) -> None:
    spoil(shop, 3)
    with shop.open() as db:
        said = json.loads(meta.value(db, "audit_walked")) | change
        db.execute("UPDATE meta SET value = ? WHERE key = 'audit_walked'", (json.dumps(said),))
    assert known(shop) is None
    assert (seen(shop).doubt, seen(shop).line) == (TrailFault.CHAIN, 3)


AT = "2026-05-03T04:25:36.000000+00:00"


@pytest.mark.parametrize(
    "text",
    [
        *("", "{", "7", "[]", '{"line": "x"}', '{"line": 1, "hash": "", "at": "?", "proof": ""}'),
        *(json.dumps({"line": 1, "hash": "", "at": AT, "proof": proof}) for proof in ("é", "\ud800")),
    ],
)
def test_what_is_no_walk_is_none(shop: SealedHome, text: str) -> None:
    with shop.open() as db:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('audit_walked', ?)", (text,))
    assert known(shop) is None
    assert seen(shop).is_whole


def test_a_seal_is_no_walk_and_another_journals_walk_is_none_here(shop: SealedHome, tmp_path: Path) -> None:
    other = SealedHome(tmp_path / "other")
    other.start()
    other.lines(8)
    walk(other)
    with other.open() as db:
        said = meta.value(db, "audit_walked")
    with shop.open() as db:
        db.execute("UPDATE meta SET value = ? WHERE key = 'audit_walked'", (said,))
    assert known(shop) is None


def test_a_trail_that_was_worked_out_anew_does_not_hold_the_line_of_the_walk(shop: SealedHome) -> None:
    tamperer.rewrite(shop.path, 2)
    assert known(shop) is None
    assert seen(shop).doubt is TrailFault.SEAL


def test_a_whole_walk_is_due_after_a_week_and_where_the_clock_went_back() -> None:
    walked = Walked(1, "", "2026-05-03T04:00:00.000000+00:00")
    at = from_text(walked.at)
    assert not walked.is_due(at)
    assert not walked.is_due(at + timedelta(days=6, hours=23))
    assert walked.is_due(at + timedelta(days=7))
    assert walked.is_due(at - timedelta(seconds=1))


def test_a_copy_of_before_the_walks_line_has_nothing_proven_by_a_later_walk(shop: SealedHome) -> None:
    shop.back_up()
    shop.start()
    shop.lines(4)
    walk(shop)
    with shop.open() as db:
        later = meta.value(db, "audit_walked")
    shop.stop()
    shop.restore()
    shop.command(20)
    with shop.open() as db:
        db.execute("INSERT OR REPLACE INTO meta VALUES ('audit_walked', ?)", (later,))
    assert known(shop) is None, "another line stands there on this branch"


@pytest.mark.parametrize("text", ["é", "\ud800"])
def test_a_seal_of_any_text_is_no_seal_of_ours(shop: SealedHome, text: str) -> None:
    seal = next(each for each in shop.entries() if isinstance(each, seals.Seal))
    assert seals.is_genuine(seal, KEY)
    assert not seals.is_genuine(replace(seal, seal=text), KEY)
