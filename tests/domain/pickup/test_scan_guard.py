"""F8 verifies only what a person has seen since the last scan."""

from posdesk.domain.pickup.pickup import Hold, ScanGuard


def test_a_scan_holds_f8_from_its_second_character_until_its_result_is_shown() -> None:
    guard = ScanGuard()
    assert guard.hold is None
    guard.began()
    assert guard.hold is Hold.READING
    guard.asked("5550002")
    assert guard.hold is Hold.ASKING
    guard.shown("5550002")
    assert guard.hold is None


def test_of_two_scans_only_the_last_ones_result_ends_the_wait() -> None:
    guard = ScanGuard()
    guard.asked("5550001")
    guard.asked("5550002")
    guard.shown("5550001")
    assert guard.hold is Hold.ASKING


def test_the_result_of_a_code_scanned_before_a_flaw_ends_no_wait() -> None:
    guard = ScanGuard()
    guard.asked("5550001")
    guard.began()
    guard.flaw()
    guard.shown("5550001")
    assert guard.hold is Hold.FLAWED


def test_keys_that_were_typing_hold_nothing() -> None:
    guard = ScanGuard()
    guard.began()
    guard.dropped()
    assert guard.hold is None


def test_a_flaw_holds_f8_until_a_new_result_or_a_persons_choice() -> None:
    for end in ("result", "choice"):
        guard = ScanGuard()
        guard.began()
        guard.flaw()
        guard.began()
        guard.dropped()
        assert guard.hold is Hold.FLAWED
        if end == "result":
            guard.asked("5550002")
            guard.shown("5550002")
        else:
            guard.picked()
        assert guard.hold is None
