"""What a topic's form is made of: each key of the settings with its words; the tables are beside this."""

from dataclasses import dataclass
from enum import StrEnum

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.settings.settings import Section


class Kind(StrEnum):
    """How a key is entered."""

    TEXT = "text"
    WHOLE = "whole"  # a whole number, or nothing
    MINUTES = "minutes"
    CHOICE = "choice"
    PAIRS = "pairs"  # a table: our code, their number


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
    kind: Kind = Kind.TEXT
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
class Group:
    """Fields under one heading; a folded one opens by its button."""

    title: str
    fields: tuple[Field | SecretField, ...]
    folded: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of the settings. `platform` is the section's name, `default` what counts where it says nothing.

    `finds` is the key that the answer to a test call may hold.
    """

    platform: str
    title: str
    lead: str
    test_help: str
    default: Section
    groups: tuple[Group, ...]
    finds: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every key, in the order on screen."""
        return tuple(f for group in self.groups for f in group.fields if isinstance(f, Field))

    @property
    def secrets(self) -> tuple[SecretField, ...]:
        """Every secret, in the order on screen."""
        return tuple(f for group in self.groups for f in group.fields if isinstance(f, SecretField))


URL_RULE = QT_TRANSLATE_NOOP("settings", "It must begin with https:// or http://.")
SIGN_HELP = QT_TRANSLATE_NOOP(
    "settings", "How calls are signed. Change it only where the platform tells you to."
)
URL_HELP = QT_TRANSLATE_NOOP(
    "settings", "Where calls go. Change it only for a test system of the platform's own."
)
ADVANCED = QT_TRANSLATE_NOOP("settings", "More, seldom needed")
ADDRESS = QT_TRANSLATE_NOOP("settings", "Address")
SIGN_METHOD = QT_TRANSLATE_NOOP("settings", "Way of signing")
