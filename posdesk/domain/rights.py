"""Who may do what at the counter: one table, and what follows where its people are not there (row 47).

Accept, ready, pay, verify, hand over, undo, snooze, print, scan and find are no rights: they never ask, and
without a sign-in they go as the counter.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Protocol

from posdesk.domain.orders.intent import Kind
from posdesk.domain.privacy import without_any_phone


class Role(StrEnum):
    """What a person is, from the lowest to the highest; the higher may all that the lower may."""

    CASHIER = "cashier"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"


class Right(StrEnum):
    """What a PIN is asked for before it is done, where people are set up."""

    REFUSE = "refuse"  # an order
    REVEAL = "reveal"  # a phone number and an address, in full
    END_STOP = "end_stop"
    COVER = "cover"  # an hour's report is sent, replaced or left as it is
    SETTLE = "settle"  # a person's word on what nobody knows
    WITHDRAW = "withdraw"  # a receipt shall not go out
    SEND_AGAIN = "send_again"  # after a refusal
    CLOSE_HERE = "close_here"  # an order, and opening it again
    HAND_OUT = "hand_out"  # against a signature, where nothing can be checked
    PAY_OUT = "pay_out"  # cash out of the drawer
    CLOSE_SHIFT = "close_shift"
    SETTINGS = "settings"
    PEOPLE = "people"  # and their PINs


LOWEST: Mapping[Right, Role] = {
    Right.REFUSE: Role.CASHIER,
    Right.REVEAL: Role.CASHIER,
    Right.END_STOP: Role.CASHIER,
    Right.COVER: Role.MANAGER,
    Right.SETTLE: Role.MANAGER,
    Right.WITHDRAW: Role.MANAGER,
    Right.SEND_AGAIN: Role.MANAGER,
    Right.CLOSE_HERE: Role.MANAGER,
    Right.HAND_OUT: Role.MANAGER,
    Right.PAY_OUT: Role.MANAGER,
    Right.CLOSE_SHIFT: Role.MANAGER,
    Right.SETTINGS: Role.ADMINISTRATOR,
    Right.PEOPLE: Role.ADMINISTRATOR,
}
"""The table: the lowest role that holds a right."""
_RANKS = tuple(Role)
_COUNTER = re.compile(r"counter \d{1,2}")
PAD_WAITING = "PIN pad waiting"
"""What stands behind the counter's name where a STOP was ended because no PIN could be given."""

_SAID = ", said "


def said_actor(counter: str, name: str) -> str:
    """Who acted, for the record, where nobody could prove it: the counter, and the name that was said there.

    `counter` is as the record names it: counter 1. A proven name stands alone. The record is never wiped: no
    phone stays in a name.
    """
    return f"{counter}{_SAID}{without_any_phone(' '.join(name.split()))}"


def said_name(actor: str) -> str:
    """The name that somebody said; empty where the record names a proven one, or none."""
    counter, said, name = actor.partition(_SAID)
    return name if said and _COUNTER.fullmatch(counter) else ""


class Person(Protocol):
    """The part of the settings' `Staff` that counts here."""

    @property
    def name(self) -> str:
        """As the record names them."""
        ...

    @property
    def role(self) -> Role:
        """What they are."""
        ...


def asked_role(right: Right, held: Collection[Role]) -> Role | None:
    """The lowest role whose PIN opens a right, where people of the roles `held` have a PIN.

    A right that none of them has falls to the highest of them. None where nobody has a PIN: nothing asks.
    """
    if not held:
        return None
    return min(LOWEST[right], max(held, key=_RANKS.index), key=_RANKS.index)


def holds(role: Role | None, right: Right, held: Collection[Role]) -> bool:
    """Whether who has this role, None for nobody, may do it without another PIN."""
    asked = asked_role(right, held)
    return asked is None or (role is not None and _RANKS.index(role) >= _RANKS.index(asked))


def right_of(kind: Kind, *, without_answer: bool = False) -> Right | None:
    """The right that a wish for an order takes, None where it takes none."""
    if without_answer:
        return Right.HAND_OUT
    return Right.REFUSE if kind is Kind.REFUSE else None


def is_last_administrator(name: str, people: Iterable[Person], with_pin: Collection[str]) -> bool:
    """Whether the one of this name can't be removed: nobody else could set up people, and there are others.

    `with_pin` names who has a PIN.
    """
    everybody = tuple(people)
    able = {p.name for p in everybody if p.role is Role.ADMINISTRATOR and p.name in with_pin}
    return able == {name} and any(person.name != name for person in everybody)
