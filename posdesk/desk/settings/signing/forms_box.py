"""How a platform signs: the last refused call, the forms, and the one that a person takes."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QCoreApplication, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from posdesk.desk.paint import ButtonFace, ButtonKind, rounded
from posdesk.desk.settings.signing import words
from posdesk.desk.settings.signing.form_rows import FormLine, FormRows
from posdesk.desk.settings.signing.own_form import OwnForm
from posdesk.desk.theme import Color, FontRole, Sign, Theme
from posdesk.desk.widgets.button import DeskButton
from posdesk.desk.widgets.label import Mark, Words
from posdesk.desk.widgets.letter_keys import bring_into_sight
from posdesk.desk.widgets.painted import Card, Painted, within
from posdesk.desk.words.say import exact_time, listed
from posdesk.domain.status import StrangeCall
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.platforms.o2o.forms import COMMON
from posdesk.settings.settings import SignatureRecipe

translate = QCoreApplication.translate


class RefusedNote(Painted):
    """The last refused call in words, with the button that takes the chosen form."""

    def __init__(self, theme: Theme, key: str, parent: QWidget | None = None) -> None:
        """Says nothing until `say`."""
        super().__init__(theme, parent)
        self._is_bad = False
        self._mark = Mark(theme, 22)
        self._head, self._todo = Words(theme, FontRole.BODY_BOLD), Words(theme)
        self.take = DeskButton(theme, ButtonFace("", key, ButtonKind.PRIMARY))
        texts, row = QVBoxLayout(), QHBoxLayout(self)
        texts.setSpacing(2)
        texts.addWidget(self._head)
        texts.addWidget(self._todo)
        row.setContentsMargins(14, 10, 12, 10)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        row.addWidget(self.take, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, head: str, todo: str, *, bad: bool) -> None:
        """Say this; `bad`: a call was refused."""
        self._is_bad = bad
        self._mark.show_sign(Sign.CROSS if bad else Sign.CLOCK, Color.BAD if bad else Color.MUTED)
        self._head.say(head, Color.BAD if bad else Color.TEXT)
        self._todo.say(todo)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints its ground, framed where a call was refused."""
        painter, color = self._painter(), self.theme.color
        line = color.accent if self._is_bad else color.line
        rect = self._rect().adjusted(1, 1, -1, -1)
        rounded(painter, QRectF(rect), self.theme.radius.card, color.raised, line, width=1.5)
        painter.end()


