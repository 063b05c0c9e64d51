"""What should sound and when (product rows 3, 5, 7, 8, 18): pure rules over views and a monotonic now.

The cancel alarm goes first and nothing mutes it; then new orders, unless snoozed; then pre-orders whose time
has come, each once. One class at a time.
"""

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, assert_never

from posdesk.domain.orders.board import (
    PREORDER_LEAD,
    Lane,
    OrderView,
    Phase,
    countdown_of,
    lane_of,
    rings,
    starts_at,
)
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey
from posdesk.records import dataclass, replace


class Cue(StrEnum):
    """One sound; its value is the name of its file in resources/sounds."""

    NEW = "new"  # three rising notes
    NEW_LOUD = "new_loud"  # the same, one step louder
    DEADLINE = "deadline"  # fast ticks
    CANCEL = "cancel"  # two alternating low tones
    PREORDER = "preorder"  # two wooden notes
    DONE = "done"  # rising ding-dong
    WRONG = "wrong"  # two low short ones
    USED = "used"  # three equal short ones
    UNKNOWN = "unknown"  # one long tremolo
    OFFLINE = "offline"  # three falling
    BACK = "back"  # three rising
    REFUND = "refund"  # one falling note
    WRONG_ITEM = "wrong_item"  # a wood block
    PACKED = "packed"  # a chime
    PRINTER = "printer"  # two knocks
    CHECK_2 = "check_2"  # so many equal notes, for the question how many were heard
    CHECK_3 = "check_3"
    CHECK_4 = "check_4"


RESULTS = frozenset({Cue.DONE, Cue.WRONG, Cue.USED, Cue.UNKNOWN, Cue.WRONG_ITEM, Cue.PACKED})
CHECKS = {2: Cue.CHECK_2, 3: Cue.CHECK_3, 4: Cue.CHECK_4}
"""The notes of the audible check, by how many there are."""


def rank_of(cue: Cue) -> int:
    """A sound's rank; the higher cuts off the lower: the cancel alarm any other, a scan's result a call.

    Everything cuts off the audible check: its answer would count the other's notes, too.
    """
    if cue is Cue.CANCEL:
        return 2
    if cue in CHECKS.values():
        return -1
    return 1 if cue in RESULTS else 0


CANCEL_EVERY_S = 3.0
NEW_EVERY_S = {Phase.CALM: 6.0, Phase.HALF: 4.0, Phase.LATE: 2.0, Phase.OVERDUE: 2.0}
SHORTEST_S = 2.0  # a fresh order is heard at once, but twenty of them don't stutter
SNOOZE_S = 60.0
PREORDER_SHOWN_S = 4.0  # how long a pre-order's one ring counts as ringing, for those who can't hear it
LATEST_LOOK_S = 15.0  # pre-orders go by the wall clock, which may jump

_CUES = {Phase.CALM: Cue.NEW, Phase.HALF: Cue.NEW_LOUD, Phase.LATE: Cue.DEADLINE, Phase.OVERDUE: Cue.DEADLINE}
_URGENCY = list(Phase)


class RingClass(StrEnum):
    """What rings; never two at a time."""

    CANCEL = "cancel"
    NEW = "new"
    PREORDER = "preorder"


class Deadline(NamedTuple):
    """How many seconds are left to accept, of how many."""

    left_s: float
    total_s: float

    @property
    def phase(self) -> Phase:
        """How far it has run."""
        return countdown_of(self.left_s, self.total_s).phase

    @property
    def next_phase_s(self) -> float:
        """Seconds to the next phase, infinite after the last."""
        thresholds = (self.left_s - share * self.total_s for share in (0.5, 0.2, 0.0))
        return min((s for s in thresholds if s > 0), default=float("inf"))


@dataclass(frozen=True, slots=True)
class Scene:
    """What could ring at one moment. `next_s` is when time alone will change it, in seconds."""

    stops: Set[OrderKey] = frozenset()
    new: Mapping[OrderKey, Phase] = field(default_factory=dict)
    due: Set[OrderKey] = frozenset()
    next_s: float = float("inf")

    @property
    def urgency(self) -> Phase:
        """The furthest phase among the new orders."""
        phases = self.new.values()
        return next((phase for phase in reversed(_URGENCY) if phase in phases), Phase.CALM)


def scene_of(
    views: Iterable[OrderView],
    deadline_of: Callable[[OrderKey], Deadline | None],
    now: datetime,
    lead: timedelta = PREORDER_LEAD,
) -> Scene:
    """What asks to be heard; an order with no deadline is calm."""
    shown = list(views)
    ringing = [v.order.key for v in shown if rings(v)]
    deadlines = {key: deadline_of(key) for key in ringing}
    waits = [d.next_phase_s for d in deadlines.values() if d]
    waits += [starts_in_s(v, now, lead) for v in shown if lane_of(v, now, lead) is Lane.PREORDER]
    return Scene(
        stops=frozenset(v.order.key for v in shown if v.order.stop_open),
        new={key: d.phase if d else Phase.CALM for key, d in deadlines.items()},
        due=frozenset(v.order.key for v in shown if came_due(v, now, lead)),
        next_s=min(waits, default=float("inf")),
    )


