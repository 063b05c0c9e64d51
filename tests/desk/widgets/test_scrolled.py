"""What a scroll area costs a start: Qt's classes are made for what is there, not for all there is."""

import subprocess
import sys

_SEEN = """
import enum
made, create = set(), enum.EnumType._create_
def noting(kind, name, *more, **named):
    made.add(name)
    return create(kind, name, *more, **named)
enum.EnumType._create_ = noting
from PySide6.QtWidgets import QApplication, QWidget
from posdesk.desk.theme import hand_down, theme
from posdesk.desk.widgets.scrolled import scrolled
app = QApplication(["posdesk", "-platform", "offscreen"])
holder = QWidget()
area = scrolled(QWidget())
area.setParent(holder)
hand_down(holder, theme(False))
assert area.viewport().parent() is area
print(" ".join(sorted(made & {"WizardStyle", "MessageBox", "FontDialogOption", "AcceptMode"})))
"""


def test_no_wizard_or_dialog_is_made_for_an_area_that_scrolls() -> None:
    said = subprocess.run([sys.executable, "-c", _SEEN], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""
