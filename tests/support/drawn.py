"""The texts that a widget paints, as it hands them to Qt."""

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPaintDevice, QPaintEngine, QPainter, QTextItem
from PySide6.QtWidgets import QWidget


class _Ear(QPaintEngine):
    """Draws nothing; notes the texts."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.texts: list[str] = []

    def begin(self, _device: QPaintDevice) -> bool:
        return True

    def end(self) -> bool:
        return True

    def updateState(self, _state: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawPixmap(self, *_args: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawPath(self, *_args: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawPolygon(self, *_args: object) -> None:  # noqa: N802 - Qt's name
        pass

    def drawTextItem(self, _at: object, item: QTextItem) -> None:  # noqa: N802 - Qt's name
        self.texts.append(item.text())

    def type(self) -> QPaintEngine.Type:
        return QPaintEngine.Type.User


class _Paper(QPaintDevice):
    """As large as it needs to be."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.ear, self._widget = _Ear(), widget

    def paintEngine(self) -> QPaintEngine:  # noqa: N802 - Qt's name
        return self.ear

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        return self._widget.metric(metric)


def drawn(widget: QWidget) -> list[str]:
    """Every text that it and its children paint, piece by piece."""
    paper = _Paper(widget)
    painter = QPainter(paper)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return paper.ear.texts
