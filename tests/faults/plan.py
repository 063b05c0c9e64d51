"""What a seed means: how often the engine lives, at which point it dies, and what goes wrong meanwhile."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from posdesk.simulator.faults import FaultKind, FaultRule


class Trouble(StrEnum):
    """What goes wrong around the engine in one of its lives."""

    DOOR_CLOSED = "door_closed"  # the platforms refuse connections
    LOCKED = "locked"  # another process holds the journal
    TWO_AT_ONCE = "two_at_once"  # two engines are started on the home
    SECOND = "second"  # another is started while one runs
    READ_ONLY = "read_only"  # the home can't be written at the start
    NO_SECRET = "no_secret"  # the keyring lacks a secret, and has it later
    DISK_FULL = "disk_full"
    CLOCK = "clock"  # the PC's wall clock jumps by hours
    SLEEP = "sleep"  # the PC sleeps for seconds, with calls under way
    DNS = "dns"  # the platforms' name is not found
    TLS = "tls"  # the platforms' certificate is not theirs, or they speak no TLS
    DRIP = "drip"  # answers come byte by byte, not at all, or twice
    LISTENER_CLOSED = "listener_closed"  # the listening socket is closed under the engine
    KEYRING = "keyring"  # the keyring is locked, or there is none, and it is back later
    RESTORE = "restore"  # between two lives a backup is made and takes the journal's place
    POWER = "power"  # a power cut ends the life
    TORN_PAGE = "torn_page"  # when all is done, pages of the journal are damaged
    LOCK_FILE = "lock_file"  # the home's lock file is deleted while one runs, and another is started
    BY_HAND = "by_hand"  # when all is done, a backup is copied over the journal


TROUBLES = tuple(Trouble)
POINTS: dict[str, int] = {
    "commit.before": 60,
    "commit.after": 60,
    "send.before": 20,
    "send.amid": 20,
    "send.after": 20,
    "start.locked": 1,
    "start.journal_open": 1,
    "start.bound": 1,
    "start.listening": 1,
    "folder.move_before": 2,
    "folder.move_after": 2,
    "backup.piece": 30,
    "backup.checked": 2,
    "backup.compressed": 2,
    "backup.named": 2,
    "backup.rotated": 2,
    "mark.before": 12,
    "mark.after": 12,
}
RESTORES = {
    "backup.piece": 12,
    "backup.checked": 1,
    "backup.unpacked": 1,
    "restore.copied": 1,
    "exchange.begin": 1,
    "exchange.ready": 1,
    "exchange.aside": 1,
    "exchange.done": 1,
    "mark.known": 1,
    "mark.before": 1,
    "mark.after": 1,
}
WIPES = {
    "wipe.batch": 14,
    "wipe.rewrite": 1,
    "wipe.rewritten": 1,
    "wipe.truncate": 1,
    "wipe.day": 1,
    "backup.piece": 6,
    "commit.before": 40,
    "commit.after": 40,
}
"""Where an engine dies that wipes."""
WIRED = frozenset({Trouble.DNS, Trouble.TLS, Trouble.DRIP})  # the engine speaks TLS through a wire of ours
STOPS = (
    "stop.asked",
    "stop.parts",
    "stop.listener",
    "stop.park",
    "stop.parked",
    "stop.journal",
    "stop.journal_closed",
)
MIGRATION = {"migration.statement": 60, "backup.piece": 12, "backup.after": 1}
LOCKED_S = (0.5, 0.5, 1.0, 1.5, 1.5, 3.0, 3.0, 12.0)  # the last is longer than anybody waits
_BOOKS = ("ovopark", "wdk")
_SITES = ("meituan", "eleme")
_LIES = frozenset({FaultKind.REFUSE_DONE})


@dataclass(frozen=True, slots=True)
class Life:
    """One run of the engine. `kill` is point and count, empty where it ends otherwise.

    `stops` is whether it is ended by SIGTERM at last, else it is killed from outside; `locked_s` is for how
    long another process holds the journal, where one does; `restore_kill` is where the command dies that
    puts a backup in the journal's place before this life, empty where it lives.
    """

    kill: str
    stops: bool
    troubles: frozenset[Trouble]
    actions: int
    locked_s: float = 0.0
    restore_kill: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A seed's whole run. When all is done a month goes by: `wipe_kills` are where the wiping dies."""

    seed: int
    lives: tuple[Life, ...]
    rules: tuple[FaultRule, ...]
    old_home: bool
    wipe_kills: tuple[str, ...] = ()

    @property
    def has_power_cut(self) -> bool:
        """Whether the journal's writes are to be recorded."""
        return any(Trouble.POWER in life.troubles for life in self.lives)

    @property
    def is_wired(self) -> bool:
        """Whether the engine reaches the platforms through a wire of ours."""
        return any(life.troubles & WIRED for life in self.lives)

    def has(self, trouble: Trouble) -> bool:
        """Whether it comes in any life."""
        return any(trouble in life.troubles for life in self.lives)


