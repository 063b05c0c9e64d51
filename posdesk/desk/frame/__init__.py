"""What stands around every page: top bar, rail, bands, action bar; the window, sign-in and alarm."""

from posdesk.desk.frame.action_bar import ActionBar
from posdesk.desk.frame.bands import Bands, GapBand, TroubleBand
from posdesk.desk.frame.overlays import FlashBar, Notice
from posdesk.desk.frame.rail import Rail
from posdesk.desk.frame.shell import Shell
from posdesk.desk.frame.top_bar import TopBar
from posdesk.desk.frame.undo import UndoButton, UndoWatch

__all__ = [
    "ActionBar",
    "Bands",
    "FlashBar",
    "GapBand",
    "Notice",
    "Rail",
    "Shell",
    "TopBar",
    "TroubleBand",
    "UndoButton",
    "UndoWatch",
]
