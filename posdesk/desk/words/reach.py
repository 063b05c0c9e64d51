"""How a platform reaches this PC, in words: for the platforms' step, Settings and Health."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.say import joined, same_day_time
from posdesk.domain.status import PartnerStatus
from posdesk.engine.listening.reach import Door, Reach
from posdesk.host.firewall import Wall, opening

translate = QCoreApplication.translate


def reach_lines(reach: Reach, wall: Wall | None) -> tuple[tuple[str, bool], ...]:
    """The lines that say it, each with whether it keeps the outside away.

    `wall` is what Windows' firewall does with a call, None on a system without it.
    """
    if reach.door is Door.SHUT:
        return ((translate("reach", "Nothing listens now: no platform can call this PC."), True),)
    if reach.door is Door.THIS_PC:
        return ((_loopback(reach), True),)
    if not reach.addresses:
        return ((translate("reach", "This PC has no address in any network: look at its cable."), True),)
    firewall = () if wall is None else (_firewall(reach, wall),)
    kept_out = reach.is_behind_provider
    return ((_given(reach), False), (_between(reach), kept_out), *firewall, (_nobody_asked(), False))


def _firewall(reach: Reach, wall: Wall) -> tuple[str, bool]:
    if wall in {Wall.OPEN, Wall.OFF}:
        return translate("reach", "Windows' firewall lets port {port} in.").format(port=reach.port), False
    words = translate(
        "reach", "Windows' firewall must let port {port} in. An administrator runs this once: {command}"
    )
    return words.format(port=reach.port, command=opening(reach.port)), wall is not Wall.UNKNOWN


def outside_words(partner: PartnerStatus, now: datetime) -> str:
    """When a call of it really came from outside, and from which peer."""
    if partner.outside_at is None:
        return translate("reach", "No call from outside yet.")
    words = translate("reach", "Last call from outside {time}, from {address}.")
    return words.format(time=same_day_time(partner.outside_at, now), address=partner.outside_from)


def _loopback(reach: Reach) -> str:
    words = translate(
        "reach",
        "Port {port} is open to programs of this PC only. That is right where a gateway program on this PC "
        "hands the platforms' calls in; else enter 0.0.0.0: Settings, Port for orders.",
    )
    return words.format(port=reach.port)


def _given(reach: Reach) -> str:
    words = translate("reach", "In the shop's network this PC is {urls}.")
    return words.format(urls=", ".join(reach.urls))


def _between(reach: Reach) -> str:
    if reach.is_behind_provider:
        return _no_way_in()
    if not reach.is_behind_router:
        return translate("reach", "That address is a public one: give it to the platform as it stands.")
    forward = translate(
        "reach",
        "The platform is outside: let the router forward port {port} to {address}, and give the platform "
        "the router's own outside address.",
    )
    said = forward.format(port=reach.port, address=reach.addresses[0].address)
    return joined(said, _look_at_router())


def _look_at_router() -> str:
    return translate(
        "reach",
        "If that begins with 10., 100.64. to 100.127., 172.16. to 172.31. or 192.168., the shop is behind"
        " its provider's address translation, and nobody outside can call it: ask the provider for a public"
        " address, or use a gateway.",
    )


def _no_way_in() -> str:
    return translate(
        "reach",
        "That is an address of the provider's address translation: nobody outside can call it. Ask the"
        " provider for a public address, or use a gateway.",
    )


def _nobody_asked() -> str:
    return translate(
        "reach", "posdesk asks no service outside: whether a call gets through shows when the platform calls."
    )