def plan_of(seed: int, allowed: Sequence[Trouble] = TROUBLES, *, short: bool = False) -> Plan:
    """The plan of a seed; the same one each time. `allowed` are the troubles that may come."""
    chance = random.Random(f"faults {seed}")
    old_home = chance.random() < 0.25
    count = 2 if short else chance.randint(2, 4)
    lives = tuple(_life(chance, number, allowed, short=short) for number in range(count))
    if any(Trouble.POWER in life.troubles for life in lives):  # the recorder knows no file but the journal's
        lives = tuple(replace(life, troubles=life.troubles - {Trouble.RESTORE}) for life in lives)
    rules = _rules(chance)
    kills = tuple(_at(chance, WIPES) for _ in range(chance.randint(0, 1 if short else 3)))
    return Plan(seed=seed, lives=lives, rules=rules, old_home=old_home, wipe_kills=kills)


def _life(chance: random.Random, number: int, allowed: Sequence[Trouble], *, short: bool) -> Life:
    drawn = frozenset(chance.sample(TROUBLES, chance.choice([0, 1, 2, 2, 3])))
    throw, stops = chance.random(), chance.random() < 0.4
    kill = ""
    if number == 0 and throw < 0.3:
        kill = _at(chance, MIGRATION)
    elif throw < 0.75:
        kill = _at(chance, POINTS)
    elif stops:
        kill = f"{chance.choice(STOPS)}:1"
    actions = chance.randint(6, 14)
    locked_s = chance.choice((0.5, 1.0) if short else LOCKED_S)
    restore_kill = _at(chance, RESTORES) if chance.random() < 0.6 else ""
    return Life(kill, stops, drawn & frozenset(allowed), actions, locked_s, restore_kill)


def _at(chance: random.Random, points: dict[str, int]) -> str:
    point = chance.choice(list(points))
    return f"{point}:{chance.randint(1, points[point])}"


def _rules(chance: random.Random) -> tuple[FaultRule, ...]:
    kinds = chance.sample(list(FaultKind), chance.randint(2, 6))
    return tuple(_rule(chance, kind) for kind in kinds)


def _rule(chance: random.Random, kind: FaultKind) -> FaultRule:
    partner = chance.choice(["", *_BOOKS, *_SITES])
    if kind is FaultKind.REFUSE or kind in _LIES:
        partner = chance.choice(_SITES)
    seconds = {FaultKind.LATE_ANSWER: 4.0, FaultKind.SLOW: 0.5, FaultKind.THROTTLE: 2.0}.get(kind)
    if kind is FaultKind.CLOCK_OFF:
        seconds = chance.choice([-7200.0, -90.0, 90.0, 7200.0])
    count = chance.choice([None, 1, 2, 5])
    probability = 1.0 if count == 1 else round(chance.uniform(0.05, 0.4), 2)
    if kind is FaultKind.LATE_ANSWER:
        count = 2
    return FaultRule(kind=kind, probability=probability, count=count, partner=partner, seconds=seconds)
