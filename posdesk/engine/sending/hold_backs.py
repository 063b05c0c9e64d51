"""What holds a platform of the books back, kept beside the poster: other settings begin a new poster."""

from collections import defaultdict
from dataclasses import field

from posdesk.domain.orders.intent import Seq
from posdesk.engine.sending.schedule import Breaker
from posdesk.engine.sending.sender import Wait
from posdesk.records import dataclass


@dataclass(slots=True)
class HoldBack:
    """What holds all of one platform; times monotonic, in seconds.

    `tried_with` are the settings and secrets with which it was last tried anew, `url` is where the breaker's
    failures were. `is_read` is whether the ban that the journal kept over a restart was looked for.
    """

    breaker: Breaker = field(default_factory=Breaker)
    banned_until: float = 0.0
    paced_until: float = 0.0
    tried_with: tuple[object, ...] | None = None
    url: str = ""
    is_read: bool = False

    def leads_to(self, url: str) -> None:
        """The platform is called at this address from now on: how another one failed says nothing of it."""
        if url != self.url:
            self.url, self.breaker = url, Breaker()

    def ban(self, now: float, wait_s: float) -> None:
        """The platform told us to keep away for so long; an earlier word that goes further stands."""
        self.banned_until = max(self.banned_until, now + wait_s)

    def opens(self, now: float) -> float:
        """When an attempt may begin, at the earliest."""
        return max(self.breaker.rest_ends(now), self.banned_until, self.paced_until)


@dataclass(slots=True)
class HoldBacks:
    """The gates by platform and the waits by posting, as long as this process lives."""

    by_platform: defaultdict[str, HoldBack] = field(default_factory=lambda: defaultdict(HoldBack))
    waits: dict[Seq, Wait] = field(default_factory=dict)
