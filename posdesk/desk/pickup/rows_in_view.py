"""Which rows of a list are on screen: as many as fit, the chosen one always among them. Plain values."""

from dataclasses import dataclass
from typing import Final

MORE_PX: Final = 26.0
"""The height of a line that says how many more there are."""


@dataclass(frozen=True, slots=True)
class RowsInView:
    """Rows `first` to `first + count - 1` of a list, each `height` px high; the first one begins at `top`.

    `above` and `below` are how many are hidden there; their lines stand over and under the rows where
    `counted`.
    """

    first: int
    count: int
    height: float
    top: float
    above: int
    below: int
    counted: bool

    def y(self, place: int) -> float:
        """Where that row of the list begins, in px."""
        return self.top + (place - self.first) * self.height

    @property
    def bottom(self) -> float:
        """Where the last row ends, or the line under it that says how many more there are."""
        line = MORE_PX if self.counted and self.below else 0
        return self.y(self.first + self.count) + line

    @property
    def places(self) -> range:
        """The rows on screen, by their places in the list."""
        return range(self.first, self.first + self.count)


@dataclass(frozen=True, slots=True)
class RowRoom:
    """The room for a list: `px` high; its rows are `least` to `most` px high."""

    px: float
    least: float
    most: float

    def view(self, total: int, first: int, chosen: int | None) -> RowsInView:
        """The rows of a list of `total`, from about `first` on, moved as little as shows the chosen one."""
        if total * self.least <= self.px:
            height = min(self.most, self.px / max(1, total))
            return RowsInView(0, total, height, 0, 0, 0, counted=False)
        counted = self.px >= self.least + 2 * MORE_PX
        count = max(1, int((self.px - (2 * MORE_PX if counted else 0)) // self.least))
        if chosen is not None:
            first = min(max(first, chosen - count + 1), chosen)
        first = min(max(first, 0), total - count)
        top = MORE_PX if counted and first else 0
        return RowsInView(first, count, self.least, top, first, total - first - count, counted=counted)
