"""How a platform reaches this PC, in words: what keeps it out is said as such."""

import pytest

from posdesk.desk.words.language import Languages
from posdesk.desk.words.reach import reach_lines
from posdesk.engine.listening.reach import Reach, reach_of
from posdesk.host.firewall import Wall
from posdesk.settings.settings import Listener


def at(own: str) -> Reach:
    return reach_of(Listener(host="0.0.0.0"), "0.0.0.0:8765", (own,))


def said(reach: Reach, wall: Wall | None = None) -> tuple[str, bool]:
    lines = reach_lines(reach, wall)
    return " ".join(text for text, _ in lines), any(bad for _, bad in lines)


def test_behind_a_router_its_forwarding_is_named_and_the_providers_ranges(languages: Languages) -> None:
    words, bad = said(at("192.168.1.20"))
    assert "http://192.168.1.20:8765/center/gateway" in words
    assert "forward port 8765 to 192.168.1.20" in words
    assert "100.64. to 100.127." in words
    assert not bad, "nobody here can know what the router has"


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (at("100.64.3.4"), "use a gateway"),
        (reach_of(Listener(), "127.0.0.1:8765", ()), "programs of this PC only"),
        (reach_of(Listener(), "", ()), "Nothing listens now"),
        (reach_of(Listener(host="0.0.0.0"), "0.0.0.0:8765", ()), "no address in any network"),
    ],
)
def test_what_keeps_the_outside_away_is_bad_news(languages: Languages, reach: Reach, words: str) -> None:
    text, bad = said(reach)
    assert words in text
    assert bad


@pytest.mark.parametrize("wall", Wall)
def test_windows_firewall_is_said_with_the_administrators_one_step(languages: Languages, wall: Wall) -> None:
    words, bad = said(at("192.168.1.20"), wall)
    assert ("netsh advfirewall" in words) == (wall not in {Wall.OPEN, Wall.OFF})
    assert bad == (wall in {Wall.SHUT, Wall.BLOCKED})
