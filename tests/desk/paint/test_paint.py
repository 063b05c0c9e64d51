"""What is painted: inside its place, told apart by shape, never cut in the middle of a meaning."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from posdesk.desk.paint import (
    ButtonFace,
    ButtonKind,
    button_width,
    chip_width,
    elided,
    paint_badge,
    paint_bar,
    paint_button,
    paint_chip,
    paint_hatch,
    paint_number,
    paint_sign,
    paint_tag,
    paint_text,
    text_width,
)
from posdesk.desk.paint.text import CENTER
from posdesk.desk.theme import FontRole, Sign, StateRole, Theme, load_fonts, theme
from posdesk.desk.words.language import Languages
from posdesk.domain.orders.board import countdown_of
from posdesk.domain.orders.source import Source

PAPER = QColor("#010203")


def _painted(paint: Callable[[QPainter], object], width: int = 120, height: int = 120) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(PAPER)
    painter = QPainter(image)
    paint(painter)
    painter.end()
    return image


def _ink(image: QImage) -> QRectF:
    """The smallest rect that holds every changed pixel; empty where nothing was painted."""
    paper = PAPER.rgb()
    spots = [
        (x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != paper
    ]
    if not spots:
        return QRectF()
    xs, ys = [x for x, _ in spots], [y for _, y in spots]
    return QRectF(min(xs), min(ys), max(xs) - min(xs) + 1, max(ys) - min(ys) + 1)


@pytest.mark.parametrize("sign", list(Sign))
@pytest.mark.parametrize("side", [16, 22, 56])
def test_a_sign_is_seen_and_stays_in_its_place(light: Theme, sign: Sign, side: int) -> None:
    place = QRectF(20, 20, side, side)
    ink = _ink(_painted(lambda p: paint_sign(p, place, sign, QColor("white"))))
    assert ink.height() >= side * 0.25
    assert ink.width() >= side * 0.25
    assert place.adjusted(-1, -1, 1, 1).contains(ink)


@pytest.mark.parametrize("side", [20, 44])
def test_sources_are_told_apart_without_colour(light: Theme, side: int) -> None:
    def gray(source: Source) -> QImage:
        image = _painted(lambda p: paint_tag(p, QRectF(10, 10, side, side), source, light))
        return image.convertToFormat(QImage.Format.Format_Grayscale8)

    images = [gray(source) for source in Source]
    assert all(one != other for i, one in enumerate(images) for other in images[i + 1 :])


def test_a_tags_letter_follows_the_language(light: Theme, qapp: QApplication) -> None:
    def picture() -> QImage:
        return _painted(lambda p: paint_tag(p, QRectF(10, 10, 44, 44), Source.MEITUAN, light))

    languages = Languages(qapp, "en")
    english = picture()
    languages.choose("zh_CN")
    chinese = picture()
    languages.choose("en")
    assert english != chinese
    assert picture() == english


@pytest.mark.parametrize("role", [FontRole.NUMBER_NEW, FontRole.NUMBER_DETAIL, FontRole.NUMBER_PICKUP])
def test_a_big_number_stands_in_the_middle(light: Theme, role: FontRole) -> None:
    place = QRectF(0, 0, 240, 160)
    image = _painted(lambda p: paint_number(p, place, "27", role, light, align=CENTER), 240, 160)
    assert abs(_ink(image).center().y() - 80) <= light.font(role).pixelSize() * 0.03 + 1


def test_a_platforms_markup_is_painted_as_it_was_sent(light: Theme) -> None:
    font = light.font(FontRole.BODY)
    took: list[float] = []
    place = QRectF(0, 0, 400, 40)
    _painted(lambda p: took.append(paint_text(p, place, "<b>葱</b>&amp;", font, QColor("white"))), 400, 40)
    assert took == [text_width("<b>葱</b>&amp;", font)]


@given(st.text(max_size=80), st.integers(0, 300))
def test_a_cut_text_never_leaves_its_room(text: str, width: int) -> None:
    load_fonts()
    font = theme(dark=False).font(FontRole.BODY)
    cut = elided(text, font, width)
    assert "\n" not in cut
    assert text_width(cut, font) <= max(width, text_width("…", font)) + 1


@pytest.mark.parametrize("role", list(StateRole))
def test_a_chip_is_no_wider_than_its_room(light: Theme, role: StateRole) -> None:
    rects: list[QRectF] = []
    words = "接单被拒：平台说“订单已取消，请联系平台客服处理”"
    place = QRectF(10, 10, 100, 26)
    image = _painted(lambda p: rects.append(paint_chip(p, place, role, words, light)))
    assert rects[0].width() == 100 < chip_width(words, light)
    assert place.adjusted(-1, -1, 1, 1).contains(_ink(image))


def test_a_badge_over_99_says_so_and_grows_no_further(light: Theme) -> None:
    def wide(count: int) -> float:
        return _ink(_painted(lambda p: paint_badge(p, QPointF(60, 60), count, StateRole.NEW, light))).width()

    assert wide(4) < wide(99) < wide(100) == wide(12345)


@pytest.mark.parametrize("kind", list(ButtonKind))
def test_what_does_not_apply_is_never_drawn_as_a_button(light: Theme, kind: ButtonKind) -> None:
    face = ButtonFace("备好", "F4", kind, applies=False)
    image = _painted(lambda p: paint_button(p, QRectF(0, 0, 120, 44), face, light), 120, 44)
    edge = QRectF(6, 6, 108, 32)
    assert edge.contains(_ink(image))


@pytest.mark.parametrize("dark", [False, True])
def test_a_focus_ring_stands_outside_the_button(light: Theme, dark: bool) -> None:
    face = ButtonFace("有焦点", focused=True)
    place = QRectF(20, 20, 80, 44)
    ink = _ink(_painted(lambda p: paint_button(p, place, face, theme(dark))))
    assert ink.contains(place)
    assert ink.width() == 90


def test_a_key_widens_its_button(light: Theme) -> None:
    assert button_width(ButtonFace("接单", "F2"), light) > button_width(ButtonFace("接单"), light)


@given(st.floats(-100, 300), st.just(300.0))
def test_the_bar_is_as_long_as_the_time_that_is_left(left_s: float, total_s: float) -> None:
    countdown, light = countdown_of(left_s, total_s), theme(dark=False)
    image = _painted(lambda p: paint_bar(p, QRectF(0, 0, 100, 5), countdown, light), 100, 5)
    ground = light.color.sunken.rgb()
    filled = sum(image.pixel(x, 2) != ground for x in range(100))
    assert abs(filled - max(0.0, left_s) / total_s * 100) <= 1


def test_the_band_of_the_unknown_is_hatched_and_clipped(light: Theme) -> None:
    image = _painted(lambda p: paint_hatch(p, QRectF(10, 10, 100, 8), light))
    assert _ink(image) == QRectF(10, 10, 100, 8)
    colors = {image.pixel(x, 14) for x in range(10, 110)}
    assert {light.color.unknown_fill.rgb(), light.color.unknown_soft.rgb()} <= colors


def test_right_alignment_ends_where_the_rect_ends(light: Theme) -> None:
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    font = light.font(FontRole.BODY)
    image = _painted(
        lambda p: paint_text(p, QRectF(0, 0, 100, 40), "57.00", font, QColor("white"), align=right)
    )
    assert 96 <= _ink(image).right() <= 100
