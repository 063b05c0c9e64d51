"""The theme is the design's tokens, readable in both themes, and nobody's to change."""

import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QTableWidget,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from posdesk.desk.theme import (
    FontRole,
    Pane,
    StateRole,
    ThemeSource,
    WidthClass,
    apply_style,
    load_fonts,
    palette_of,
    pane_width,
    theme,
    width_class,
)
from posdesk.desk.theme.tokens import tokens
from posdesk.domain.orders.source import Source

TEXT_PAIRS = (
    ("text", "surface"),
    ("text", "raised"),
    ("muted", "raised"),
    ("muted", "sunken"),
    ("on_accent", "accent"),
    ("text", "warn_soft"),
    ("warn", "raised"),
    ("bad", "raised"),
    ("good", "raised"),
    ("on_bad_fill", "bad_fill"),
    ("on_inverse", "inverse"),
)


def _luminance(color: QColor) -> float:
    red, green, blue = (_linear(c) for c in (color.redF(), color.greenF(), color.blueF()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.03928 else math.pow((share + 0.055) / 1.055, 2.4)


def _contrast(one: QColor, other: QColor) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_every_plain_colour_is_the_tokens_own(qapp: QApplication, dark: bool) -> None:
    colors = tokens()["color"]["dark" if dark else "light"]
    palette = theme(dark).color
    assert all(getattr(palette, f.name) == QColor(colors[f.name]) for f in fields(palette))
    assert set(colors) - {"source"} == {f.name for f in fields(palette)}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_words_stand_out_from_their_ground(qapp: QApplication, dark: bool, ink: str, ground: str) -> None:
    palette = theme(dark).color
    assert _contrast(getattr(palette, ink), getattr(palette, ground)) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
def test_every_source_and_state_has_readable_colours(qapp: QApplication, dark: bool) -> None:
    look = theme(dark)
    assert all(_contrast(look.source(s).fill, look.source(s).text) >= 4.5 for s in Source)
    assert all(_contrast(look.state(r).fill, look.state(r).text) >= 4.5 for r in StateRole)
    assert all(_contrast(look.state(r).soft, look.state(r).ink) >= 4.5 for r in StateRole)


def test_no_text_is_smaller_than_13_px_and_all_are_the_bundled_font(qapp: QApplication) -> None:
    families = load_fonts()
    for role in FontRole:
        font = theme(dark=False).font(role)
        assert font.pixelSize() >= tokens()["meta"]["least_text"]
        assert font.families()[0] in families


def test_a_font_that_somebody_changes_stays_as_it_was_for_all_others(qapp: QApplication) -> None:
    theme(dark=False).font(FontRole.BODY).setPixelSize(4)
    assert theme(dark=False).font(FontRole.BODY).pixelSize() == 15


def test_new_numbers_are_smaller_below_1680(qapp: QApplication) -> None:
    assert theme(dark=False).font(FontRole.NUMBER_NEW).pixelSize() == 44
    assert theme(dark=False).font(FontRole.NUMBER_NEW_SMALL).pixelSize() == 38


@given(st.integers(0, 6000))
def test_a_layout_holds_from_its_width_to_the_next(width: int) -> None:
    found = width_class(width)
    assert found <= width
    assert all(other <= found or other > width for other in WidthClass)
    assert pane_width(Pane.RAIL, width) in {64, 76, 80}


def test_another_choice_is_told_once_and_the_same_one_not_at_all(qtbot: QtBot) -> None:
    themes = ThemeSource("light")
    heard: list[object] = []
    themes.changed.connect(heard.append)
    themes.choose("dark")
    themes.choose("dark")
    assert heard == [theme(dark=True)]
    assert themes.theme.dark


def test_auto_is_what_the_system_wants(qtbot: QtBot) -> None:
    wants = QGuiApplication.styleHints().colorScheme()
    assert ThemeSource("auto").theme.dark == (wants.name == "Dark")


@pytest.mark.parametrize("dark", [False, True])
def test_fields_are_a_finger_high_and_in_the_themes_colours(qtbot: QtBot, dark: bool) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit(window)
    QVBoxLayout(window).addWidget(field)
    apply_style(window, theme(dark))
    window.show()
    assert field.sizeHint().height() >= 44
    assert palette_of(theme(dark)).base().color() == theme(dark).color.raised
    assert field.font().pixelSize() == 15


@pytest.mark.parametrize("dark", [False, True])
def test_the_head_of_a_list_can_be_read(qtbot: QtBot, dark: bool) -> None:
    look = theme(dark=dark)
    table = QTableWidget(1, 1)
    qtbot.addWidget(table)
    table.setHorizontalHeaderLabels([" "])
    apply_style(table, look)
    table.show()
    head = table.horizontalHeader().viewport().grab().toImage()
    assert head.pixelColor(20, head.height() // 2) == look.color.sunken


def test_a_dialogs_own_buttons_are_in_the_themes_colours(qtbot: QtBot) -> None:
    load_fonts()
    for dark in (False, True):
        look, dialog = theme(dark), QDialog()
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save, dialog)
        qtbot.addWidget(dialog)
        QVBoxLayout(dialog).addWidget(box)
        apply_style(dialog, look)
        dialog.show()
        button = box.buttons()[0]
        ground = button.grab().toImage().pixelColor(6, button.height() // 2)
        assert ground == look.color.raised
