"""What was done at another counter is no intent of ours."""

from dataclasses import replace

from posdesk.domain.orders.board import Action, actions_of
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Kind, Outcome
from tests.support.fake_counter import NOON
from tests.support.pickups import to_verify, verified
from tests.support.sample_views import new_104


def test_what_was_done_elsewhere_leaves_nothing_of_ours_open() -> None:
    view = replace(new_104(), elsewhere=(DoneElsewhere(Kind.ACCEPT, "2", "王芳", NOON),))
    assert view.open_of(Kind.ACCEPT) is None
    assert Action.UNDO not in actions_of(view)


def test_goods_that_went_out_here_are_out_unless_their_verification_is_done_or_under_way() -> None:
    out = {each for each in Outcome if verified(to_verify(), each, without_answer=True).out_here is not None}
    assert out == {Outcome.WITHDRAWN, Outcome.REFUSED, Outcome.EXPIRED, Outcome.SETTLED_NOT_DONE}
    assert verified(to_verify(), Outcome.WITHDRAWN).out_here is None
