"""A counter's sign of life on the wire (relay.md)."""

from collections.abc import Mapping

from posdesk.domain.relay.here import Here
from posdesk.platforms.relay import sealed_json
from posdesk.platforms.relay.unreadable import Unreadable


class BadHere(Unreadable):
    """A sign of life that can't be read, or that no counter of this store gave."""


def write(here: Here, store_key: str) -> tuple[bytes, dict[str, str]]:
    """Its data and headers."""
    fields: dict[str, object] = {
        "counter": here.counter,
        "instance": here.instance,
        "n": here.n,
        "position": here.position,
        "at": sealed_json.moment_text(here.at),
    }
    return sealed_json.write("here", fields, store_key)


def read(data: bytes, headers: Mapping[str, str] | None, store_key: str) -> Here:
    """The sign of life that a counter of this store gave. Raises BadHere."""
    try:
        fields = sealed_json.read("here", data, headers, store_key)
        return Here(
            counter=fields.text("counter"),
            instance=fields.text("instance"),
            n=fields.number("n"),
            position=fields.number("position"),
            at=fields.moment("at"),
        )
    except Unreadable as error:
        raise BadHere(error.zh, error.en) from error
