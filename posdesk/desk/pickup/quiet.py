"""What stands in the card's place when there is no order: nothing at hand, or a question under way."""

from posdesk.desk.widgets.label import EmptyState
from posdesk.desk.widgets.painted import Card


class QuietCard(EmptyState, Card):
    """A sign, a title and a line, in the middle of a card."""
