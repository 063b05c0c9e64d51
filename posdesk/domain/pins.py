"""PINs: how one is typed, what a scanner sends into the PIN pad, and how long the pad takes none. Pure.

Whoever knows their PIN types it fast, and a scanner that stands beside the pad scans. The rules (row 26):

- six digits without an end are a PIN, however fast. They count when nothing followed them within a burst's
  gap, or within 300 ms where any of them came fast: a longer code begins the same way;
- more than six characters in a burst, a character that is no digit in one, an end behind one, or four
  characters and more at a pace no person types at that aren't six: a scan. Its characters are taken back,
  what was typed before stays, and what follows it within 300 ms belongs to it.

After five wrong PINs the next is taken 30 s later, each one after that 60 s later. A right one ends it, and
so do ten minutes without a wrong one. All times are those of the monotonic clock, in seconds.
"""

from __future__ import annotations

from enum import Enum

from posdesk.domain.pickup.presses import Press, PressKind
from posdesk.domain.pickup.scan_code import SLOWEST_IN_A_FIELD_MS, ScanProfile
from posdesk.records import dataclass, replace

PIN_LENGTH = 6
_ROUNDING_S = 1e-9
_PERSON_S = SLOWEST_IN_A_FIELD_MS / 1000 + _ROUNDING_S  # no person types faster, key after key
_CHARACTERS = (PressKind.TEXT, PressKind.SPACE, PressKind.ALT_DIGIT)


class PinProgress(Enum):
    """What a press or a pause came to."""

    MORE = "the PIN is not whole"
    PIN = "six digits are in"
    SCAN = "a scanner sent it"


class PinEntry:
    """The digits so far. Tell it every press; when nothing came for `wait_ms`, call `pause`."""

    def __init__(self, profile: ScanProfile | None = None) -> None:
        self._profile = profile or ScanProfile()
        self.scanned = ""
        """What the last scan sent until it was known as one."""
        self.clear()

    @property
    def wait_ms(self) -> int:
        """How long nothing must follow the last key: 300 behind fast ones, else a burst's gap."""
        fast = self._rushed or self._discarding
        return self._profile.quiet_ms if fast else self._profile.hold_ms(in_field=False)

    @property
    def digits(self) -> str:
        """The digits typed so far, six at most."""
        run = "".join(self._run)
        if not self._is_number(run):
            return self._before
        return run if len(run) == PIN_LENGTH else (self._before + run)[:PIN_LENGTH]

    def set_profile(self, profile: ScanProfile) -> None:
        """Go by another scanner's habits from now on."""
        self._profile = profile

    def clear(self) -> None:
        """Forget all of it."""
        self._before, self._run = "", list[str]()
        self._slowest_s, self._last_s = 0.0, float("-inf")
        self._rushed = self._discarding = False

    def touch(self, digit: str) -> PinProgress:
        """A digit by touch: a person's."""
        self._end_run()
        self._before = (self._before + digit)[:PIN_LENGTH]
        whole = len(self._before) == PIN_LENGTH and not self._rushed
        return PinProgress.PIN if whole else PinProgress.MORE

    def rub_out(self) -> None:
        """Take the last digit back."""
        self._end_run()
        self._before = self._before[:-1]

    def press(self, press: Press) -> PinProgress:
        """Take in a key; those that do nothing on a pad may be a scan's end."""
        gap_s = press.at_s - self._last_s
        if self._discarding and 0 <= gap_s <= self._quiet_s:
            self._last_s = press.at_s
            return PinProgress.MORE
        self._discarding = False
        if press.kind is PressKind.HELD:
            return PinProgress.MORE
        belongs = bool(self._run) and 0 <= gap_s <= (self._quiet_s if self._is_paced() else self._near_s)
        take = self._character if press.kind in _CHARACTERS else self._end
        return take(press, gap_s if belongs else None)

    def stands_alone(self, press: Press) -> bool:
        """Whether nothing came so shortly before that this key may belong to it."""
        return not 0 <= press.at_s - self._last_s <= self._quiet_s

    def pause(self) -> PinProgress:
        """No press came within the pause: what was typed is complete."""
        self._discarding = False
        if self._is_paced() and len(self._run) != PIN_LENGTH:
            return self._discard()
        self._end_run()
        return PinProgress.PIN if len(self._before) == PIN_LENGTH else PinProgress.MORE

    @property
    def _quiet_s(self) -> float:
        return self._profile.quiet_ms / 1000 + _ROUNDING_S

    @property
    def _near_s(self) -> float:
        return self._profile.gap_ms(in_field=False) / 1000 + _ROUNDING_S

    def _is_paced(self, least: int = 0) -> bool:
        """Whether so many characters came as no person types them."""
        enough = len(self._run) >= (least or self._profile.min_length)
        return enough and self._slowest_s <= _PERSON_S

    def _character(self, press: Press, gap_s: float | None) -> PinProgress:
        if gap_s is None:
            self._end_run()
        else:
            self._slowest_s, self._rushed = max(self._slowest_s, gap_s), True
        self._run.append(press.text)
        self._last_s = press.at_s
        run = "".join(self._run)
        if len(run) > PIN_LENGTH or (len(self._run) > 1 and not self._is_number(run)):
            return self._discard()
        return PinProgress.MORE

    def _end(self, _press: Press, gap_s: float | None) -> PinProgress:
        """Enter, Tab or a function key: within a burst's gap it ends the burst."""
        if gap_s is not None and (self._is_paced() or (self._is_paced(2) and gap_s <= _PERSON_S)):
            return self._discard()
        return PinProgress.MORE

    def _end_run(self) -> None:
        self._before, self._run, self._slowest_s = self.digits, [], 0.0
        self._rushed = self._rushed and bool(self._before)

    def _discard(self) -> PinProgress:
        self.scanned = "".join(self._run)
        self._run, self._slowest_s, self._discarding = [], 0.0, True
        return PinProgress.SCAN

    @staticmethod
    def _is_number(text: str) -> bool:
        return text.isascii() and text.isdecimal()


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
        """The count after one more wrong PIN."""
        before = self.after_quiet(now_s)
        return replace(before, wrong=before.wrong + 1, untold=before.untold + 1, wrong_at_s=now_s)

    def after_right(self) -> PinTries:
        """The count after a right PIN: it begins anew; lines that the trail lacks are still written."""
        return replace(self, wrong=0) if self.wrong else self

    def after_quiet(self, now_s: float) -> PinTries:
        """This count, or a new one where no wrong PIN was typed for ten minutes."""
        is_over = self.wrong > 0 and now_s - self.wrong_at_s >= QUIET_S
        return replace(self, wrong=0) if is_over else self

    def is_to_be_told(self, now_s: float) -> bool:
        """Whether the audit trail gets a line now: one a minute at most."""
        return self.untold > 0 and now_s - self.told_at_s >= TOLD_EVERY_S

    def told(self, now_s: float) -> PinTries:
        """The trail was told of all of them."""
        return replace(self, untold=0, told_at_s=now_s)
