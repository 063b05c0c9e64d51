"""What the journal remembers of its clock: a doubt outlives the process that met it."""

from datetime import date, timedelta
from pathlib import Path

from posdesk.domain.clock import ClockDoubt
from posdesk.journal import heartbeats
from posdesk.journal.audit import audit
from posdesk.journal.rescue import readable
from posdesk.journal.wiping import wiping_clock
from posdesk.journal.wiping.wiping import WipeDue
from tests.journal.making import PATIENCE_S, Counter, SetClock, one_group, opened

MONTHS = timedelta(days=91)


def test_a_heartbeat_by_a_clock_that_leapt_leaves_a_doubt_for_the_next_start(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        Counter(journal).write(heartbeats.beat)
        clock.wall += MONTHS
        Counter(journal).write(heartbeats.beat)
        Counter(journal).write(heartbeats.beat)
    with opened(tmp_path, clock) as journal:
        assert journal.read(wiping_clock.standing) is ClockDoubt.AHEAD
        assert Counter(journal).audited() == ["clock.doubted"], "once"


def test_a_journal_of_an_older_posdesk_goes_by_its_heartbeats(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        Counter(journal).write(heartbeats.beat)
        Counter(journal).write(lambda tx: tx.db.execute("DELETE FROM meta WHERE key = 'clock_seen'"))
        clock.wall += MONTHS
        assert Counter(journal).write(wiping_clock.see) is ClockDoubt.AHEAD


def test_a_journal_without_heartbeats_goes_by_its_trail(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        Counter(journal).add()
        clock.wall -= timedelta(days=1)
        assert Counter(journal).write(wiping_clock.see) is ClockDoubt.BACK


def test_a_clock_that_came_back_is_still_in_doubt_until_it_is_believed(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        counter = Counter(journal)
        for step in (timedelta(0), MONTHS, -MONTHS, timedelta(hours=1)):
            clock.wall += step
            counter.write(wiping_clock.see)
        assert journal.read(wiping_clock.standing) is ClockDoubt.BACK
        counter.write(lambda tx: wiping_clock.doubt(tx, ClockDoubt.NONE))
        assert counter.write(wiping_clock.see) is ClockDoubt.NONE
        assert counter.audited() == ["clock.doubted", "clock.doubted", "clock.believed"]


def test_what_is_remembered_can_be_read_and_what_is_no_such_word_is_said(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        counter = Counter(journal)
        counter.write(wiping_clock.see)
        counter.write(lambda tx: wiping_clock.doubt(tx, ClockDoubt.FAR))
        counter.write(lambda tx: wiping_clock.end_day(tx, date(2026, 5, 3)))
        assert journal.read(wiping_clock.wiped_on) == date(2026, 5, 3)
        assert journal.read(readable.fault_of) == ""
        for key in (wiping_clock.SEEN, wiping_clock.DOUBT, wiping_clock.WIPED):
            counter.write(
                lambda tx, key=key: tx.db.execute("UPDATE meta SET value = 'x' WHERE key = ?", (key,))
            )
            assert key in journal.read(readable.fault_of)
            counter.write(lambda tx, key=key: tx.db.execute("DELETE FROM meta WHERE key = ?", (key,)))


def test_a_trial_among_other_jobs_breaks_no_trail(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        due = WipeDue.of(journal.now(), 30)
        with one_group(journal):
            journal.write(lambda tx: audit.write(tx, "before"))
            found = journal.write(lambda tx: wiping_clock.is_anything_due(tx, due))
            after = journal.write(lambda tx: audit.write(tx, "behind"))
        assert found.result(PATIENCE_S) is False
        after.result(PATIENCE_S)
        assert journal.read(audit.verify) == audit.Check(2)
