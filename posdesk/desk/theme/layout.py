"""What the window's width decides, by the tokens; widths are logical px."""

from enum import IntEnum, StrEnum

from posdesk.desk.theme.tokens import tokens
from posdesk.records import dataclass

_LAYOUT = tokens()["layout"]
ANY_WIDTH = 16_777_215  # Qt's own end of a widget's width
TWO_PANES_FROM = int(tokens()["two_panes_from"])  # the sync page shows the daily sheet beside its list


class WidthClass(IntEnum):
    """The four layouts, by their smallest width; they compare as widths do."""

    TABS = int(_LAYOUT["tabs"]["from"])  # as on a small screen at 200 %: lanes are tabs, detail is a page
    SMALL = int(_LAYOUT["small"]["from"])  # detail is an overlay
    MEDIUM = int(_LAYOUT["medium"]["from"])  # detail stands beside the lanes
    LARGE = int(_LAYOUT["large"]["from"])


class Pane(StrEnum):
    """What has a width of its own, which grows with the window."""

    RAIL = "rail"
    ORDER_AT_HAND = "order_at_hand"  # in the action bar
    HOURS_SIDE = "hours_side"
    SCANS = "scans"  # the last ones, beside the pickup card
    SYNC_LIST = "sync_list"


_PANES = {pane: {int(step): int(px) for step, px in tokens()["panes"][pane].items()} for pane in Pane}


@dataclass(frozen=True, slots=True)
class Widths:
    """The room between panes, the lanes (Making takes the rest), the detail; 0 where none stands."""

    gutter: int
    new: int
    ready: int
    detail: int


_WIDTHS = {
    WidthClass(row["from"]): Widths(row["gutter"], row["new"], row["ready"], row["detail"])
    for row in _LAYOUT.values()
}


def width_class(width: int) -> WidthClass:
    """The layout of a window so wide."""
    return max(c for c in WidthClass if c <= max(0, width))


def widths_of(layout: WidthClass) -> Widths:
    """How wide things are in a layout."""
    return _WIDTHS[layout]


def pane_width(pane: Pane, width: int) -> int:
    """How wide a pane is in a window so wide; 0 where it takes what there is, or isn't shown."""
    return _PANES[pane][max(step for step in _PANES[pane] if step <= max(0, width))]


def gutter(width: int) -> int:
    """The room between panes in a window so wide."""
    return _WIDTHS[width_class(width)].gutter
