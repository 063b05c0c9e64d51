"""How many wrong PINs were typed one after the other, and how long the pad takes none: pure, of times.

After five wrong ones the next is taken 30 s later, each one after that 60 s later. A right one ends it, and
so do ten minutes without a wrong one. All times are those of the monotonic clock, in seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

FREE = 5
FIRST_WAIT_S = 30.0
WAIT_S = 60.0
QUIET_S = 600.0
TOLD_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class PinTries:
    """`wrong` ones in a row, the last of them at `wrong_at_s`; the audit trail lacks `untold` of them.

    `told_at_s` is when it was last told of some. The two counts are kept in the journal; a restart reads them
    at `wrong_at_s`, so that it begins with the wait.
    """

    wrong: int = 0
    untold: int = 0
    wrong_at_s: float = 0.0
    told_at_s: float = float("-inf")

    def left_s(self, now_s: float) -> float:
        """For how many seconds yet no PIN is taken, 0 where one is."""
        if self.wrong < FREE or self.after_quiet(now_s) is not self:
            return 0.0
        wait_s = FIRST_WAIT_S if self.wrong == FREE else WAIT_S
        return max(0.0, self.wrong_at_s + wait_s - now_s)

    def after_wrong(self, now_s: float) -> PinTries:
        """One more."""
        before = self.after_quiet(now_s)
        return replace(before, wrong=before.wrong + 1, untold=before.untold + 1, wrong_at_s=now_s)

    def after_right(self) -> PinTries:
        """Somebody's PIN was typed: the count begins anew; what the trail lacks it still lacks."""
        return replace(self, wrong=0) if self.wrong else self

    def after_quiet(self, now_s: float) -> PinTries:
        """The same, or a new count where nothing was wrong for ten minutes."""
        is_over = self.wrong > 0 and now_s - self.wrong_at_s >= QUIET_S
        return replace(self, wrong=0) if is_over else self

    def is_to_be_told(self, now_s: float) -> bool:
        """Whether the audit trail gets a line now: one a minute at most."""
        return self.untold > 0 and now_s - self.told_at_s >= TOLD_EVERY_S

    def told(self, now_s: float) -> PinTries:
        """The trail was told of all of them."""
        return replace(self, untold=0, told_at_s=now_s)
