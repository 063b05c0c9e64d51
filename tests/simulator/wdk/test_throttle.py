"""When an app is banned, and when it may call again."""

from posdesk.simulator.wdk.memory import Throttle


def test_a_minute_forgets_its_calls() -> None:
    throttle = Throttle(2, 10)
    assert [throttle.left_s(now) for now in (0.0, 30.0)] == [0, 0]
    assert throttle.left_s(59.0) == 10
    assert throttle.left_s(68.5) == 1
    assert throttle.left_s(69.0) == 0


def test_a_call_in_the_ban_does_not_make_it_longer() -> None:
    throttle = Throttle(1, 10)
    assert throttle.left_s(0.0) == 0
    assert throttle.left_s(1.0) == 10
    assert throttle.left_s(5.0) == 6


def test_without_a_limit_only_a_ban_stops_calls() -> None:
    throttle = Throttle(0, 10)
    assert [throttle.left_s(0.0) for _ in range(1000)] == [0] * 1000
    throttle.ban(0.0, 2.5)
    assert [throttle.left_s(now) for now in (0.0, 2.4, 2.5)] == [3, 1, 0]


def test_a_shorter_ban_does_not_end_a_longer_one() -> None:
    throttle = Throttle(0, 10)
    throttle.ban(0.0, 60)
    throttle.ban(1.0, 2)
    assert throttle.left_s(10.0) == 50
