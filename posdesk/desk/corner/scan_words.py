"""What the corner card says of a code that was read while another program is in front."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.corner.scene import ScanSaid, facts_at
from posdesk.desk.pickup.result_words import result_words
from posdesk.desk.pickup.words import spaced
from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.states import Sentence, lane_name
from posdesk.domain.orders.board import OrderView
from posdesk.domain.pickup.lookup import Lookup
from posdesk.domain.pickup.pickup import RESULTS, Case, Face, PickupStep, face_of, step_of

translate = QCoreApplication.translate


def said_of_lookup(lookup: Lookup, counter: Counter) -> ScanSaid:
    """The order's number and what came of its code; verifying it takes the desk in front."""
    key = lookup.keys[0] if len(lookup.keys) == 1 else None
    view = counter.view(key) if key is not None else None
    case = Case(lookup.number, lookup, key)
    face = face_of(case, view)
    facts = facts_at(counter, view) if view is not None else None
    if face in RESULTS:
        told = result_words(face, case, view, counter.clock.now())
        return ScanSaid(lookup.number, told.title, told.todo, facts, told.role, told.sign)
    if face is Face.CHOICE:
        several = translate("corner", "{n} orders fit this code.").format(n=len(lookup.keys))
        todo = translate("corner", "Choose one in posdesk.")
        return ScanSaid(lookup.number, several, todo, role=StateRole.HALF, sign=Sign.WARNING)
    if face is Face.ASKING or view is None or facts is None:
        asking = translate("corner", "{code} is being asked for.").format(code=spaced(lookup.code))
        return ScanSaid(lookup.number, asking)
    return ScanSaid(
        lookup.number, lane_name(facts.lane), _todo(case, view), facts, StateRole.NEW, Sign.BARCODE
    )


def _todo(case: Case, view: OrderView) -> str:
    if step_of(case, view) is PickupStep.VERIFY:
        return translate("corner", "To verify it, bring posdesk to the front.")
    return translate("corner", "To hand it over, bring posdesk to the front.")


def said_of_flaw(words: Sentence) -> ScanSaid:
    """A code that could not be read."""
    return ScanSaid(-1, words.what, words.todo, role=StateRole.REFUSED, sign=Sign.CROSS)
