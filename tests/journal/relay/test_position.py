"""The position stands with what a message did, and nothing of it in a store without a relay."""

from datetime import timedelta

from posdesk.domain.relay.position import Position
from posdesk.journal.relay import position
from tests.journal.making import START, Counter, SetClock

AT = Position("2026-11-29T07:00:00.123456789Z", 4711, START + timedelta(microseconds=17))


def test_a_position_is_read_as_it_was_written(counter: Counter) -> None:
    counter.write(lambda tx: position.put(tx, position.ORDERS, AT))
    assert counter.journal.read(lambda db: position.get(db, position.ORDERS)) == AT
    assert counter.journal.read(lambda db: position.get(db, position.ACTS)) is None


def test_one_that_was_forgotten_is_none(counter: Counter) -> None:
    counter.write(lambda tx: position.put(tx, position.ORDERS, AT))
    counter.write(lambda tx: position.forget(tx, position.ORDERS))
    assert counter.journal.read(lambda db: position.get(db, position.ORDERS)) is None


def test_it_goes_back_with_what_failed_in_its_transaction(counter: Counter) -> None:
    def job(tx: object) -> None:
        position.put(tx, position.ORDERS, AT)  # type: ignore[arg-type]
        raise ValueError("as a refused call does")

    future = counter.journal.write(job)
    assert isinstance(future.exception(30), ValueError)
    assert counter.journal.read(lambda db: position.get(db, position.ORDERS)) is None


def test_when_all_was_here_last_is_known(counter: Counter, clock: SetClock) -> None:
    assert counter.journal.read(position.last_heard) is None
    counter.write(position.heard)
    assert counter.journal.read(position.last_heard) == clock.now()


def test_it_may_be_as_of_the_last_word(counter: Counter, clock: SetClock) -> None:
    last = clock.now() - timedelta(seconds=4)
    counter.write(lambda tx: position.heard(tx, last))
    assert counter.journal.read(position.last_heard) == last


def test_how_far_off_the_gateways_clock_is_stands_until_it_is_right(counter: Counter) -> None:
    ahead = timedelta(minutes=12)
    for told, stands in (
        (ahead, ahead),
        (ahead + timedelta(seconds=50), ahead),  # not written for every order
        (-ahead, -ahead),
        (None, None),
    ):
        counter.write(lambda tx, told=told: position.gateway_clock(tx, told))
        assert counter.journal.read(position.gateway_ahead) == stands


def test_a_store_without_a_relay_keeps_no_word_of_one(counter: Counter) -> None:
    counter.add()
    names = counter.journal.read(lambda db: db.execute("SELECT key FROM meta").fetchall())
    assert [name for (name,) in names if "relay" in name] == []
