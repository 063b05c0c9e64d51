"""Signs as painted paths: the bundled font lacks most of them."""

from collections.abc import Callable
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from posdesk.desk.theme import Sign

GRID = 24.0  # every path below is drawn on a square of 24


def paint_sign(painter: QPainter, rect: QRectF, sign: Sign, color: QColor, line: float = 0.0) -> None:
    """Paint a sign into the middle of the rect; `line` is the stroke in px, 0 lets the size decide."""
    side = min(rect.width(), rect.height())
    stroke = line or max(1.4, side / 12)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(rect.center().x() - side / 2, rect.center().y() - side / 2)
    painter.scale(side / GRID, side / GRID)
    pen = QPen(color, stroke * GRID / side)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.strokePath(path_of(sign), pen)
    painter.restore()


def path_of(sign: Sign) -> QPainterPath:
    """The strokes of a sign on a square of 24."""
    path = QPainterPath()
    _DRAW[sign](path)
    return path


def _lines(path: QPainterPath, *strokes: tuple[tuple[float, float], ...]) -> None:
    for stroke in strokes:
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in stroke]))


def _closed(path: QPainterPath, *points: tuple[float, float]) -> None:
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in (*points, points[0])]))


def _check(path: QPainterPath) -> None:
    _lines(path, ((5, 12.5), (10, 17.5), (19.5, 7)))


def _check_circle(path: QPainterPath) -> None:
    path.addEllipse(QRectF(2.5, 2.5, 19, 19))
    _lines(path, ((7.5, 12.5), (10.8, 15.8), (16.8, 9)))


def _cross(path: QPainterPath) -> None:
    _lines(path, ((6, 6), (18, 18)), ((18, 6), (6, 18)))


def _cross_square(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(2.5, 4, 19, 16), 2, 2)
    _lines(path, ((8.5, 8.5), (15.5, 15.5)), ((15.5, 8.5), (8.5, 15.5)))


def _arrow(path: QPainterPath) -> None:
    _lines(path, ((4.5, 12), (19, 12)), ((13.5, 6.5), (19, 12), (13.5, 17.5)))


def _back(path: QPainterPath) -> None:
    _lines(path, ((14.5, 5.5), (8, 12), (14.5, 18.5)))


def _forward(path: QPainterPath) -> None:
    _lines(path, ((9.5, 5.5), (16, 12), (9.5, 18.5)))


def _down(path: QPainterPath) -> None:
    _lines(path, ((5.5, 9), (12, 15.5), (18.5, 9)))


def _plus(path: QPainterPath) -> None:
    _lines(path, ((12, 5), (12, 19)), ((5, 12), (19, 12)))


def _question(path: QPainterPath) -> None:
    _closed(path, (12, 1.5), (22.5, 12), (12, 22.5), (1.5, 12))
    path.moveTo(9.4, 9.9)
    path.cubicTo(9.4, 6.6, 14.6, 6.6, 14.6, 9.9)
    path.cubicTo(14.6, 11.9, 12, 12, 12, 13.9)
    _lines(path, ((12, 16.6), (12, 16.7)))


def _stop(path: QPainterPath) -> None:
    corners = [(12 + 10 * cos(pi * (2 * i + 1) / 8), 12 + 10 * sin(pi * (2 * i + 1) / 8)) for i in range(8)]
    _closed(path, *corners)


def _warning(path: QPainterPath) -> None:
    _closed(path, (12, 3), (22, 20.5), (2, 20.5))
    _lines(path, ((12, 9.5), (12, 14)), ((12, 17.2), (12, 17.3)))


def _differs(path: QPainterPath) -> None:
    _lines(path, ((4.5, 9), (19.5, 9)), ((4.5, 15), (19.5, 15)), ((16, 4.5), (8, 19.5)))


def _clock(path: QPainterPath) -> None:
    path.addEllipse(QRectF(3, 3, 18, 18))
    _lines(path, ((12, 7), (12, 12.3), (15.5, 14.3)))


def _person(path: QPainterPath) -> None:
    path.addEllipse(QRectF(7.8, 3.3, 8.4, 8.4))
    path.moveTo(4, 20.5)
    path.cubicTo(4, 13.5, 20, 13.5, 20, 20.5)


def _speaker(path: QPainterPath) -> None:
    _closed(path, (3, 9.5), (6.5, 9.5), (11, 5.5), (11, 18.5), (6.5, 14.5), (3, 14.5))
    path.moveTo(14.5, 9)
    path.cubicTo(16.2, 10.6, 16.2, 13.4, 14.5, 15)
    path.moveTo(17.4, 6.4)
    path.cubicTo(21, 9.4, 21, 14.6, 17.4, 17.6)


