"""What was done at another counter is no intent of ours."""

from dataclasses import replace

from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind
from tests.support.fake_counter import NOON
from tests.support.sample_views import new_104


def test_what_was_done_elsewhere_leaves_nothing_of_ours_open() -> None:
    view = replace(new_104(), elsewhere=(DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON),))
    assert view.open_of(Kind.ACCEPT) is None
    assert Action.UNDO not in actions_of(view)
