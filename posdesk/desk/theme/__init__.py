"""How the desk looks: colours, type, sizes, widths, read from resources/tokens.json."""

from posdesk.desk.theme.colors import Color, Palette, StateInks, StateRole, inks_of
from posdesk.desk.theme.fonts import FontRole, load_fonts
from posdesk.desk.theme.layout import Pane, WidthClass, Widths, pane_width, width_class, widths_of
from posdesk.desk.theme.signs import ROLE_SIGN, Sign
from posdesk.desk.theme.style import apply_style, palette_of
from posdesk.desk.theme.theme import Theme, ThemeSource, hand_down, theme
from posdesk.desk.theme.tokens import LINE, MOTION, RADIUS, SIZE

__all__ = [
    "LINE",
    "MOTION",
    "RADIUS",
    "ROLE_SIGN",
    "SIZE",
    "Color",
    "FontRole",
    "Palette",
    "Pane",
    "Sign",
    "StateInks",
    "StateRole",
    "Theme",
    "ThemeSource",
    "WidthClass",
    "Widths",
    "apply_style",
    "hand_down",
    "inks_of",
    "load_fonts",
    "palette_of",
    "pane_width",
    "theme",
    "width_class",
    "widths_of",
]
