"""Step 3: which platforms send orders here, how they sign, how they reach this PC."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.platform_head import PlatformHead
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.signing.forms_box import FormsBox
from posdesk.desk.settings.signing.partner_form import PartnerForm
from posdesk.desk.settings.signing.reach_box import ReachBox
from posdesk.desk.settings.signing.words import proof_words
from posdesk.desk.widgets.alt_keys import PlatformsStepKey
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.partners import partner_name
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.say import exact_time, joined, listed
from posdesk.domain.orders.source import source_of
from posdesk.domain.rights import Right
from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine.listening.reach import reach_of
from posdesk.errors import Reason
from posdesk.settings.settings import PARTNER, Partner, SignatureRecipe

translate = QCoreApplication.translate

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
Row = Mapping[str, Any]


class PlatformsStep(Step):
    """One platform on screen at a time. Proven by its own call alone, which may come at any time later."""

    key = "platforms"

    def __init__(self, parts: StepParts) -> None:
        """Shows the first one that is kept, else an empty one."""
        super().__init__(parts.theme)
        self._books, self._counter = parts.books, parts.counter
        self._name, self._signature = "", SignatureRecipe()  # of the one on screen; no name: a new one
        self._is_on_screen = False
        self._asked_at: object = None
        self._build(parts)
        self._connect()
        self._begin_with(self._kept[0] if self._kept else None)
        self.retranslate()

    # what it is to the wizard

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Platforms")

    def title(self) -> str:
        """The question."""
        return translate("first_start", "Which platforms send orders to this store?")

    def lead(self) -> str:
        """That nobody knows how they sign."""
        return translate(
            "first_start",
            "Each signs its own way, and no document says how. Choose one: it counts once the platform's own "
            "call is taken.",
        )

    def state(self) -> StepState:
        """Done once the form of each platform is proven."""
        mend = translate("first_start", "Settings, Platforms and secrets")
        if not self._kept:
            return StepState(
                Standing.OPEN, translate("first_start", "No platform yet: no order comes in."), mend
            )
        lines = [_state_of(partner, mend) for partner in self._statuses]
        unproven = [
            partner_name(partner)
            for partner, line in zip(self._statuses, lines, strict=True)
            if not line.is_done
        ]
        if unproven:
            said = translate("first_start", "Form of signature not proven yet: {names}.")
            return StepState(Standing.OPEN, said.format(names=listed(unproven)), mend)
        return StepState(Standing.DONE, joined(*(line.said for line in lines)))

    def lines(self) -> tuple[ReportLine, ...]:
        """A line a platform."""
        mend = translate("first_start", "Settings, Platforms and secrets")
        told = tuple(ReportLine(partner_name(each), _state_of(each, mend)) for each in self._statuses)
        return told or super().lines()

    def lacks(self) -> str:
        """That it may wait for the platform."""
        if not self._kept:
            return translate("first_start", "Enter one first. Alt+L leaves it open: the report names it.")
        return translate(
            "first_start", "Saved. The platform's call proves it, and may come later: Alt+L leaves it open."
        )

    def begin(self) -> None:
        """Looks anew: a call may have come, a key been entered."""
        self._is_on_screen = True
        address = self._counter.status().address
        self.reach.show_reach(reach_of(self._books.settings.listener, address), self._statuses)
        self._asked_at = None
        self._refresh()

    def leave(self) -> None:
        """What came in meanwhile is asked for when it is on screen again."""
        self._is_on_screen = False

    def finish(self) -> None:
        """Saves what is entered; done once every platform is proven."""
        self._save(self._go_on)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a form."""
        step = _ARROWS.get(Qt.Key(event.key()), 0)
        if step:
            self.forms.step(step)
        return bool(step)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.fields.set_label(translate("first_start", "Into the fields, then the next one"))
        self._refresh()

    # what a person does

    @Slot()
    def begin_typing(self) -> None:
        """The keyboard goes into what a person writes, else into the first field; from one into the next."""
        self.form.begin_typing(*((self.forms.own.text,) if self.forms.is_own else ()))

    @Slot()
    def _add(self) -> None:
        self._save(lambda: self._begin_with(None))

    @Slot()
    def _discard(self) -> None:
        self._begin_with(self._kept_named(self._name) or (self._kept[0] if self._kept else None))

    @Slot()
    def _next(self) -> None:
        names = [each.name for each in self._kept]
        at = names.index(self._name) + 1 if self._name in names else 0
        after = names[at % len(names)]
        self._save(lambda: self._begin_with(self._kept_named(after)))

    @Slot(object)
    def _take(self, form: SignatureRecipe) -> None:
        before, self._signature = self._signature, form
        if not self._save(self._refresh, forced=True):
            self._signature = before

    @property
    def _is_changed(self) -> bool:
        return self.form.is_changed

    def _go_on(self) -> None:
        if self.state().is_done:
            self.finished.emit()
        else:
            self.say(self.lacks())

    def _save(self, then: Callable[[], object], *, forced: bool = False) -> bool:
        """Keep the one on screen where it is changed, then go on; False where something is wrong."""
        if not (self._is_changed or forced):
            then()
            return True
        others = [each for each in self._kept if each.name != self._name]
        row = self.form.checked(others)
        if row is None:
            self.form.show_wrong()
            self.say(translate("first_start", "Not saved: look at what is marked red."))
            return False
        row = {**row, "signature": self._signature.model_dump(exclude_defaults=True)}
        rows = [row if each.name == self._name else row_of(each) for each in self._kept]
        rows += [] if self._name else [row]
        saved = partial(self._saved, str(row["name"]), then)
        wanted = Entered(PARTNER, {PARTNER: rows}, {})
        self._books.save(wanted, saved=saved, failed=self._failed, refused=self._refused)
        self.acted.emit()
        return True

    def _saved(self, name: str, then: Callable[[], object]) -> None:
        self._begin_with(self._kept_named(name))
        self.say("")
        then()

    def _failed(self, why: str, key: str) -> None:
        is_said = self.form.say_wrong(key.rpartition(".")[2], why)
        self.say(translate("first_start", "Not saved: look at what is marked red.") if is_said else why)

    def _refused(self, reason: Reason) -> None:
        self.say(str(here_words(reason)))

    # what it shows

    @property
    def _kept(self) -> tuple[Partner, ...]:
        return self._books.settings.partner

    @property
    def _statuses(self) -> tuple[PartnerStatus, ...]:
        """Of each platform that is kept; one that the engine does not know yet has proven nothing."""
        known = {each.name: each for each in self._counter.status().partners}
        return tuple(known.get(each.name) or _unheard(each) for each in self._kept)

    def _kept_named(self, name: str) -> Partner | None:
        return next((each for each in self._kept if each.name == name), None)

    def _begin_with(self, partner: Partner | None) -> None:
        self._name = partner.name if partner is not None else ""
        signature = partner.signature if partner is not None else SignatureRecipe()
        self._signature = SignatureRecipe() if signature == "none" else signature
        self.form.show_row(row_of(partner) if partner is not None else {}, is_new=partner is None)
        self.forms.show_tried(())
        self._asked_at = None
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        partner = self._kept_named(self._name)
        status = next((each for each in self._statuses if each.name == self._name), None)
        is_kept_so = partner is not None and partner.signature == self._signature
        now = self._signature if is_kept_so else None
        has_key = partner is not None and self._books.has_secret(partner.secret_name)
        self.forms.show_form(now, has_key=has_key)
        self.head.show_partner(status, proof_words(status), changed=self._is_changed)
        self._show_buttons()
        self._look_at_refused(partner, status, has_key=has_key)
        self.changed.emit()

    def _look_at_refused(
        self, partner: Partner | None, status: PartnerStatus | None, *, has_key: bool
    ) -> None:
        """Asked once for each call that came, and once more with a key; by itself where it takes no PIN."""
        wanted = (self._name, status and status.refused_at, has_key)
        is_free = self._counter.people.asks(Right.SETTINGS) is None
        if partner is None or not self._is_on_screen or wanted == self._asked_at or not is_free:
            return
        self._asked_at = wanted
        self._books.refused_calls(
            partner.name, self.forms.written, told=self.forms.show_tried, refused=self._refused
        )

    def _show_buttons(self) -> None:
        others = len(self._kept) > 1 or (len(self._kept) == 1 and not self._name)
        add, after = translate("first_start", "Add one"), translate("first_start", "Next platform")
        discard = translate("first_start", "Discard changes")
        self.add.set_face(ButtonFace(add, PlatformsStepKey.ADD, applies=bool(self._name)))
        self.next.set_face(ButtonFace(after, PlatformsStepKey.NEXT_PARTNER, applies=others))
        self.next.setVisible(others)
        self.discard.set_face(ButtonFace(discard, PlatformsStepKey.DISCARD, ButtonKind.QUIET))
        self.discard.setVisible(self._is_changed)

    @Slot()
    def _edited(self) -> None:
        if self.said:
            self.say("")
        self._refresh()

    @Slot()
    def _status_changed(self) -> None:
        if self._is_on_screen:
            self._refresh()

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.next.clicked.connect(self._next)
        self.discard.clicked.connect(self._discard)
        self.fields.clicked.connect(self.begin_typing)
        self.form.edited.connect(self._edited)
        self.forms.taken.connect(self._take)
        self._counter.signals.status_changed.connect(self._status_changed)
        self._books.signals.settings_changed.connect(self._status_changed)

    def _build(self, parts: StepParts) -> None:
        theme = parts.theme
        self.head, self.form = PlatformHead(theme), PartnerForm(theme)
        self.forms = FormsBox(
            theme,
            take_key=PlatformsStepKey.TAKE,
            hash_key=PlatformsStepKey.HASH,
            case_key=PlatformsStepKey.CASE,
        )
        self.reach = ReachBox(theme, parts.counter.clock)
        self.add, self.next, self.discard = (DeskButton(theme, ButtonFace("")) for _ in range(3))
        self.fields = DeskButton(theme, ButtonFace("", PlatformsStepKey.FIELDS, ButtonKind.QUIET))
        box, top, keys = Card(theme), QHBoxLayout(), QHBoxLayout()
        inside, column = QVBoxLayout(box), QVBoxLayout(self)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(8)
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        for button in (self.next, self.add):
            top.addWidget(button)
        for button in (self.fields, self.discard):
            keys.addWidget(button)
        keys.addStretch(1)
        inside.addLayout(top)
        inside.addWidget(self.form)
        inside.addLayout(keys)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (box, self.forms, self.reach):
            column.addWidget(part)
        column.addStretch(1)


def row_of(partner: Partner) -> dict[str, Any]:
    """A partner as posdesk.toml says it, without what says nothing."""
    said = partner.model_dump(exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def _unheard(partner: Partner) -> PartnerStatus:
    sources = tuple(source_of(str(code)) for code in partner.sources)
    return PartnerStatus(partner.name, sources, shown=partner.shown)


def _state_of(partner: PartnerStatus, mend: str) -> StepState:
    if partner.form is FormState.PROVEN and partner.form_at is not None:
        said = translate("first_start", "Really called in at {time}, its signature right.")
        return StepState(Standing.DONE, said.format(time=exact_time(partner.form_at)))
    if partner.trouble:
        return StepState(
            Standing.OPEN, translate("first_start", "No key entered: none of its orders comes in."), mend
        )
    return StepState(Standing.OPEN, f"{proof_words(partner)}.", mend)
