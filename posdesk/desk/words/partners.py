"""What people call a partner: who asks us and is asked, whatever site an order was placed on."""

from posdesk.desk.words.states import source_name
from posdesk.domain.orders.source import Source
from posdesk.domain.status import EngineStatus, PartnerStatus

_SITES = frozenset(Source) - {Source.OTHER}


def partner_name(partner: PartnerStatus) -> str:
    """A partner for people: as the settings show it, else its source's name if we know one, else its own."""
    if partner.shown:
        return partner.shown
    known = [s for s in partner.sources if s is not Source.OTHER]
    return source_name(known[0]) if len(known) == 1 else partner.name


def names_of(status: EngineStatus) -> dict[str, str]:
    """Each partner's name for people, by its name in the settings."""
    return {partner.name: partner_name(partner) for partner in status.partners}


def called(name: str) -> str:
    """A partner by its name in the settings alone: as people call it where that is the name of a site."""
    return source_name(Source(name)) if name in _SITES else name
