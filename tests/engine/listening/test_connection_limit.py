"""What a newcomer costs where every place is taken by a call that is being answered."""

from posdesk.engine.listening.connection_limit import ConnectionLimit, Stage


class Held:
    """A connection of one address; counts how often somebody looks how far it is."""

    looks = 0

    def __init__(self, stage: Stage = Stage.WAITING) -> None:
        self._stage = stage
        self.is_dismissed = False

    @property
    def address(self) -> str:
        return "127.0.0.1"

    @property
    def stage(self) -> Stage:
        Held.looks += 1
        return self._stage

    def dismiss(self) -> None:
        self.is_dismissed = True

    def is_answered(self, limit: ConnectionLimit) -> None:
        self._stage = Stage.WAITING
        limit.served(self)


def full(most: int) -> tuple[ConnectionLimit, list[Held]]:
    limit, held = ConnectionLimit(most, most), [Held(Stage.ANSWERING) for _ in range(most)]
    assert all(map(limit.admit, held))
    return limit, held


def test_newcomers_to_a_full_gateway_cost_one_look_at_all_not_one_each() -> None:
    """While the chain's servers hang thousands wait, and platforms go on calling."""
    limit, held = full(200)
    Held.looks = 0
    assert not any(limit.admit(Held()) for _ in range(100))
    assert len(held) <= Held.looks < 3 * len(held)


def test_who_was_answered_makes_room_for_the_next() -> None:
    limit, held = full(3)
    assert not limit.admit(Held())
    held[1].is_answered(limit)
    assert limit.admit(Held(Stage.ANSWERING))
    assert [each.is_dismissed for each in held] == [False, True, False]
    assert not limit.admit(Held())


def test_who_left_makes_room_for_the_next() -> None:
    limit, held = full(3)
    assert not limit.admit(Held())
    limit.leave(held[0])
    assert limit.admit(Held())


def test_of_calls_that_are_read_the_longest_goes_and_before_all_who_waits() -> None:
    limit = ConnectionLimit(3, 3)
    held = [Held(Stage.READING), Held(Stage.READING), Held(Stage.WAITING)]
    assert all(map(limit.admit, held))
    assert limit.admit(Held(Stage.ANSWERING))
    assert limit.admit(Held(Stage.ANSWERING))
    assert [each.is_dismissed for each in held] == [True, False, True]
