"""Shows the pickups at hand on the sheet: from the pile to the card, the result, the list."""

from dataclasses import replace

from posdesk.desk.bridge.counter import Counter
from posdesk.desk.pickup.choice import Fitting
from posdesk.desk.pickup.hands import Hands
from posdesk.desk.pickup.offers import card_words, parked_of, result_view, sign_foot
from posdesk.desk.pickup.outcome import as_it_became
from posdesk.desk.pickup.pile import Pile
from posdesk.desk.pickup.result import Deed
from posdesk.desk.pickup.said import caps_lock_words, mixed_words, silent_words
from posdesk.desk.pickup.sheet import PickupSheet
from posdesk.desk.words.say import told_of
from posdesk.domain.pickup.pickup import RESULTS, Case, Face, Hold


class Display:
    """`record` are the lines of an order's history that a result shows in place of its own.

    `hold` is why F8 verifies nothing now; `turned_over` is a code with letters, scanned with CapsLock on,
    `mixed` one in which keys of two scanners may have come together.
    """

    def __init__(self, counter: Counter, pile: Pile, hands: Hands, sheet: PickupSheet) -> None:
        """Nothing is shown yet."""
        self._counter, self._pile, self._hands, self._sheet = counter, pile, hands, sheet
        self.record: tuple[str, ...] = ()
        self.hold: Hold | None = None
        self.turned_over = self.mixed = ""

    def show(self, fold_left_s: float) -> None:
        """Show the case on top; `fold_left_s` is how long a result that folds stays yet, in seconds."""
        case, view = self._pile.top, self._pile.top_view
        face = self._pile.face(case)
        if case is None:
            self._sheet.show_empty()
        elif face in RESULTS:
            self._show_result(face, case, fold_left_s)
        elif face is Face.CHOICE:
            self._show_choice(case)
        elif view is not None and face is not Face.ASKING:
            words = card_words(face, self._hands.step, case, view, self.hold)
            self._sheet.show_card(told_of(view.order), words, self._counter.clock.now())
        else:
            self._sheet.show_asking(case.code)

    def show_scans(self) -> None:
        """Show the last scans, and the results that wait."""
        now = self._counter.clock.now()
        waiting = tuple(parked_of(self._pile.face(c), c, self._pile.view(c), now) for c in self._pile.parked)
        rows = as_it_became(self._counter.scans(), tuple(self._counter.views()))
        self._sheet.scans.show_rows(rows, waiting, sign_foot(self._counter))

    def _show_result(self, face: Face, case: Case, fold_left_s: float) -> None:
        view = result_view(face, case, self._pile.top_view, self._counter, fold_s=fold_left_s)
        hint = self._hint(case.code) if face is Face.WRONG and case.code else ""
        if hint:
            view = replace(view, words=replace(view.words, todo=hint))
        saying = self._hands.saying
        deeds = (Deed.BACK, Deed.CONFIRM) if saying else view.deeds
        self._sheet.show_result(replace(view, saying=saying, deeds=deeds, record=self.record))

    def _hint(self, code: str) -> str:
        """Why nobody may know it."""
        if code == self.mixed:
            return mixed_words()
        return caps_lock_words() if code == self.turned_over else ""

    def _show_choice(self, case: Case) -> None:
        keys = case.lookup.keys if case.lookup else ()
        views = tuple(v for key in keys if (v := self._counter.view(key)) is not None)
        words = card_words(Face.CHOICE, self._hands.step, case, self._pile.top_view, self.hold)
        self._sheet.show_choice(Fitting(views, case.key, silent_words(case.lookup)), words)
