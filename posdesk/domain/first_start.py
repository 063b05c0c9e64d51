"""The first start: how far the wizard has come, kept in the home from step to step."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from posdesk.domain.clock import from_text, to_text
from posdesk.records import dataclass, replace

Facts = Mapping[str, str]
"""What a step proved, as plain texts: never a name of a person, never a secret."""


@dataclass(frozen=True, slots=True)
class Progress:
    """`at` is the step on screen, `left` which ones a person left open, `facts` what each proved.

    What the settings and the keyring say themselves does not stand here. `ended` is None until a person goes
    from the report to the orders.
    """

    at: str = ""
    left: frozenset[str] = frozenset()
    facts: Mapping[str, Facts] = field(default_factory=dict)
    began: datetime | None = None
    ended: datetime | None = None

    def at_step(self, step: str) -> "Progress":
        """The same, with another step on screen."""
        return replace(self, at=step)

    def left_open(self, step: str, *, is_so: bool) -> "Progress":
        """The same, with a step left open, or not any more."""
        return replace(self, left=self.left | {step} if is_so else self.left - {step})

    def proven(self, step: str, facts: Facts) -> "Progress":
        """The same, with what that step proved; nothing any more where `facts` are empty."""
        others = {name: kept for name, kept in self.facts.items() if name != step}
        return replace(self, facts={**others, step: dict(facts)} if facts else others)

    def to_text(self) -> str:
        """As the journal keeps it; `from_text` reads it."""
        times = {"began": self.began, "ended": self.ended}
        said = {name: to_text(at) for name, at in times.items() if at is not None}
        facts = {name: dict(kept) for name, kept in self.facts.items()}
        return json.dumps({"at": self.at, "left": sorted(self.left), "facts": facts, **said})


def progress_of(text: str) -> Progress:
    """What `to_text` wrote; one that can't be read begins anew, since nothing of it is lost by that."""
    try:
        said = json.loads(text)
        times = {name: from_text(said[name]) for name in ("began", "ended") if name in said}
        facts = {str(step): {str(k): str(v) for k, v in kept.items()} for step, kept in said["facts"].items()}
        return Progress(str(said["at"]), frozenset(map(str, said["left"])), facts, **times)
    except (ValueError, KeyError, TypeError, AttributeError):
        return Progress()


def is_wanted(progress: Progress, *, partners: int, orders: bool) -> bool:
    """Whether the wizard comes by itself: half done, or at a home with no platform and no order yet."""
    if progress.ended is not None:
        return False
    return progress.began is not None or not (partners or orders)
