"""What the chosen slip will look like: the picture that the printer prints, of a made-up order."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from posdesk.desk.theme import Color, FontRole, Theme
from posdesk.desk.widgets.label import Words
from posdesk.desk.widgets.painted import Card, within
from posdesk.desk.widgets.picture import PictureBox
from posdesk.desk.widgets.scrolled import scrolled
from posdesk.desk.words.prints import slip_name
from posdesk.devices.printing.glyphs import glyphs
from posdesk.devices.printing.layouts import layouts
from posdesk.devices.printing.picture import picture_of
from posdesk.domain.clock import Clock
from posdesk.domain.printing.order_facts import Print
from posdesk.domain.printing.sample import sample_order, sample_z
from posdesk.domain.printing.slip import Slip, SlipKind

translate = QCoreApplication.translate

_PX = 288  # an 80 mm slip at half its dots
_MARGIN, _EDGE = 12, 10


class Preview(Card):
    """A slip on white paper, in every theme."""

    def __init__(self, theme: Theme, clock: Clock, parent: QWidget | None = None) -> None:
        """Empty until `show_slip`."""
        super().__init__(theme, parent)
        self._clock = clock
        self._shown: tuple[str, int, str] | None = None
        self._title = Words(theme, FontRole.CAPTION, Color.MUTED)
        self._paper = PictureBox()
        column = within(self, _MARGIN, 8, _MARGIN, 8)
        column.setSpacing(6)
        column.addWidget(self._title)
        column.addWidget(scrolled(self._paper), 1)
        self.setFixedWidth(_PX + 2 * (_MARGIN + _EDGE) + 14)

    @property
    def picture(self) -> QPixmap:
        """What it shows."""
        return self._paper.picture

    def show_slip(self, kind: str, width_mm: int, language: str) -> None:
        """Show this slip on paper of that width."""
        words = translate("settings", "{slip}, as it prints").format(slip=slip_name(SlipKind(kind)))
        self._title.say(words)
        if (kind, width_mm, language) == self._shown:
            return
        self._shown = (kind, width_mm, language)
        picture = picture_of(self._slip(SlipKind(kind), language), width_mm, glyphs())
        data, stride = picture.packed(), -(-picture.dots // 8)
        image = QImage(data, picture.dots, len(picture.rows), stride, QImage.Format.Format_Mono)
        image.setColorTable([0xFFFFFFFF, 0xFF000000])
        wide = round(_PX * picture.dots / 576)
        smooth = Qt.TransformationMode.SmoothTransformation
        shown = QPixmap.fromImage(image.convertToFormat(QImage.Format.Format_RGB32))
        self._paper.show_picture(_on_paper(shown.scaledToWidth(wide, smooth)), words)

    def _slip(self, kind: SlipKind, language: str) -> Slip:
        named, now = layouts(language), self._clock.now()
        printed = Print(kind, 1, 1, now)
        if kind is SlipKind.Z:
            return named.z_paper(named.z_slip(sample_z(now)), printed)
        return named.order_slip(sample_order(now), printed)


def _on_paper(picture: QPixmap) -> QPixmap:
    """With the edges that no printer prints on."""
    paper = QPixmap(picture.width() + 2 * _EDGE, picture.height() + 2 * _EDGE)
    paper.fill(Qt.GlobalColor.white)
    painter = QPainter(paper)
    painter.drawPixmap(_EDGE, _EDGE, picture)
    painter.end()
    return paper