class FormsBox(Painted):
    """Shown one partner at a time; `taken` carries the form that a person takes."""

    taken = Signal(object)  # SignatureRecipe
    look_wanted = Signal()  # at a refused call that nobody has looked at: that takes a PIN

    def __init__(
        self, theme: Theme, *, take_key: str, hash_key: str, case_key: str, parent: QWidget | None = None
    ) -> None:
        """Empty until `show_form`; the keys are those of the page it stands on."""
        super().__init__(theme, parent)
        self._now: SignatureRecipe | None = None
        self._tried: tuple[TriedCall, ...] = ()
        self._unseen: datetime | None = None
        self._stranger: StrangeCall | None = None
        self._has_key, self._at, self._is_picked = False, 0, False
        self.note, self.rows = RefusedNote(theme, take_key), FormRows(theme)
        self.own = OwnForm(theme, hash_key, case_key)
        self._weak = Words(theme, FontRole.BODY_BOLD, Color.WARN)
        listed = Card(theme)
        inside, column = within(listed, 0, 0, 0, 0), within(self, 0, 0, 0, 0)
        inside.addWidget(self.rows)
        inside.addWidget(self.own)
        column.setSpacing(10)
        for part in (self.note, listed, self._weak):
            column.addWidget(part)
        self.note.take.clicked.connect(self._take)
        self.rows.chosen.connect(self._pick)
        self.own.edited.connect(self._show)
        self._show()

    @property
    def forms(self) -> tuple[SignatureRecipe, ...]:
        """Those that are listed, above the one that a person writes."""
        fit = self._call.fits if self._call is not None else ()
        now = () if self._now is None else (self._now,)
        return tuple(dict.fromkeys((*COMMON, *now, *fit)))

    @property
    def _call(self) -> TriedCall | None:
        """The refused call that is told: the last that a form fits, since only who has the key signs so."""
        return next((call for call in self._tried if call.fits), next(iter(self._tried), None))

    @property
    def chosen(self) -> SignatureRecipe | None:
        """The chosen form; None where what is written is none."""
        return self.own.form if self.is_own else self.forms[self._at]

    @property
    def written(self) -> tuple[SignatureRecipe, ...]:
        """What a person wrote, to be tried with the others."""
        form = self.own.form
        return () if form is None else (form,)

    def show_form(self, now: SignatureRecipe | None, *, has_key: bool) -> None:
        """The partner on screen signs so by the settings, None not at all; whether its key is entered."""
        if now != self._now:
            self._now, self._is_picked = now, False
            self.own.show_form(now or SignatureRecipe())
        self._has_key = has_key
        self._choose_by_itself()

    def show_tried(self, tried: tuple[TriedCall, ...]) -> None:
        """The partner's last refused calls, newest first. A form that fits is chosen, and not taken."""
        if tried and tried[:1] != self._tried[:1]:
            self._is_picked = False
            QTimer.singleShot(0, self, self._show_note)
        self._tried = tried
        self._choose_by_itself()

    def show_stranger(self, call: StrangeCall | None) -> None:
        """A call came under an appid that is no platform's: said while there is nothing better to say."""
        if call != self._stranger:
            self._stranger = call
            self._show()

    def show_unseen(self, at: datetime | None) -> None:
        """A call was refused then, and nobody has looked at it; None where all was looked at."""
        self._unseen = at
        self._show()

    def step(self, by: int) -> None:
        """The form above or below."""
        self._pick(min(max(0, self._at + by), len(self.forms)))
        QTimer.singleShot(0, self, self._show_chosen)

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._show()

    @Slot()
    def _show_chosen(self) -> None:
        bring_into_sight(self.own if self.is_own else self.rows.row(self._at))

    @Slot()
    def _show_note(self) -> None:
        bring_into_sight(self.note)

    @property
    def is_own(self) -> bool:
        """Whether the one that a person writes is chosen."""
        return self._at >= len(self.forms)

    def _fits(self, form: SignatureRecipe | None) -> bool | None:
        call = self._call
        if call is None or form is None or not (self._has_key and call.is_signed and call.is_whole):
            return None
        return form in call.fits

    def _choose_by_itself(self) -> None:
        """Until a person chooses: the form that fits, else the one in use."""
        if not self._is_picked:
            fit = [place for place, form in enumerate(self.forms) if self._fits(form)]
            now = self.forms.index(self._now) if self._now is not None else 0
            self._at = fit[0] if fit else now
        self._at = min(self._at, len(self.forms))
        self._show()

    @Slot(int)
    def _pick(self, place: int) -> None:
        self._at, self._is_picked = place, True
        self._show()

    @Slot()
    def _take(self) -> None:
        if self._unseen is not None:
            self.look_wanted.emit()
        elif (form := self.chosen) is not None:
            self.taken.emit(form)

    @Slot()
    def _show(self) -> None:
        lines = [FormLine(words.form_name(f), words.form_text(f), *self._said(f)) for f in self.forms]
        own = self.own.form if self.is_own else None
        at_own = FormLine("", "") if own in self.forms else FormLine("", "", *self._said(own))
        write = translate("signing", "Write your own")
        parts = translate("signing", "choose parts, joining, hash and case")
        lines.append(replace(at_own, name=write, text=words.form_text(own) if own else parts))
        self.rows.show_lines(lines, self._at)
        self.own.setVisible(self.is_own)
        form = self.chosen
        self._weak.say(words.weakness_words(form) if form is not None else "")
        self._say_note()
        take = translate("signing", "Take form {n}").format(n=self._at + 1)
        key, is_other = self.note.take.face.key, form is not None and form != self._now
        face = ButtonFace(take, key, ButtonKind.PRIMARY, applies=is_other)
        if self._unseen is not None:
            face, is_other = ButtonFace(translate("signing", "See which form fits"), key), True
        self.note.take.set_face(face)
        self.note.take.setVisible(is_other)

    def _say_note(self) -> None:
        """What was refused last: a call of this platform's, else one under an appid of nobody's."""
        call = self._call
        if self._unseen is not None:
            self.note.say(*words.unseen_words(self._unseen), bad=True)
            return
        if call is None and self._stranger is not None:
            self.note.say(*words.stranger_words(self._stranger), bad=True)
            return
        places = tuple(place + 1 for place, each in enumerate(self.forms) if self._fits(each))
        head, todo = words.refused_words(
            call, has_key=self._has_key, places=places, more=len(self._tried) - 1
        )
        self.note.say(head, todo, bad=call is not None)

    def _said(self, form: SignatureRecipe | None) -> tuple[str, bool | None]:
        """What stands at a form's right: whether it fits, and that it is in use."""
        fits, parts = self._fits(form), []
        if fits and self._call is not None:
            parts.append(translate("signing", "fits {time}").format(time=exact_time(self._call.at)))
        elif fits is False:
            parts.append(translate("signing", "does not fit"))
        if form is not None and form == self._now:
            parts.append(translate("signing", "in use"))
        return listed(parts), fits
