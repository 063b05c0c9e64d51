"""The catch-up view as marks: what it shows, its title, and the platforms to compare at the right."""

from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft, Measure
from posdesk.desk.cards.facts import Facts
from posdesk.desk.cards.marks import Box, Button, Card, Fill, Glyph, Tag
from posdesk.desk.cards.parts import GAP, TARGET
from posdesk.desk.orders.catch_up_words import (
    away_todo_words,
    missed_words,
    title_words,
)
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, SIZE, Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.relay import away_words
from posdesk.desk.words.say import actor_name, clock_time
from posdesk.domain.orders.catch_up import CatchUp
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.domain.relay.status import Away
from posdesk.domain.status import Gap, GapCheck
from posdesk.records import dataclass

_PAD = 14


class CatchUpAct(StrEnum):
    """What can be pressed in the view."""

    ACCEPT = "accept"  # arg: whose row
    SHOW = "show"  # arg: whose row
    COMPARED = "compared"
    ALL_COMPARED = "all_compared"
    READ = "read"  # what came while we were away was read
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Platform:
    """A partner as people know it, and who compared it last; None while nobody has."""

    name: str
    said: str
    source: Source
    check: GapCheck | None = None


@dataclass(frozen=True, slots=True)
class CatchUpContent:
    """What to show: `facts` and `left_s` of each order, the chosen one, the platform at hand."""

    gaps: tuple[Gap, ...]
    orders: CatchUp
    facts: Mapping[OrderKey, Facts]
    left_s: Callable[[OrderKey], float | None]
    selected: OrderKey | None = None
    platforms: tuple[Platform, ...] = ()
    away: Away | None = None

    @property
    def at_hand(self) -> Platform | None:
        """The first platform that nobody has compared."""
        return next((each for each in self.platforms if each.check is None), None)


def title_card(measure: Measure, width: int, *, compares: bool) -> Card:
    """What to do here, and the way back to the orders; `compares`: with the platforms' own pages."""
    draft = CardDraft(measure, width)
    label = QCoreApplication.translate("Orders", "Back to the orders")
    wide = measure.width(label, FontRole.BODY_BOLD) + 88
    draft.put(Glyph(Box(_PAD, 17, 22, 22), Sign.WARNING, Color.WARN))
    words = Box(_PAD + 32, 6, width - wide - 2 * _PAD - 40, 21)
    said = title_words(compares=compares)
    lines = draft.measure.wrap(said, FontRole.BODY_BOLD, words.w)
    height = max(21 * len(lines) + 12, TARGET + 12)
    draft.lines(words._replace(y=(height - 21 * len(lines)) // 2), said, FontRole.BODY_BOLD)
    box = Box(width - wide - _PAD, (height - TARGET) // 2, wide, TARGET)
    draft.put(Button(box, CatchUpAct.CLOSE, label, OrdersKey.CATCH_UP))
    return draft.card(height, Fill(Box(0, 0, width, height), Color.WARN_SOFT, RADIUS.control))


def platforms_card(content: CatchUpContent, measure: Measure, width: int) -> Card:
    """What came while we were away; which platform was compared by whom, and what is still to be compared."""
    draft = CardDraft(measure, width)
    y = 12
    if content.away is not None:
        y = _away(draft, content.away, len(content.orders.every), Box(_PAD, y, width - 2 * _PAD, 24))
    if content.gaps:
        y = _platforms(draft, content, Box(_PAD, y, width - 2 * _PAD, 24))
    return draft.card(y, Fill(Box(0, 0, width, y), Color.RAISED, RADIUS.card, Color.LINE))


def _away(draft: CardDraft, away: Away, listed: int, at: Box) -> int:
    """How much came and when; the button that ends the list."""
    title = QCoreApplication.translate("Orders", "While this counter was away")
    y = draft.lines(at, title, FontRole.STRONG)
    y = draft.lines(at._replace(y=y + 4, h=20), away_words(away), FontRole.CAPTION)
    if more := away_todo_words(away, listed):
        y = draft.lines(at._replace(y=y + 4, h=20), more, FontRole.CAPTION)
    label = QCoreApplication.translate("Orders", "Read, end the list")
    button = at._replace(y=y + 10, h=TARGET)
    draft.put(Button(button, CatchUpAct.READ, label, OrdersKey.AWAY_READ, ButtonKind.PRIMARY))
    foot = QCoreApplication.translate("Orders", "Who read it and when is in the record.")
    return draft.lines(at._replace(y=button.bottom + 6, h=18), foot, FontRole.CAPTION, Color.MUTED) + 14


def _platforms(draft: CardDraft, content: CatchUpContent, inner: Box) -> int:
    title = QCoreApplication.translate("Orders", "Are there others on the platforms?")
    y = draft.lines(inner, title, FontRole.STRONG)
    y = draft.lines(inner._replace(y=y + 4, h=20), missed_words(content.gaps), FontRole.CAPTION) + 8
    for platform in content.platforms:
        y = _platform(draft, platform, inner._replace(y=y, h=TARGET))
    y = _compare_buttons(draft, content, inner._replace(y=y + 8, h=TARGET))
    foot = QCoreApplication.translate(
        "Orders", "Who compared and when is in the record. The notice ends once all are compared."
    )
    return draft.lines(inner._replace(y=y + 4, h=18), foot, FontRole.CAPTION, Color.MUTED) + 12


def _platform(draft: CardDraft, platform: Platform, at: Box) -> int:
    side = SIZE.tag_row
    draft.put(Tag(Box(at.x, at.y + (at.h - side) // 2, side, side), platform.source))
    if platform.check is None:
        words, role = QCoreApplication.translate("Orders", "not compared yet"), Color.WARN
    else:
        who = actor_name(platform.check.actor)
        words, role = f"{clock_time(platform.check.at)} {who}", Color.GOOD
    begin = draft.right(at, words, FontRole.CAPTION_BOLD, role)
    draft.text(at._replace(x=at.x + side + 12, w=begin - at.x - side - 20), platform.said, FontRole.BODY_BOLD)
    return at.bottom


def _compare_buttons(draft: CardDraft, content: CatchUpContent, at: Box) -> int:
    platform = content.at_hand
    if platform is None:
        return at.y
    one = QCoreApplication.translate("Orders", "Compared: {name}").format(name=platform.said)
    draft.put(Button(at, CatchUpAct.COMPARED, one, OrdersKey.COMPARED, ButtonKind.PRIMARY))
    every = QCoreApplication.translate("Orders", "All compared")
    below = at._replace(y=at.bottom + GAP)
    draft.put(Button(below, CatchUpAct.ALL_COMPARED, every, OrdersKey.ALL_COMPARED))
    return below.bottom + 8


def checks_of(gaps: Sequence[Gap], partner: str) -> GapCheck | None:
    """Who compared all of these gaps with that partner's pages last; None while one of them is open."""
    found = [next((c for c in gap.checks if c.partner == partner), None) for gap in gaps]
    done = [check for check in found if check is not None]
    return max(done, key=lambda check: check.at) if found and len(done) == len(found) else None
