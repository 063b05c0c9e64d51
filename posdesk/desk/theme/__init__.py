"""How the desk looks: colours, type, sizes, widths, read from resources/tokens.json."""

from posdesk.desk.theme.colors import Palette, SourceColors, StateColors, StateRole
from posdesk.desk.theme.fonts import FontRole, load_fonts
from posdesk.desk.theme.layout import WidthClass, rail_width, width_class
from posdesk.desk.theme.source import ThemeSource
from posdesk.desk.theme.style import apply_style, palette_of, style_sheet
from posdesk.desk.theme.theme import Motion, Radii, Sizes, Theme, theme

__all__ = [
    "FontRole",
    "Motion",
    "Palette",
    "Radii",
    "Sizes",
    "SourceColors",
    "StateColors",
    "StateRole",
    "Theme",
    "ThemeSource",
    "WidthClass",
    "apply_style",
    "load_fonts",
    "palette_of",
    "rail_width",
    "style_sheet",
    "theme",
    "width_class",
]
