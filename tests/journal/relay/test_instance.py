"""The journal's instance: one while it goes on, another once it goes on from an older copy of itself."""

from datetime import timedelta
from pathlib import Path

from posdesk.domain.orders.board import rings
from posdesk.domain.orders.intent import Kind
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.domain.relay.seen_claim import Lost, Taken
from posdesk.journal import Transaction
from posdesk.journal.audit import turns
from posdesk.journal.orders import intents
from posdesk.journal.relay import claims, instance
from posdesk.journal.rescue.restore import restore
from tests.journal.making import KEY, START, Counter, SetClock, opened


def _instance(tx: Transaction) -> str:
    return tx.instance


def test_a_store_without_a_relay_has_none(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        assert not journal.write(_instance).result()
        journal.write(instance.renew).result()
        assert not journal.write(_instance).result()


def test_one_that_began_stays_and_one_that_ended_is_gone(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        assert journal.write(instance.begin).result()
        first = journal.write(_instance).result()
        assert first
        assert not journal.write(instance.begin).result()
        assert journal.write(_instance).result() == first
        journal.write(instance.end).result()
        assert not journal.write(_instance).result()
        assert journal.write(instance.begin).result()
        assert journal.write(_instance).result() not in {"", first}


def test_a_claim_of_another_counter_ends_with_the_relay(tmp_path: Path) -> None:
    """Nobody would ever look whether its holder is silent: the order would not ring any more."""
    with opened(tmp_path, SetClock()) as journal:
        counter = Counter(journal)
        counter.write(instance.begin)
        counter.add()
        theirs = Claim(ClaimGroup.VERDICT, KEY, "2", "another", "王芳", START)
        counter.write(lambda tx: claims.lost(tx, KEY, Lost(theirs, 1)))
        assert not rings(counter.view())
        counter.write(instance.end)
        assert rings(counter.view())


def test_a_journal_that_goes_on_from_an_older_copy_gives_back_no_claim_that_it_held(tmp_path: Path) -> None:
    """What it was for may have had its effect since."""
    with opened(tmp_path, SetClock()) as journal:
        counter = Counter(journal)
        counter.write(instance.begin)
        counter.add()
        seq = counter.press(Kind.PAY).seq
        taken = Taken(ClaimGroup.PAY, counter.write(_instance), START, START, 1)
        counter.write(lambda tx: intents.begin(tx, seq, expired=False, taken=taken))
        counter.write(instance.renew)
        assert journal.read(lambda db: claims.of_order(db, KEY)) == ()


def test_a_restored_journal_is_another_instance(tmp_path: Path) -> None:
    """The journal's id of mark and seals stays; numbers of acts would be given twice by one instance."""
    with opened(tmp_path / "home", SetClock()) as journal:
        journal.write(instance.begin).result()
        first = journal.write(_instance).result()
        path = journal.path
    copy = tmp_path / "copy.sqlite"
    copy.write_bytes(path.read_bytes())
    restore(copy, path, START + timedelta(hours=1))
    with opened(tmp_path / "home", SetClock()) as journal:
        assert journal.write(_instance).result() not in {"", first}


def test_a_journal_that_turns_without_a_relay_gets_none(tmp_path: Path) -> None:
    with opened(tmp_path, SetClock()) as journal:
        journal.write(lambda tx: turns.begin(tx, turns.SET_BACK)).result()
        assert not journal.write(_instance).result()


def test_what_comes_by_the_stream_is_marked_while_it_is_stored_only(tmp_path: Path) -> None:
    def look(tx: Transaction) -> tuple[bool, bool, bool]:
        before = tx.is_by_stream
        with tx.by_stream():
            inside = tx.is_by_stream
        return before, inside, tx.is_by_stream

    with opened(tmp_path, SetClock()) as journal:
        assert journal.write(look).result() == (False, True, False)
