"""What the system calls a repeat is a character when it comes sooner than any key repeats."""

from posdesk.domain.pickup.presses import HeldKeys


def test_a_repeat_within_200_ms_of_the_press_is_a_character() -> None:
    keys = HeldKeys()
    assert [keys.press(10, at_s, marked=at_s > 1) for at_s in (1.0, 1.001, 1.15, 1.34)] == [False] * 4


def test_a_later_repeat_is_a_held_keys_and_so_are_those_after_it_until_its_release() -> None:
    keys = HeldKeys()
    assert not keys.press(10, 1.0, marked=False)
    assert [keys.press(10, 1.5 + step * 0.033, marked=True) for step in range(5)] == [True] * 5
    keys.release(10, 1.65)
    assert not keys.press(10, 1.7, marked=True)


def test_a_repeat_that_the_system_did_not_mark_is_known_by_the_release_in_its_instant() -> None:
    keys = HeldKeys()
    keys.press(10, 1.0, marked=False)
    for at_s in (1.66, 1.7, 1.74):
        keys.release(10, at_s)
        assert keys.press(10, at_s, marked=False)
    keys.release(10, 1.76)
    assert not keys.press(10, 1.9, marked=False)


def test_each_key_repeats_for_itself() -> None:
    keys = HeldKeys()
    keys.press(10, 1.0, marked=False)
    keys.press(10, 1.5, marked=True)
    assert not keys.press(11, 1.51, marked=False)
    assert not keys.press(11, 1.52, marked=True)


def test_looking_changes_nothing() -> None:
    keys = HeldKeys()
    assert keys.repeats(10, 1.0, marked=True)
    assert not keys.press(10, 1.0, marked=False)
    assert not keys.press(10, 1.0, marked=True)