def starts_in_s(view: OrderView, now: datetime, lead: timedelta) -> float:
    """Seconds until a pre-order is to be made."""
    return (starts_at(view.order, now, lead) - now).total_seconds()


def came_due(view: OrderView, now: datetime, lead: timedelta) -> bool:
    """A pre-order to be made now that was taken before its time; one taken late was just looked at."""
    if not view.order.content.is_preorder or lane_of(view, now, lead) is not Lane.MAKING:
        return False
    pressed = next((i.pressed_at for i in view.intents if i.kind is Kind.ACCEPT), None)
    taken = pressed or view.order.accepted_at or view.order.received_at
    return taken < starts_at(view.order, now, lead) <= now


@dataclass(frozen=True, slots=True)
class Bell:
    """What has been heard so far; monotonic seconds. `snoozed` is what was known when it was snoozed."""

    ringing: RingClass | None = None
    rung_at: float = float("-inf")
    heard: frozenset[OrderKey] = frozenset()
    due_heard: frozenset[OrderKey] = frozenset()
    snoozed_until: float = float("-inf")
    snoozed: frozenset[tuple[OrderKey, bool]] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do now: the bell afterwards, what to sound if anything, when to look again (seconds)."""

    bell: Bell
    cue: Cue | None
    next_s: float | None

    @property
    def ringing(self) -> RingClass | None:
        """The class that rings; None means silence."""
        return self.bell.ringing


def snooze(bell: Bell, scene: Scene, now_s: float) -> Bell:
    """The new orders are silent for 60 s, unless another comes or one gets near its deadline."""
    return replace(bell, snoozed_until=now_s + SNOOZE_S, snoozed=_known(scene))


def is_snoozed(bell: Bell, scene: Scene, now_s: float) -> bool:
    """Whether the new orders are silent: in time, and nothing is there that was not known then."""
    return now_s < bell.snoozed_until and _known(scene) <= bell.snoozed


def _known(scene: Scene) -> frozenset[tuple[OrderKey, bool]]:
    """The new orders, and those near their deadline; an order that is accepted is in neither."""
    late = {key for key, phase in scene.new.items() if phase in {Phase.LATE, Phase.OVERDUE}}
    return frozenset({(key, False) for key in scene.new} | {(key, True) for key in late})


def plan(bell: Bell, scene: Scene, now_s: float) -> Plan:
    """What sounds now, and when to look again."""
    bell = _awake(bell, scene, now_s)
    wanted = _wanted(bell, scene, now_s)
    wait_s = _wait_s(bell, scene, wanted, now_s)
    if wanted is None or wait_s > 0:
        return Plan(replace(bell, ringing=wanted), None, _look_again(bell, scene, wait_s, now_s))
    ringing = replace(bell, ringing=wanted, rung_at=now_s, heard=frozenset(scene.new))
    again_s = _pace_s(ringing, scene, wanted)
    if wanted is RingClass.PREORDER:
        ringing = replace(ringing, due_heard=bell.due_heard | scene.due)
    return Plan(ringing, _cue(wanted, scene), _look_again(ringing, scene, again_s, now_s))


def _awake(bell: Bell, scene: Scene, now_s: float) -> Bell:
    """A snooze that something ended doesn't come back when that something goes."""
    if is_snoozed(bell, scene, now_s):
        return bell
    return replace(bell, snoozed_until=float("-inf"), snoozed=frozenset())


def _wanted(bell: Bell, scene: Scene, now_s: float) -> RingClass | None:
    if scene.stops:
        return RingClass.CANCEL
    if scene.new and not is_snoozed(bell, scene, now_s):
        return RingClass.NEW
    return RingClass.PREORDER if scene.due - bell.due_heard else None


def _wait_s(bell: Bell, scene: Scene, wanted: RingClass | None, now_s: float) -> float:
    """Seconds until the wanted class may sound: at once when it begins, else by its pace."""
    if wanted is None:
        return float("inf")
    if wanted is not bell.ringing:
        return 0.0
    return max(0.0, bell.rung_at + _pace_s(bell, scene, wanted) - now_s)


def _pace_s(bell: Bell, scene: Scene, wanted: RingClass) -> float:
    match wanted:
        case RingClass.NEW:
            fresh = scene.new.keys() - bell.heard
            return SHORTEST_S if fresh else NEW_EVERY_S[scene.urgency]
        case RingClass.CANCEL:
            return CANCEL_EVERY_S
        case RingClass.PREORDER:
            return PREORDER_SHOWN_S
        case _:
            assert_never(wanted)


def _cue(ringing: RingClass, scene: Scene) -> Cue:
    match ringing:
        case RingClass.NEW:
            return _CUES[scene.urgency]
        case RingClass.CANCEL:
            return Cue.CANCEL
        case RingClass.PREORDER:
            return Cue.PREORDER
        case _:
            assert_never(ringing)


def _look_again(bell: Bell, scene: Scene, wait_s: float, now_s: float) -> float | None:
    """The soonest of: the next ring, a change that time brings, the snooze's end; None for no reason."""
    snooze_s = bell.snoozed_until - now_s
    soonest = min(wait_s, scene.next_s, snooze_s if snooze_s > 0 else float("inf"))
    return None if soonest == float("inf") else min(max(soonest, 0.0), LATEST_LOOK_S)
