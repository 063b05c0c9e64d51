"""The platforms, one on screen at a time: its fields, how it signs, how it reaches this PC.

The first start's step and the settings' topic put the same box under their own heads. What it saves, it saves
itself; what is to be said comes by `said`.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from posdesk.desk.bridge.books import Books, Entered
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.settings.signing.forms_box import FormsBox
from posdesk.desk.settings.signing.partner_rows import (
    Row,
    row_of,
    rows_switched,
    rows_with,
    signature_of,
    unheard,
)
from posdesk.desk.settings.signing.platform_card import BoxKeys, PlatformCard
from posdesk.desk.settings.signing.reach_box import ReachBox
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.painted import Painted, within
from posdesk.desk.words.reasons import here_words
from posdesk.domain.rights import Right
from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine.listening.reach import reach_of
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.errors import Reason
from posdesk.settings.settings import PARTNER, Partner, SignatureRecipe

translate = QCoreApplication.translate

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PlatformsBox(Painted):
    """Begins with the first platform that is kept, else with an empty one."""

    changed = Signal()  # what is kept, entered or known of one is another now
    acted = Signal()
    said = Signal(str)  # why something was not kept; empty: nothing more to say

    def __init__(
        self, theme: Theme, counter: Counter, books: Books, keys: BoxKeys, *, with_key: bool = False
    ) -> None:
        """`with_key`: the platform's appkey is entered here, too."""
        super().__init__(theme)
        self._books, self._counter = books, counter
        self._name, self._signature = "", SignatureRecipe()  # of the one on screen; no name: a new one
        self._is_on_screen = False
        self._asked_at: object = None
        self.card = PlatformCard(theme, keys, with_key=with_key)
        self.forms = FormsBox(theme, take_key=keys.take, hash_key=keys.hash, case_key=keys.case)
        self.reach = ReachBox(theme, counter.clock)
        column = within(self, 0, 0, 0, 0)
        column.setSpacing(10)
        for part in (self.card, self.forms, self.reach):
            column.addWidget(part)
        column.addStretch(1)
        self._connect()
        self._begin_with(self._kept[0] if self._kept else None)

    @property
    def statuses(self) -> tuple[PartnerStatus, ...]:
        """Of each platform that is on; one that the engine does not know yet has proven nothing."""
        known = {each.name: each for each in self._counter.status().partners}
        return tuple(known.get(each.name) or unheard(each) for each in self._books.settings.live_partners)

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not kept."""
        return self.card.is_changed

    def begin(self) -> None:
        """It came on screen: a call may have come, a key been entered."""
        self._is_on_screen, self._asked_at = True, None
        self._show_reach()
        self._refresh()

    def leave(self) -> None:
        """It went: what comes meanwhile is asked for when it is back. No key stays in a field."""
        self._is_on_screen = False
        self.card.forget_key()

    def save(self, then: Callable[[], object], *, forced: bool = False) -> bool:
        """Keep the one on screen where it is changed, then go on; False where something is wrong.

        `then` is a bound method, or a partial of one.
        """
        if not (self.is_changed or forced):
            then()
            return True
        row = self.card.form.checked([each for each in self._kept if each.name != self._name])
        if row is None:
            self.card.form.show_wrong()
            self.said.emit(_not_saved())
            return False
        if forced or self._partner is None or self._partner.signature != "none":
            row = {**row, "signature": self._signature.model_dump(exclude_defaults=True)}
        typed, name = self.card.typed_key, Partner.model_validate(row).secret_name
        rows = rows_with(self._kept, row, self._name)
        self._keep(rows, {name: typed} if typed else {}, str(row["name"]), then)
        return True

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a form; whether they did."""
        step = _ARROWS.get(Qt.Key(event.key()), 0)
        if step:
            self.forms.step(step)
        return bool(step)

    @Slot()
    def begin_typing(self) -> None:
        """The keyboard goes into what a person writes, else into the first field; from one into the next."""
        self.card.begin_typing((self.forms.own.text,) if self.forms.is_own else ())

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._refresh()

    # what a person does

    @Slot()
    def _add(self) -> None:
        self.save(partial(self._begin_with, None))

    @Slot()
    def _discard(self) -> None:
        self._begin_with(self._partner or (self._kept[0] if self._kept else None))

    @Slot()
    def _next(self) -> None:
        names = [each.name for each in self._kept]
        at = names.index(self._name) + 1 if self._name in names else 0
        self.save(partial(self._go_to, names[at % len(names)]))

    @Slot()
    def _switch(self) -> None:
        """On or off, once what is entered is kept; it is never removed, since orders name it."""
        self.save(self._switch_now)

    def _switch_now(self) -> None:
        self._keep(rows_switched(self._kept, self._name), {}, self._name, self._refresh)

    @Slot(object)
    def _take(self, form: SignatureRecipe) -> None:
        before, self._signature = self._signature, form
        if not self.save(self._refresh, forced=True):
            self._signature = before

    def _keep(
        self, rows: list[Row], secrets: Mapping[str, str], name: str, then: Callable[[], object]
    ) -> None:
        wanted = Entered(PARTNER, {PARTNER: rows}, secrets)
        saved = partial(self._saved, name, then)
        self._books.save(wanted, saved=saved, failed=self._failed, refused=self._refused)
        self.acted.emit()

    def _saved(self, name: str, then: Callable[[], object]) -> None:
        self._go_to(name)
        self.said.emit("")
        then()

    def _failed(self, why: str, key: str) -> None:
        is_said = self.card.form.say_wrong(key.rpartition(".")[2], why)
        self._not_kept(_not_saved() if is_said else why)

    def _refused(self, reason: Reason) -> None:
        self._not_kept(str(here_words(reason)))

    def _not_kept(self, words: str) -> None:
        """What was wanted of the form was not taken either."""
        self._signature = signature_of(self._partner)
        self.said.emit(words)
        self._refresh()

    # what it shows

    @property
    def _kept(self) -> tuple[Partner, ...]:
        return self._books.settings.partner

    @property
    def _partner(self) -> Partner | None:
        """The one on screen, as it is kept."""
        return self._books.settings.partner_named(self._name)

    def _go_to(self, name: str) -> None:
        self._begin_with(self._books.settings.partner_named(name))

    def _begin_with(self, partner: Partner | None) -> None:
        self._name = partner.name if partner is not None else ""
        self._signature, self._asked_at = signature_of(partner), None
        self.card.begin_with(partner)
        self.forms.show_unseen(None)
        self.forms.show_tried(())
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        partner = self._partner
        status = next((each for each in self.statuses if each.name == self._name), None)
        has_key = partner is not None and self._books.has_secret(partner.secret_name)
        is_kept_so = partner is not None and partner.signature == self._signature
        self.forms.show_form(self._signature if is_kept_so else None, has_key=has_key)
        others = len(self._kept) > bool(self._name)
        self.card.show_known(partner, status, has_key=has_key, others=others)
        self.reach.show_partners(self.statuses)
        is_proven = status is not None and status.form is FormState.PROVEN
        self.forms.show_stranger(None if is_proven else self._counter.status().stranger)
        self._look_at_refused(status, has_key=has_key)
        self.changed.emit()

    def _look_at_refused(self, status: PartnerStatus | None, *, has_key: bool) -> None:
        """Asked once for each call that came, and once more with a key; by itself where it takes no PIN."""
        wanted = (self._name, status and status.refused_at, has_key)
        if not self._name or not self._is_on_screen or wanted == self._asked_at:
            return
        if self._counter.people.asks(Right.SETTINGS) is not None:
            self.forms.show_unseen(status.refused_at if status is not None else None)
            return
        self._asked_at = wanted
        self._look()

    @Slot()
    def _look(self) -> None:
        told, written = partial(self._show_tried, self._name), self.forms.written
        self._books.refused_calls(self._name, written, told=told, refused=self._refused)

    def _show_tried(self, name: str, tried: tuple[TriedCall, ...]) -> None:
        """Another one may be on screen by now."""
        if name != self._name:
            return
        known = {each.name: each.refused_at for each in self.statuses}
        partner = self._partner
        has_key = partner is not None and self._books.has_secret(partner.secret_name)
        self._asked_at = (name, known.get(name), has_key)
        self.forms.show_unseen(None)
        self.forms.show_tried(tried)

    @Slot()
    def _show_reach(self) -> None:
        """Asks this PC for its addresses: not with every word of the engine's."""
        address = self._counter.status().address
        self.reach.show_reach(reach_of(self._books.settings.listener, address))

    @Slot()
    def _edited(self) -> None:
        self.said.emit("")
        self._refresh()

    @Slot()
    def _kept_anew(self) -> None:
        """Another topic may have saved something of the one on screen, or the first one of all."""
        partner = self._partner
        if partner is not None:
            self._signature = signature_of(partner)
            self.card.form.keep_up(row_of(partner))
        elif self._kept and not self._name and not self.is_changed:
            self._begin_with(self._kept[0])
        self._known_anew()

    @Slot()
    def _known_anew(self) -> None:
        if self._is_on_screen:
            self._refresh()

    def _connect(self) -> None:
        card = self.card
        acts = {card.add: self._add, card.following: self._next, card.switch: self._switch}
        for button, act in {**acts, card.discard: self._discard, card.fields: self.begin_typing}.items():
            button.clicked.connect(act)
        card.edited.connect(self._edited)
        self.forms.taken.connect(self._take)
        self.forms.look_wanted.connect(self._look)
        self._counter.signals.status_changed.connect(self._known_anew)
        self._books.signals.settings_changed.connect(self._kept_anew)
        self._books.signals.settings_changed.connect(self._show_reach)


def _not_saved() -> str:
    return translate("signing", "Not saved: look at what is marked red.")
