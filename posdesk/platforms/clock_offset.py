"""How far the PC's clock is ahead of a platform's, as its own answers say."""

from datetime import UTC, datetime, timedelta

from posdesk.domain.clock import Clock

TOLERATED_S = 60.0  # the platforms allow ten minutes; a Date header is exact to 1 s only
NOT_BEFORE = datetime(2026, 1, 1, tzinfo=UTC)  # moved on by hand at a release: it was later than this
NOT_AFTER = NOT_BEFORE.replace(year=NOT_BEFORE.year + 15)  # nobody runs a release for longer


def is_time(told: datetime) -> bool:
    """Whether a platform can mean this moment (aware); what it can't is no time, and changes nothing."""
    return NOT_BEFORE <= told <= NOT_AFTER


class ClockOffset:
    """The offset last measured; calls are stamped by the platform's clock where ours is off."""

    def __init__(self, clock: Clock) -> None:
        """No offset is known before the first answer."""
        self._clock = clock
        self.seconds: float | None = None  # positive: the PC is ahead

    def measure(self, server_time: datetime, round_trip_s: float) -> None:
        """Right after an answer that names its time; half the way there and back has passed since."""
        if not is_time(server_time):
            return
        passed = timedelta(seconds=round_trip_s / 2)
        self.seconds = (self._clock.now() - server_time - passed).total_seconds()

    def now(self, *, always: bool = False) -> datetime:
        """The moment to stamp a call with: ours, or the platform's where ours is over 60 s off.

        `always` takes the platform's whatever the difference: it has just refused ours.
        """
        off_s = self.seconds or 0.0
        corrected = always or abs(off_s) > TOLERATED_S
        return self._clock.now() - timedelta(seconds=off_s if corrected else 0.0)

    @property
    def words(self) -> str:
        """By how much the PC's clock is wrong, "zh / en"; nothing while that is not known."""
        if self.seconds is None:
            return ""
        by_s = round(abs(self.seconds))
        zh, en = ("快", "fast") if self.seconds > 0 else ("慢", "slow")
        return f"电脑时钟{zh} {by_s} 秒 / the PC's clock is {by_s} s {en}"
