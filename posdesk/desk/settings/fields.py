"""What a topic's form is made of: keys and secrets of the settings with their words; `topics` holds them."""

from dataclasses import dataclass
from enum import StrEnum

from posdesk.settings.model import Model


class FieldKind(StrEnum):
    """How a key is entered."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number, or nothing
    MINUTES = "minutes"
    CHOICE = "choice"
    PAIRS = "pairs"  # a table: our code, their number
    NUMBERS = "numbers"  # whole numbers with commas between them
    WORDS = "words"  # texts with commas between them


@dataclass(frozen=True, slots=True)
class Option:
    """One of a few values; `label` is English, translated when shown."""

    label: str
    value: object


@dataclass(frozen=True, slots=True)
class Field:
    """A key of the section: its words in English, translated when shown.

    `rule` says what it must be, where it can be wrong.
    """

    key: str
    label: str
    help: str
    kind: FieldKind = FieldKind.TEXT
    options: tuple[Option, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class SecretField:
    """A secret of the keyring; `makes` is whether a new one is made here, else it is only typed."""

    name: str
    label: str
    help: str
    makes: bool = False


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading; a folded one opens by its button."""

    title: str
    fields: tuple[Field | SecretField, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the settings. `platform` is the section's name, `default` what counts where it says nothing.

    `finds` is the key that the answer to a test call may hold; without `test_help` there is no test.
    `key` is its name among the topics, where that is another.
    """

    platform: str
    title: str
    lead: str
    test_help: str
    default: Model
    groups: tuple[FieldGroup, ...]
    finds: str = ""
    key: str = ""

    @property
    def place(self) -> str:
        """Its name among the topics."""
        return self.key or self.platform

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every key, in the order on screen."""
        return tuple(f for group in self.groups for f in group.fields if isinstance(f, Field))

    @property
    def secrets(self) -> tuple[SecretField, ...]:
        """Every secret, in the order on screen."""
        return tuple(f for group in self.groups for f in group.fields if isinstance(f, SecretField))
