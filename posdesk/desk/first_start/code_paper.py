"""The three test codes on paper, as large as on screen."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRectF
from PySide6.QtGui import QPainter

from posdesk.desk.paint import paint_text
from posdesk.desk.settings.code_cards import QUIET_MODULES, paint_bars
from posdesk.desk.theme import FontRole, theme
from posdesk.domain.pickup.code128 import bars_of
from posdesk.domain.pickup.scan_learning import TEST_CODES

translate = QCoreApplication.translate

_MODULE_PX, _HIGH, _APART = 2.0, 80.0, 170.0


class CodePaper:
    """See `output.Paper`."""

    margin_mm = 15.0
    least_width = 400.0

    @property
    def title(self) -> str:
        """In the printer's queue."""
        return translate("first_start", "posdesk: three test codes")

    def paint(self, painter: QPainter, page: QRectF, turn: Callable[[], object]) -> None:
        """One under the other, far enough apart that a scanner takes one of them."""
        light = theme(dark=False)
        for number, code in enumerate(TEST_CODES):
            bars, top = bars_of(code), page.y() + number * _APART
            wide = (sum(map(int, bars)) + 2 * QUIET_MODULES) * _MODULE_PX
            words = QRectF(page.x() + QUIET_MODULES * _MODULE_PX, top, page.width(), 26)
            paint_text(
                painter, words, f"{number + 1}   {code}", light.font(FontRole.BODY_BOLD), light.color.text
            )
            paint_bars(painter, QRectF(page.x(), top + 28, wide, _HIGH), bars, _MODULE_PX)
