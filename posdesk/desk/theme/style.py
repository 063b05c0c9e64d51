"""Ordinary widgets (fields, scroll bars, dialogs) in the theme's colours."""

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from posdesk.desk.theme.colors import Color
from posdesk.desk.theme.fonts import FontRole
from posdesk.desk.theme.theme import Theme

_SHEET = """
QMainWindow, QDialog, QWidget#page {{ background: {surface}; }}
QLabel {{ background: transparent; }}
QToolTip {{ background: {inverse}; color: {on_inverse}; border: 0; padding: 4px 8px; }}
QLineEdit, QPlainTextEdit, QComboBox {{ background: {raised}; color: {text};
  border: 1px solid {line_strong}; border-radius: {control}px; padding: 0 12px; min-height: 42px;
  selection-background-color: {accent}; selection-color: {on_accent}; placeholder-text-color: {muted}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 2px solid {focus}; padding: 0 11px;
  min-height: 40px; }}
QLineEdit:disabled {{ background: {sunken}; color: {muted}; }}
QScrollArea, QAbstractScrollArea {{ background: transparent; border: 0; }}
QWidget#box {{ background: {sunken}; border-radius: {control}px; padding: 10px 12px; }}
QRadioButton {{ border: 2px solid transparent; border-radius: {control}px; }}
QRadioButton QLabel {{ color: {text}; }}
QRadioButton:focus {{ border-color: {focus}; }}
QRadioButton::indicator {{ width: 16px; height: 16px; border: 2px solid {line_strong}; border-radius: 10px;
  background: {raised}; margin-left: 8px; }}
QRadioButton::indicator:checked {{ border-color: {accent}; background: qradialgradient(cx: 0.5, cy: 0.5,
  radius: 0.5, fx: 0.5, fy: 0.5, stop: 0 {accent}, stop: 0.5 {accent}, stop: 0.6 {raised}); }}
QDialogButtonBox QPushButton {{ background: {raised}; color: {text}; border: 1px solid {line_strong};
  border-radius: {control}px; padding: 0 16px; min-height: 42px; }}
QDialogButtonBox QPushButton:disabled {{ background: {surface}; color: {muted}; border-color: {line}; }}
QFileDialog QLabel {{ color: {text}; }}
QFileDialog QAbstractItemView, QListWidget {{ color: {text}; selection-background-color: {accent};
  selection-color: {on_accent}; }}
QHeaderView::section {{ background: {sunken}; color: {text}; border: 0; padding: 4px 8px; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line_strong}; border-radius: 4px; min-height: 44px;
  margin: 0 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {line_strong}; border-radius: 4px; min-width: 44px;
  margin: 2px 0; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def style_sheet(theme: Theme) -> str:
    """The Qt Style Sheet of a theme, for the main window and every dialog."""
    colors = {role: theme.color[role].name() for role in Color}
    return _SHEET.format(control=theme.radius.control, **colors)


def palette_of(theme: Theme) -> QPalette:
    """The palette of a theme, for what a style sheet doesn't reach."""
    c, role = theme.color, QPalette.ColorRole
    palette = QPalette()
    for where, color in _roles(c.surface, c.raised, c.sunken, c.text, c.muted).items():
        palette.setColor(where, color)
    palette.setColor(role.Highlight, c.accent)
    palette.setColor(role.HighlightedText, c.on_accent)
    palette.setColor(role.Link, c.accent)
    return palette


def apply_style(widget: QWidget, theme: Theme) -> None:
    """Give a window or dialog, and all in it, the theme's style sheet and palette."""
    font = theme.font(FontRole.BODY)
    QApplication.setFont(font)  # what a style sheet draws inherits nothing from its window
    widget.setPalette(palette_of(theme))
    widget.setFont(font)
    widget.setStyleSheet(style_sheet(theme))


def _roles(
    surface: QColor, raised: QColor, sunken: QColor, text: QColor, muted: QColor
) -> dict[QPalette.ColorRole, QColor]:
    role = QPalette.ColorRole
    return {
        role.Window: surface,
        role.WindowText: text,
        role.Base: raised,
        role.AlternateBase: sunken,
        role.Text: text,
        role.Button: raised,
        role.ButtonText: text,
        role.PlaceholderText: muted,
        role.ToolTipBase: text,
        role.ToolTipText: surface,
    }
