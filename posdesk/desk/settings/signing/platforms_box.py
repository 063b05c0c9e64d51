"""The platforms, one on screen at a time: its fields, how it signs, how it reaches this PC.

The first start's step and the settings' topic put the same box under their own heads. What it saves, it saves
itself; what is to be said comes by `said`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.bridge.books import Books, Entered
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.fields import SecretField
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.signing.forms_box import FormsBox
from posdesk.desk.settings.signing.partner_form import PartnerForm
from posdesk.desk.settings.signing.platform_head import PlatformHead
from posdesk.desk.settings.signing.reach_box import ReachBox
from posdesk.desk.settings.signing.words import proof_words
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Card, Painted
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.reasons import here_words
from posdesk.domain.orders.source import source_of
from posdesk.domain.rights import Right
from posdesk.domain.status import PartnerStatus
from posdesk.engine.listening.reach import reach_of
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.errors import Reason
from posdesk.settings.settings import PARTNER, Partner, SignatureRecipe

translate = QCoreApplication.translate

_ARROWS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_APPKEY = SecretField(
    "appkey",
    QT_TRANSLATE_NOOP("settings", "appkey"),
    QT_TRANSLATE_NOOP("settings", "It signs each call, both ways. Only this PC's keyring holds it."),
)
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class BoxKeys:
    """The keys of the page that it stands on; what has none is not there."""

    add: str
    following: str
    take: str
    hash: str
    case: str
    discard: str
    fields: str = ""
    switch: str = ""


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
        self._books, self._counter, self._keys = books, counter, keys
        self._name, self._signature = "", SignatureRecipe()  # of the one on screen; no name: a new one
        self._is_on_screen = False
        self._asked_at: object = None
        self.appkey = FieldRow(theme, _APPKEY) if with_key else None
        self._build()
        self._connect()
        self._begin_with(self._kept[0] if self._kept else None)
        self.retranslate()

    @property
    def statuses(self) -> tuple[PartnerStatus, ...]:
        """Of each platform that is on; one that the engine does not know yet has proven nothing."""
        known = {each.name: each for each in self._counter.status().partners}
        return tuple(known.get(each.name) or _unheard(each) for each in self._books.settings.live_partners)

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not kept."""
        return self.form.is_changed or bool(self._typed_key)

    def begin(self) -> None:
        """It came on screen: a call may have come, a key been entered."""
        self._is_on_screen, self._asked_at = True, None
        self._show_reach()
        self._refresh()

    def leave(self) -> None:
        """It went: what comes meanwhile is asked for when it is back. No key stays in a field."""
        self._is_on_screen = False
        if self.appkey is not None:
            self.appkey.editor.set_value("")

    def save(self, then: Callable[[], object], *, forced: bool = False) -> bool:
        """Keep the one on screen where it is changed, then go on; False where something is wrong.

        `then` is a bound method, or a partial of one.
        """
        if not (self.is_changed or forced):
            then()
            return True
        kept = self._kept_named(self._name)
        row = self.form.checked([each for each in self._kept if each.name != self._name])
        if row is None:
            self.form.show_wrong()
            self.said.emit(_not_saved())
            return False
        row = {**row, "signature": self._signature.model_dump(exclude_defaults=True)}
        if kept is not None and kept.signature == "none" and not forced:
            row = {**row, "signature": "none"}
        rows = [row if each.name == self._name else row_of(each) for each in self._kept]
        secrets = {Partner.model_validate(row).secret_name: self._typed_key} if self._typed_key else {}
        self._keep([*rows, *([] if kept is not None else [row])], secrets, str(row["name"]), then)
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
        before = (self.forms.own.text,) if self.forms.is_own else ()
        behind = () if self.appkey is None else (self.appkey,)
        self.form.begin_typing(before, behind)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self.fields.set_label(translate("signing", "Into the fields, then the next one"))
        self._refresh()

    # what a person does

    @Slot()
    def _add(self) -> None:
        self.save(partial(self._begin_with, None))

    @Slot()
    def _discard(self) -> None:
        self._begin_with(self._kept_named(self._name) or (self._kept[0] if self._kept else None))

    @Slot()
    def _next(self) -> None:
        names = [each.name for each in self._kept]
        at = names.index(self._name) + 1 if self._name in names else 0
        self.save(partial(self._go_to, names[at % len(names)]))

    @Slot()
    def _switch(self) -> None:
        """On or off; it is never removed, since orders name it."""
        rows = [row_of(each) for each in self._kept]
        for row in rows:
            if row["name"] == self._name:
                row["on"] = not row.get("on", True)
        self._keep([_without_on(row) for row in rows], {}, self._name, self._refresh)

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
        self._begin_with(self._kept_named(name))
        self.said.emit("")
        then()

    def _failed(self, why: str, key: str) -> None:
        self._signature = self._signature_of(self._kept_named(self._name))
        is_said = self.form.say_wrong(key.rpartition(".")[2], why)
        self.said.emit(_not_saved() if is_said else why)
        self._refresh()

    def _refused(self, reason: Reason) -> None:
        self._signature = self._signature_of(self._kept_named(self._name))
        self.said.emit(str(here_words(reason)))
        self._refresh()

    # what it shows

    @property
    def _kept(self) -> tuple[Partner, ...]:
        return self._books.settings.partner

    @property
    def _typed_key(self) -> str:
        return str(self.appkey.editor.value()) if self.appkey is not None else ""

    def _kept_named(self, name: str) -> Partner | None:
        return self._books.settings.partner_named(name)

    def _has_key(self, partner: Partner | None) -> bool:
        return partner is not None and self._books.has_secret(partner.secret_name)

    def _go_to(self, name: str) -> None:
        self._begin_with(self._kept_named(name))

    def _begin_with(self, partner: Partner | None) -> None:
        self._name = partner.name if partner is not None else ""
        self._signature = self._signature_of(partner)
        self.form.show_row(row_of(partner) if partner is not None else {}, is_new=partner is None)
        if self.appkey is not None:
            self.appkey.editor.set_value("")
        self.forms.show_unseen(None)
        self.forms.show_tried(())
        self._asked_at = None
        self._refresh()

    @staticmethod
    def _signature_of(partner: Partner | None) -> SignatureRecipe:
        is_signed = partner is not None and partner.signature != "none"
        return partner.signature if is_signed else SignatureRecipe()  # type: ignore[union-attr, return-value]

    @Slot()
    def _refresh(self) -> None:
        partner = self._kept_named(self._name)
        status = next((each for each in self.statuses if each.name == self._name), None)
        is_kept_so = partner is not None and partner.signature == self._signature
        has_key = self._has_key(partner)
        self.forms.show_form(self._signature if is_kept_so else None, has_key=has_key)
        if self.appkey is not None:
            self.appkey.editor.set_kept(kept=has_key)  # type: ignore[attr-defined]
        shown = status or (_unheard(partner) if partner is not None else None)
        is_off = partner is not None and not partner.on
        proof = translate("signing", "switched off") if is_off else proof_words(status)
        self.head.show_partner(shown, proof, changed=self.is_changed)
        self._show_buttons(partner)
        self._look_at_refused(partner, status, has_key=has_key)
        self.reach.show_partners(self.statuses)
        self.changed.emit()

    def _look_at_refused(
        self, partner: Partner | None, status: PartnerStatus | None, *, has_key: bool
    ) -> None:
        """Asked once for each call that came, and once more with a key; by itself where it takes no PIN."""
        wanted = (self._name, status and status.refused_at, has_key)
        if partner is None or not self._is_on_screen or wanted == self._asked_at:
            return
        if self._counter.people.asks(Right.SETTINGS) is None:
            self._asked_at = wanted
            self._look()
        else:
            self.forms.show_unseen(status.refused_at if status is not None else None)

    @Slot()
    def _look(self) -> None:
        told, written = partial(self._show_tried, self._name), self.forms.written
        self._books.refused_calls(self._name, written, told=told, refused=self._refused)

    def _show_tried(self, name: str, tried: tuple[TriedCall, ...]) -> None:
        """Another one may be on screen by now."""
        if name == self._name:
            status = next((each for each in self.statuses if each.name == name), None)
            self._asked_at = (name, status and status.refused_at, self._has_key(self._kept_named(name)))
            self.forms.show_unseen(None)
            self.forms.show_tried(tried)

    def _show_buttons(self, partner: Partner | None) -> None:
        keys, others = self._keys, len(self._kept) > bool(self._name)
        switch = (
            translate("signing", "Switch off")
            if partner and partner.on
            else translate("signing", "Switch on")
        )
        self.add.set_face(
            ButtonFace(translate("signing", "Add a platform"), keys.add, applies=bool(self._name))
        )
        self.next.set_face(ButtonFace(translate("signing", "Next platform"), keys.following, applies=others))
        self.next.setVisible(others)
        self.switch.set_face(ButtonFace(switch, keys.switch))
        self.switch.setVisible(bool(keys.switch) and partner is not None)
        discard = translate("signing", "Discard changes")
        self.discard.set_face(ButtonFace(discard, keys.discard, ButtonKind.QUIET))
        self.discard.setVisible(self.is_changed)
        self.fields.setVisible(bool(keys.fields))

    @Slot()
    def _edited(self) -> None:
        self.said.emit("")
        self._refresh()

    @Slot()
    def _show_reach(self) -> None:
        """Asks this PC for its addresses: not with every word of the engine's."""
        address = self._counter.status().address
        self.reach.show_reach(reach_of(self._books.settings.listener, address))

    @Slot()
    def _known_anew(self) -> None:
        if self._is_on_screen:
            self._refresh()

    def _connect(self) -> None:
        self.add.clicked.connect(self._add)
        self.next.clicked.connect(self._next)
        self.switch.clicked.connect(self._switch)
        self.discard.clicked.connect(self._discard)
        self.fields.clicked.connect(self.begin_typing)
        self.form.edited.connect(self._edited)
        if self.appkey is not None:
            self.appkey.edited.connect(self._edited)
        self.forms.taken.connect(self._take)
        self.forms.look_wanted.connect(self._look)
        self._counter.signals.status_changed.connect(self._known_anew)
        self._books.signals.settings_changed.connect(self._known_anew)
        self._books.signals.settings_changed.connect(self._show_reach)

    def _build(self) -> None:
        theme, keys = self.theme, self._keys
        self.head, self.form = PlatformHead(theme), PartnerForm(theme)
        self.forms = FormsBox(theme, take_key=keys.take, hash_key=keys.hash, case_key=keys.case)
        self.reach = ReachBox(theme, self._counter.clock)
        self.add, self.next, self.switch, self.discard = (DeskButton(theme, ButtonFace("")) for _ in range(4))
        self.fields = DeskButton(theme, ButtonFace("", keys.fields, ButtonKind.QUIET))
        box, top, acts = Card(theme), QHBoxLayout(), QHBoxLayout()
        inside, column = QVBoxLayout(box), QVBoxLayout(self)
        inside.setContentsMargins(16, 10, 16, 10)
        inside.setSpacing(8)
        top.setSpacing(8)
        top.addWidget(self.head, 1)
        for button in (self.next, self.add):
            top.addWidget(button)
        inside.addLayout(top)
        inside.addWidget(self.form)
        if self.appkey is not None:
            self.appkey.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            inside.addWidget(self.appkey)
        for button in (self.fields, self.discard, self.switch):
            acts.addWidget(button)
        acts.addStretch(1)
        acts.setSpacing(8)
        inside.addLayout(acts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (box, self.forms, self.reach):
            column.addWidget(part)
        column.addStretch(1)


def row_of(partner: Partner) -> dict[str, Any]:
    """A partner as posdesk.toml says it, without what says nothing."""
    said = partner.model_dump(exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def _without_on(row: dict[str, Any]) -> dict[str, Any]:
    """On is what it is where nothing says so."""
    return {key: value for key, value in row.items() if key != "on" or not value}


def _not_saved() -> str:
    return translate("signing", "Not saved: look at what is marked red.")


def _unheard(partner: Partner) -> PartnerStatus:
    sources = tuple(source_of(str(code)) for code in partner.sources)
    return PartnerStatus(partner.name, sources, shown=partner.shown)
