"""Step 12: an own order, by which port, card, alarm and printer prove themselves, and no platform."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.questions import read_papers
from posdesk.desk.first_start.own_story import FIRST_PAPER, OwnStory, proofs_of
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.proof_rows import Look, Proof, ProofRows
from posdesk.desk.first_start.step import Standing, Step, StepState
from posdesk.desk.frame.page import KeyAction
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import AltKey, OwnOrderStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.say import exact_time, listed
from posdesk.desk.words.states import kind_name, put_away_words
from posdesk.domain.clock import from_text, to_text
from posdesk.domain.first_start import Facts
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.orders.own_order import OwnPut, PutEnd
from posdesk.domain.printing.print_job import PrintJob
from posdesk.engine.actions import Actions

translate = QCoreApplication.translate


class OwnOrderStep(Step):
    """Each line is proven by its own fact: an answer, an order read back, a ring, a paper."""

    key = "own_order"

    def __init__(self, parts: StepParts) -> None:
        """Nothing was tried yet."""
        super().__init__(parts.theme)
        self._counter, self._sound = parts.counter, parts.sound_check
        self._story, self._is_asking = OwnStory(), False
        self._kept: Facts = {}
        self.rows = ProofRows(self.theme)
        self.put, self.accept, self.away = (DeskButton(self.theme, ButtonFace("")) for _ in range(3))
        self._note = Words(self.theme, FontRole.BODY, Color.MUTED)
        self._lay_out()
        self._connect()
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Own order")

    def title(self) -> str:
        """What is done."""
        return translate("first_start", "Send yourself an order")

    def lead(self) -> str:
        """What it proves, and what it does not."""
        return translate(
            "first_start",
            "It proves port, card, alarm and printer. It does not prove the platform: only a call of theirs "
            "does.",
        )

    def state(self) -> StepState:
        """Done once every line is proven, now or before posdesk was closed."""
        if self._is_proven():
            said = translate("first_start", "Came in, rang, printed, {time}. It proves no platform.")
            return StepState(Standing.DONE, said.format(time=_kept_time(self._kept)))
        lacks = [proof.name for proof in self._proofs() if proof.look is not Look.PROVEN]
        said = translate("first_start", "Not proven: {names}.").format(names=listed(lacks))
        return StepState(Standing.OPEN, said, translate("first_start", "First start, Own order"))

    def recall(self, facts: Facts) -> None:
        """What it proved before posdesk was closed."""
        self._kept = facts if _has_time(facts) else {}
        self._show()

    def begin(self) -> None:
        """What became of the last one meanwhile."""
        self._look()

    def finish(self) -> None:
        """An own order that has proven all is put away by itself."""
        if self._is_proven() and self._open_key() is not None:
            self._put_away()
        super().finish()

    def keys(self) -> tuple[KeyAction, ...]:
        """F2 as on the Orders page."""
        run = self._accept if self._waits() else None
        return (KeyAction(Qt.Key.Key_F2, kind_name(Kind.ACCEPT), run, shown=False),)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a line."""
        return self.rows.take_key(event)

    def set_window_width(self, width: int) -> None:
        """The lines go by it."""
        self.rows.set_window_width(width)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._note.say(
            translate(
                "first_start",
                'Its slip says "practice". It counts in no receipt, hour, sheet, X or Z, and not as '
                '"last received".',
            )
        )
        self._show()

    # what a person does

    @Slot()
    def _put(self) -> None:
        if self._is_asking:
            return
        self._is_asking = True
        self._story = OwnStory(began_s=self._counter.clock.monotonic())
        self._kept = {}
        self.proven.emit({})
        dish = translate("first_start", "Test dish, don't make it")
        self._counter.put_own_order(dish, "", self._told)
        self._show()

    @Slot()
    def _accept(self) -> None:
        key = self._story.key
        if key is not None and self._waits():
            self._story = replace(self._story, accepted_s=self._now())
            self._counter.wish(key, Kind.ACCEPT, undone=self._not_accepted)
            self.acted.emit()
            self._show()

    def _not_accepted(self) -> None:
        self._story = replace(self._story, accepted_s=None)
        self._show()

    @Slot()
    def _put_away(self) -> None:
        key = self._open_key()
        if key is not None:
            self._counter.act(partial(Actions.put_away, key=key))
            self.acted.emit()

    @Slot(int, object)
    def _judge(self, at: int, key: AltKey) -> None:
        """A person looked at the paper."""
        job = self._story.paper_asked(at - FIRST_PAPER)
        if job is not None:
            judged = {**self._story.judged, job.seq: key == OwnOrderStepKey.IS_THERE}
            self._story = replace(self._story, judged=judged)
            self.acted.emit()
            self._show()

    # what comes back

    def _told(self, put: OwnPut | None) -> None:
        self._is_asking = False
        if put is None:
            put = OwnPut(PutEnd.NO_PORT, self._counter.clock.now())
        self._story = replace(self._story, put=put)
        self._look()

    @Slot(object)
    def _orders_changed(self, keys: tuple[OrderKey, ...]) -> None:
        if not keys or any(key.is_training for key in keys):
            self._look()

    @Slot(object)
    def _rang(self, keys: frozenset[OrderKey]) -> None:
        if self._story.key in keys and self._story.rang_s is None:
            self._story = replace(self._story, rang_s=self._now())
            self._show()

    @Slot()
    def _look(self) -> None:
        """The order as the board has it now, and its papers."""
        key = self._story.key
        view = self._counter.view(key) if key is not None else None
        if view is not None and self._story.shown_s is None:
            self._story = replace(self._story, shown_s=self._now())
        if view is not None and view.order.state is OrderState.ACCEPTED and self._story.accepted_s is None:
            self._story = replace(self._story, accepted_s=self._now())  # on the Orders page
        if key is not None:
            self._counter.ask(self._read, read_papers, key)
        self._show()

    def _read(self, papers: tuple[PrintJob, ...], key: OrderKey) -> None:
        if key == self._story.key:
            self._story = replace(self._story, papers=papers)
            self._show()

    # what it shows

    def _proofs(self) -> tuple[Proof, ...]:
        return proofs_of(self._story, is_asking=self._is_asking, is_silent=not self._sound.state.may_be_heard)

    def _show(self) -> None:
        proofs = self._proofs()
        self._keep(proofs)
        self.rows.show_proofs(self._shown(proofs))
        again = self._story.put is not None or bool(self._kept)
        words = (
            translate("first_start", "Send another one") if again else translate("first_start", "Send one")
        )
        kind = ButtonKind.OUTLINED if again else ButtonKind.PRIMARY
        self.put.set_face(ButtonFace(words, OwnOrderStepKey.PUT, kind, applies=not self._is_asking))
        self.accept.set_face(ButtonFace(kind_name(Kind.ACCEPT), "F2", ButtonKind.PRIMARY))
        self.accept.setVisible(self._waits())
        self.away.set_face(ButtonFace(put_away_words(), OwnOrderStepKey.PUT_AWAY))
        self.away.setVisible(self._open_key() is not None)
        self.changed.emit()

    def _keep(self, proofs: tuple[Proof, ...]) -> None:
        """Once: when the last line is proven."""
        if not self._kept and all(proof.look is Look.PROVEN for proof in proofs):
            self._kept = {"at": to_text(self._counter.clock.now())}
            self.proven.emit(self._kept)

    def _shown(self, proofs: tuple[Proof, ...]) -> tuple[Proof, ...]:
        """After a restart: what was proven before, until another one is sent."""
        if self._story.put is not None or self._is_asking or not self._kept:
            return proofs
        said = translate("first_start", "Proven {time}.").format(time=_kept_time(self._kept))
        return tuple(Proof(proof.name, said, Look.PROVEN) for proof in proofs)

    def _is_proven(self) -> bool:
        return bool(self._kept)

    def _waits(self) -> bool:
        view = self._counter.view(self._story.key) if self._story.key is not None else None
        return view is not None and view.order.state is OrderState.NEW and self._story.accepted_s is None

    def _open_key(self) -> OrderKey | None:
        """The own order that stands on the board, this one or one of before."""
        found = (view.order for view in self._counter.views() if view.order.is_training)
        return next((order.key for order in found if not order.is_final), None)

    def _now(self) -> float:
        return self._counter.clock.monotonic()

    def _connect(self) -> None:
        self.put.clicked.connect(self._put)
        self.accept.clicked.connect(self._accept)
        self.away.clicked.connect(self._put_away)
        self.rows.pressed.connect(self._judge)
        self._counter.signals.orders_changed.connect(self._orders_changed)
        self._counter.signals.prints_committed.connect(self._look)
        self._counter.signals.rang.connect(self._rang)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.put, self.accept, self.away):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(buttons)  # above, so that a low window shows them
        column.addWidget(self.rows)
        column.addWidget(self._note)
        column.addStretch(1)


def _has_time(facts: Facts) -> bool:
    try:
        return bool(facts) and from_text(facts["at"]) is not None
    except (KeyError, ValueError):
        return False


def _kept_time(kept: Facts) -> str:
    return exact_time(from_text(kept["at"]))
