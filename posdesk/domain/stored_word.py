"""Words that the journal keeps, and that another version of posdesk may have written."""

from enum import StrEnum
from typing import Self


class StoredWord(StrEnum):
    """A word that this version doesn't know is read as it stands: it equals no member, and is kept so."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        word = str.__new__(cls, value)
        word._name_, word._value_ = "", str(value)
        return word
