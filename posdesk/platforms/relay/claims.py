"""Claims on the wire (relay.md, 'Claims')."""

from collections.abc import Mapping

from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.platforms.relay import sealed_json
from posdesk.platforms.relay.sealed_json import Fields
from posdesk.platforms.relay.unreadable import Unreadable


class BadClaim(Unreadable):
    """A claim that can't be read, or that no counter of this store wrote."""


def write(claim: Claim, store_key: str) -> tuple[bytes, dict[str, str]]:
    """The claim's data and headers; the revision it expects is for who publishes it."""
    fields: dict[str, object] = {
        "group": str(claim.group),
        **sealed_json.key_fields(claim.key),
        "counter": claim.counter,
        "instance": claim.instance,
        "actor": claim.actor,
        "at": sealed_json.moment_text(claim.at),
        "free": claim.free,
    }
    return sealed_json.write("claim", fields, store_key)


def read(data: bytes, headers: Mapping[str, str] | None, store_key: str) -> Claim:
    """The claim that a counter of this store wrote. Raises BadClaim.

    Who reads it looks whether it is of the order that was asked for: the subject is nobody's word.
    """
    try:
        return _claim(sealed_json.read("claim", data, headers, store_key))
    except Unreadable as error:
        raise BadClaim(error.zh, error.en) from error


def _claim(fields: Fields) -> Claim:
    key, word = fields.key(), fields.text("group")
    if key is None or word not in set(ClaimGroup):
        raise Unreadable("没有订单或类别", "no order, or no such group")
    return Claim(
        group=ClaimGroup(word),
        key=key,
        counter=fields.text("counter"),
        instance=fields.text("instance"),
        actor=fields.text("actor"),
        at=fields.moment("at"),
        free=fields.flag("free"),
    )
