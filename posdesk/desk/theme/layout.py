"""What the window's width decides; widths are logical px."""

from enum import IntEnum


class WidthClass(IntEnum):
    """The four layouts, by their smallest width; they compare as widths do."""

    TABS = 0  # below 1000, as on a small screen at 200 %: lanes are tabs, detail is a page
    SMALL = 1000  # detail is an overlay
    MEDIUM = 1280  # detail stands beside the lanes
    LARGE = 1680


def width_class(width: int) -> WidthClass:
    """The layout of a window so wide."""
    return max(c for c in WidthClass if c <= max(0, width))


def rail_width(width: int) -> int:
    """The width of the page rail in a window so wide."""
    if width >= 1680:
        return 80
    return 76 if width >= 1100 else 64


def gutter(width: int) -> int:
    """The room between panes in a window so wide."""
    return 16 if width >= 1680 else 12
