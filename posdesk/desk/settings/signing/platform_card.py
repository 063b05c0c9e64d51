"""The platform on screen: which one it is, its fields, its appkey, the buttons around them."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from posdesk.desk.paint import ButtonFace, ButtonKind
from posdesk.desk.settings.editors import SecretEditor
from posdesk.desk.settings.fields import SecretField
from posdesk.desk.settings.form import FieldRow
from posdesk.desk.settings.signing.partner_form import PartnerForm
from posdesk.desk.settings.signing.partner_rows import row_of, unheard
from posdesk.desk.settings.signing.platform_head import PlatformHead
from posdesk.desk.settings.signing.words import proof_words
from posdesk.desk.theme import Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.painted import Card
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.domain.status import PartnerStatus
from posdesk.settings.settings import Partner

translate = QCoreApplication.translate

_APPKEY = SecretField(
    "appkey",
    QT_TRANSLATE_NOOP("settings", "appkey"),
    QT_TRANSLATE_NOOP("settings", "It signs each call, both ways. Only this PC's keyring holds it."),
)


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


class PlatformCard(Card):
    """`edited` says that a person changed something; who owns it connects the buttons."""

    edited = Signal()

    def __init__(self, theme: Theme, keys: BoxKeys, *, with_key: bool) -> None:
        """An empty one until `begin_with`."""
        super().__init__(theme)
        self._keys = keys
        self.head, self.form = PlatformHead(theme), PartnerForm(theme)
        self.appkey = FieldRow(theme, _APPKEY)
        self.appkey.editor.first.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._with_key = with_key
        self.add, self.following, self.switch, self.discard, self.fields = (
            DeskButton(theme, ButtonFace("")) for _ in range(5)
        )
        self.form.edited.connect(self.edited)
        self.appkey.edited.connect(self.edited)
        self._lay_out()
        self.appkey.setVisible(with_key)  # not before: without a parent it would be a window

    @property
    def typed_key(self) -> str:
        """The appkey that was typed and not saved yet."""
        return str(self.appkey.editor.value())

    @property
    def is_changed(self) -> bool:
        """Whether something is entered that is not kept."""
        return self.form.is_changed or bool(self.typed_key)

    def begin_with(self, partner: Partner | None) -> None:
        """Show this one, None for a new one; what was entered is forgotten."""
        self.form.show_row(row_of(partner) if partner is not None else {}, is_new=partner is None)
        self.forget_key()

    def forget_key(self) -> None:
        """No typed key stays."""
        self.appkey.editor.set_value("")

    def begin_typing(self, before: Sequence[FieldRow]) -> None:
        """The keyboard goes into one of these, else into the first field; from one into the next."""
        self.form.begin_typing(before, (self.appkey,) if self._with_key else ())

    def show_known(
        self, partner: Partner | None, status: PartnerStatus | None, *, has_key: bool, others: bool
    ) -> None:
        """What is known of the one on screen; whether its key is kept, and whether there are others."""
        if isinstance(self.appkey.editor, SecretEditor):
            self.appkey.editor.set_kept(kept=has_key)
        known = status or (unheard(partner) if partner is not None else None)
        is_off = partner is not None and not partner.on
        proof = translate("signing", "switched off") if is_off else proof_words(status)
        self.head.show_partner(known, proof, changed=self.is_changed)
        self._say_buttons(partner, others=others)

    def _say_buttons(self, partner: Partner | None, *, others: bool) -> None:
        keys, quiet = self._keys, ButtonKind.QUIET
        add, following = translate("signing", "Add a platform"), translate("signing", "Next platform")
        off, on = translate("signing", "Switch off"), translate("signing", "Switch on")
        into = translate("signing", "Into the fields, then the next one")
        is_on = partner is not None and partner.on
        self.add.set_face(ButtonFace(add, keys.add, applies=partner is not None))
        self.following.set_face(ButtonFace(following, keys.following, applies=others))
        self.switch.set_face(ButtonFace(off if is_on else on, keys.switch))
        self.discard.set_face(ButtonFace(translate("signing", "Discard changes"), keys.discard, quiet))
        self.fields.set_face(ButtonFace(into, keys.fields, quiet))
        self.following.setVisible(others)
        self.switch.setVisible(bool(keys.switch) and partner is not None)
        self.discard.setVisible(self.is_changed)
        self.fields.setVisible(bool(keys.fields))

    def _lay_out(self) -> None:
        inside, top, acts = QVBoxLayout(self), QHBoxLayout(), QHBoxLayout()
        inside.setContentsMargins(16, 10, 16, 10)
        for line in (inside, top, acts):
            line.setSpacing(8)
        top.addWidget(self.head, 1)
        for button in (self.following, self.add):
            top.addWidget(button)
        for button in (self.fields, self.discard, self.switch):
            acts.addWidget(button)
        acts.addStretch(1)
        inside.addLayout(top)
        inside.addWidget(self.form)
        inside.addWidget(self.appkey)
        inside.addLayout(acts)
