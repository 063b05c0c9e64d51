"""Partners as rows of posdesk.toml: what is saved is the whole list, new and old."""

from collections.abc import Iterable, Mapping
from typing import Any

from posdesk.domain.orders.source import source_of
from posdesk.domain.status import PartnerStatus
from posdesk.settings.settings import Partner, SignatureRecipe

Row = Mapping[str, Any]
"""A [[partner]] as posdesk.toml would say it."""


def row_of(partner: Partner) -> dict[str, Any]:
    """A partner without what says nothing."""
    said = partner.model_dump(exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def rows_with(kept: Iterable[Partner], row: Row, name: str) -> list[Row]:
    """All of them with this row in the place of the one of that name, at the end where there is none."""
    rows: list[Row] = [row if each.name == name else row_of(each) for each in kept]
    return rows if row in rows else [*rows, row]


def rows_switched(kept: Iterable[Partner], name: str) -> list[Row]:
    """All of them, the one of that name off where it is on, and on where it is off."""
    return [
        row_of(each.model_copy(update={"on": not each.on}) if each.name == name else each) for each in kept
    ]


def signature_of(partner: Partner | None) -> SignatureRecipe:
    """By what it signs; the default where there is none, or it signs nothing."""
    if partner is None or partner.signature == "none":
        return SignatureRecipe()
    return partner.signature


def unheard(partner: Partner) -> PartnerStatus:
    """One that the engine does not know yet has proven nothing."""
    sources = tuple(source_of(str(code)) for code in partner.sources)
    return PartnerStatus(partner.name, sources, shown=partner.shown)
