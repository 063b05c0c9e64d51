"""What pages and frame are made of: buttons, labels, tabs, days."""

from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.calendar import Calendar
from posdesk.desk.widgets.day_switch import DaySwitch
from posdesk.desk.widgets.painted import Painted

__all__ = ["Calendar", "DaySwitch", "DeskButton", "Painted"]