def _speaker_off(path: QPainterPath) -> None:
    _closed(path, (3, 9.5), (6.5, 9.5), (11, 5.5), (11, 18.5), (6.5, 14.5), (3, 14.5))
    _lines(path, ((15, 9), (21, 15)), ((21, 9), (15, 15)))


def _bell(path: QPainterPath) -> None:
    path.moveTo(4.5, 17)
    path.cubicTo(7, 14.5, 5.5, 4.5, 12, 4.5)
    path.cubicTo(18.5, 4.5, 17, 14.5, 19.5, 17)
    path.closeSubpath()
    _lines(path, ((10, 20.5), (14, 20.5)), ((12, 2.8), (12, 4.3)))


def _receipt(path: QPainterPath) -> None:
    _closed(path, (5.5, 3), (18.5, 3), (18.5, 21), (15.3, 19), (12, 21), (8.7, 19), (5.5, 21))
    _lines(path, ((9, 8), (15, 8)), ((9, 12.5), (15, 12.5)))


def _barcode(path: QPainterPath) -> None:
    _lines(path, *(((x, 5), (x, 19)) for x in (3.0, 6.2, 8.6, 12.4, 15.6, 18.0, 21.0)))


def _chart(path: QPainterPath) -> None:
    _lines(path, ((3, 20.5), (21, 20.5)))
    _lines(path, ((6, 20), (6, 13)), ((12, 20), (12, 5)), ((18, 20), (18, 10)))


def _sync(path: QPainterPath) -> None:
    path.arcMoveTo(QRectF(3.5, 3.5, 17, 17), 20)
    path.arcTo(QRectF(3.5, 3.5, 17, 17), 20, 140)
    path.arcMoveTo(QRectF(3.5, 3.5, 17, 17), 200)
    path.arcTo(QRectF(3.5, 3.5, 17, 17), 200, 140)
    _lines(path, ((20.8, 4.2), (20.3, 9.2), (15.6, 8.2)), ((3.2, 19.8), (3.7, 14.8), (8.4, 15.8)))


def _sliders(path: QPainterPath) -> None:
    _lines(path, ((3, 8), (12.7, 8)), ((17.3, 8), (21, 8)), ((3, 16), (6.7, 16)), ((11.3, 16), (21, 16)))
    path.addEllipse(QRectF(12.7, 5.7, 4.6, 4.6))
    path.addEllipse(QRectF(6.7, 13.7, 4.6, 4.6))


def _note(path: QPainterPath) -> None:
    _closed(path, (4.5, 4), (19.5, 4), (19.5, 14.5), (14, 20), (4.5, 20))
    _lines(path, ((19.5, 14.5), (14, 14.5), (14, 20)))


def _eye(path: QPainterPath) -> None:
    path.moveTo(2, 12)
    path.cubicTo(7, 3.5, 17, 3.5, 22, 12)
    path.cubicTo(17, 20.5, 7, 20.5, 2, 12)
    path.addEllipse(QRectF(9, 9, 6, 6))


def _phone(path: QPainterPath) -> None:
    path.addRoundedRect(QRectF(7, 2.5, 10, 19), 2, 2)
    _lines(path, ((11, 18.5), (13, 18.5)))


def _search(path: QPainterPath) -> None:
    path.addEllipse(QRectF(3.5, 3.5, 12.5, 12.5))
    _lines(path, ((14.5, 14.5), (20.5, 20.5)))


_DRAW: dict[Sign, Callable[[QPainterPath], None]] = {
    Sign.CHECK: _check,
    Sign.CHECK_CIRCLE: _check_circle,
    Sign.CROSS: _cross,
    Sign.CROSS_SQUARE: _cross_square,
    Sign.ARROW: _arrow,
    Sign.BACK: _back,
    Sign.FORWARD: _forward,
    Sign.QUESTION: _question,
    Sign.STOP: _stop,
    Sign.WARNING: _warning,
    Sign.DIFFERS: _differs,
    Sign.CLOCK: _clock,
    Sign.PERSON: _person,
    Sign.SPEAKER: _speaker,
    Sign.SPEAKER_OFF: _speaker_off,
    Sign.BELL: _bell,
    Sign.RECEIPT: _receipt,
    Sign.BARCODE: _barcode,
    Sign.CHART: _chart,
    Sign.SYNC: _sync,
    Sign.SLIDERS: _sliders,
    Sign.NOTE: _note,
    Sign.EYE: _eye,
    Sign.PHONE: _phone,
    Sign.SEARCH: _search,
    Sign.PLUS: _plus,
    Sign.DOWN: _down,
}
