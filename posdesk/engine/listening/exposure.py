"""What the settings leave open beyond this PC (row 58)."""

import ipaddress
from functools import lru_cache

from posdesk.domain.status import Exposure
from posdesk.settings.settings import Settings


def exposure_of(settings: Settings) -> Exposure:
    """What is open to strangers: nothing on a loopback address."""
    host = settings.listener.host
    if is_loopback(host):
        return Exposure()
    kept_out = tuple(partner.name for partner in settings.live_partners if not settings.reaches(partner))
    unsigned = tuple(
        partner.name
        for partner in settings.live_partners
        if not partner.is_signed and partner.name not in kept_out
    )
    return Exposure(host, not settings.listener.has_tls, unsigned, kept_out)


@lru_cache(maxsize=256)  # each call is asked about, and nearly all come from a few addresses
def is_loopback(host: str) -> bool:
    """Whether only this PC reaches that address; a name other than localhost may mean anything."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
