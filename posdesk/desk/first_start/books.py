"""Step 5: till and books, each asked once with nothing booked; the platform is quoted, a person judges."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from posdesk.desk.bridge.books import Entered
from posdesk.desk.first_start.form_behind import FormBehind, ListStep
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.proof_rows import Look, Proof, ProofRows, RowAct
from posdesk.desk.first_start.step import ReportLine, Standing, StepState
from posdesk.desk.settings.own_topics import TILL_TOPIC
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.probe import advice_of
from posdesk.desk.settings.topics import OVOPARK_TOPIC, WDK_TOPIC
from posdesk.desk.theme import Color, FontRole
from posdesk.desk.widgets.alt_keys import AltKey, BooksStepKey
from posdesk.desk.widgets.label import Words
from posdesk.desk.words.platform_codes import platform_name
from posdesk.desk.words.reasons import here_words
from posdesk.desk.words.say import actor_name, exact_time, joined, listed
from posdesk.domain.books.folder_trial import FolderTrial
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.books.probe import Probe
from posdesk.domain.books.probe import Proof as Proven
from posdesk.domain.first_start import Facts
from posdesk.domain.judgement import Judgement, judgement_of, mark_of
from posdesk.engine.actions import Actions
from posdesk.errors import Reason

translate = QCoreApplication.translate

TILL = "till"
_LINES = (TILL, OVOPARK, WDK)
_ASKS = frozenset({Proven.ACCEPTED, Proven.UNCLEAR})


class BooksStep(ListStep):
    """A line each for the till's folder, ovopark and WDK; the forms are those of the Settings."""

    key = "books"

    def __init__(self, parts: StepParts) -> None:
        """Nothing was tested yet."""
        super().__init__(parts.theme)
        self._counter, self._books = parts.counter, parts.books
        self._facts: dict[str, str] = {}
        self._under_way: set[str] = set()
        self._probes: dict[str, tuple[Probe, str]] = {}  # of this start, with the mark of what was tested
        self._folder: FolderTrial | None = None
        self.rows = ProofRows(self.theme)
        self._note = Words(self.theme, FontRole.BODY, Color.MUTED)
        self.behind = FormBehind(parts, self._front(), BooksStepKey.BACK_TO_LIST)
        self.forms = {
            TILL: TopicPane(self.theme, TILL_TOPIC),
            **{topic.platform: TopicPane(self.theme, topic) for topic in (OVOPARK_TOPIC, WDK_TOPIC)},
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.behind, 1)
        self._connect()
        self.retranslate()

    def name(self) -> str:
        """In the list."""
        return translate("first_start", "Till and books")

    def title(self) -> str:
        """The question; a form has its own."""
        if self.behind.form is not None:
            return ""
        return translate("first_start", "Do till and books answer?")

    def lead(self) -> str:
        """What is asked, and who judges."""
        if self.behind.form is not None:
            return ""
        return translate(
            "first_start",
            "One question each, nothing is booked. Their answers are nowhere written down: you judge by "
            "their own words.",
        )

    def state(self) -> StepState:
        """Done once all that is set up is proven."""
        standings = {name: self._standing(name) for name in _LINES}
        lacks = [_name(name) for name, state in standings.items() if not state.is_done]
        if not lacks:
            return StepState(Standing.DONE, translate("first_start", "All that is set up answered"))
        said = translate("first_start", "Not proven: {names}.").format(names=listed(lacks))
        return StepState(Standing.OPEN, said, translate("first_start", "First start, Till and books"))

    def lines(self) -> tuple[ReportLine, ...]:
        """A line each."""
        return tuple(ReportLine(_name(name), self._standing(name)) for name in _LINES)

    def recall(self, facts: Facts) -> None:
        """What was said before posdesk was closed."""
        self._facts = dict(facts)
        self._show()

    def retranslate(self) -> None:
        """Words in the language on screen."""
        self._note.say(
            translate(
                "first_start",
                "WDK has no way to test: it is called without a receipt, to see only whether the signature "
                "is read. Till: no file of a real till is touched.",
            )
        )
        self._show()

    # what a person does

    @Slot(int, object)
    def _pressed(self, at: int, key: AltKey) -> None:
        name = _LINES[at]
        if key == BooksStepKey.TEST:
            self._test(name)
        elif key == BooksStepKey.FILL_IN and name in self.forms:
            self.behind.show_form(self.forms[name])
        elif key in {BooksStepKey.FITS, BooksStepKey.FITS_NOT}:
            self._judge(name, fits=key == BooksStepKey.FITS)
        self.acted.emit()
        self._show()

    def _test(self, name: str) -> None:
        if name in self._under_way:
            return
        self._forget(name)
        section = self._books.settings.books.get(name)
        if name == TILL:
            self._under_way.add(name)
            self._books.try_folder(self._folder_tried)
        elif section is not None:
            self._under_way.add(name)
            entered = Entered(name, section.model_dump(), {})
            mark = self._books.mark_of(name)
            self._books.test(entered, told=partial(self._tested, mark), refused=partial(self._refused, name))

    def _judge(self, name: str, *, fits: bool) -> None:
        probe, mark = self._probes.get(name, (None, ""))
        if probe is None or mark != self._books.mark_of(name):
            return
        word = Judgement(mark, fits, self._counter.actor(), self._counter.clock.now(), _quoted(probe))
        self._put(name, word)
        self._counter.act(partial(Actions.judged, about=name, fits=fits))

    def _put(self, name: str, word: Judgement) -> None:
        self._facts[name] = word.to_text()
        self.proven.emit(self._facts)

    def _forget(self, name: str) -> None:
        self._probes.pop(name, None)
        if self._facts.pop(name, None) is not None:
            self.proven.emit(self._facts)

    # what comes back

    def _folder_tried(self, trial: FolderTrial | None) -> None:
        self._under_way.discard(TILL)
        self._folder = trial
        if trial is None:
            self.say(translate("settings", "Not tried out: posdesk's engine does not run."))
        elif trial.is_good:
            now = self._counter.clock.now()
            self._put(TILL, Judgement(self._mark(TILL), fits=True, by="", at=now, words=trial.place))
        self._show()

    def _tested(self, mark: str, probe: Probe) -> None:
        self._under_way.discard(probe.platform)
        self._probes[probe.platform] = probe, mark
        self._show()

    def _refused(self, name: str, reason: Reason) -> None:
        self._under_way.discard(name)
        self.say(str(here_words(reason)))
        self._show()

    # what it shows

    def _mark(self, name: str) -> str:
        if name == TILL:
            return mark_of(self._books.settings.receipts.folder)
        return self._books.mark_of(name)

    @Slot()
    def _show(self) -> None:
        self.rows.show_proofs([self._proof(name) for name in _LINES])
        self.changed.emit()

    def _proof(self, name: str) -> Proof:
        said, look, time = self._known(name)
        if look is Look.WAITS:
            return Proof(_name(name), said, look, time)
        is_there = name == TILL or name in self._books.settings.books
        acts = []
        if look is Look.ASKS:
            came = translate("first_start", "It came through")
            acts.append(RowAct(BooksStepKey.FITS, came, is_primary=True))
            acts.append(RowAct(BooksStepKey.FITS_NOT, translate("first_start", "It did not")))
        if is_there:
            words = (
                translate("first_start", "Test") if look is Look.LACKS else translate("first_start", "Again")
            )
            acts.append(RowAct(BooksStepKey.TEST, words, look is Look.LACKS))
        if look is not Look.ASKS:
            acts.append(RowAct(BooksStepKey.FILL_IN, translate("first_start", "Fill in")))
        return Proof(_name(name), said, look, time, tuple(acts))

    def _known(self, name: str) -> tuple[str, Look, str]:
        if name in self._under_way:
            return translate("first_start", "Asked just now."), Look.WAITS, ""
        judged = judgement_of(self._facts.get(name), self._mark(name))
        if judged is not None:
            return *_judged_words(name, judged), exact_time(judged.at)
        return *(self._till_words() if name == TILL else self._asked_words(name)), ""

    def _asked_words(self, name: str) -> tuple[str, Look]:
        if name not in self._books.settings.books:
            return _not_set_up(name), Look.LACKS
        probe, mark = self._probes.get(name, (None, ""))
        if probe is not None and mark == self._books.mark_of(name):
            return _probe_words(probe), Look.ASKS if probe.proof in _ASKS else Look.FAILED
        if name in self._facts or probe is not None:
            said = translate("first_start", "Something of it was changed since it was judged. Test it again.")
            return said, Look.LACKS
        return translate("first_start", "Not tested yet."), Look.LACKS

    def _till_words(self) -> tuple[str, Look]:
        if self._folder is not None and not self._folder.is_good:
            words = translate("first_start", "The folder {place} did not take the test file: {why}.")
            return words.format(place=self._folder.place, why=self._folder.why), Look.FAILED
        return translate("first_start", "Not tested yet: a test file is put there, read, and not kept."), (
            Look.LACKS
        )

    def _standing(self, name: str) -> StepState:
        if name != TILL and name not in self._books.settings.books:
            return StepState(Standing.NOTE, _not_set_up(name))
        said, look, time = self._known(name)
        told = f"{said} {time}".strip()
        if look is Look.PROVEN:
            return StepState(Standing.DONE, told)
        return StepState(Standing.OPEN, told, translate("first_start", "First start, Till and books"))

    def _front(self) -> QWidget:
        front = QWidget()
        column = QVBoxLayout(front)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self.rows, self._note):
            column.addWidget(part)
        column.addStretch(1)
        return front

    def _connect(self) -> None:
        self.rows.pressed.connect(self._pressed)
        for form in self.forms.values():
            self.behind.add(form)
            form.topic_wanted.connect(self.behind.saving.save_topic)
            form.test_wanted.connect(self.behind.saving.test_topic)
        self.behind.saving.kept.connect(self._show)
        self.behind.saving.acted.connect(self.acted)
        self.behind.turned.connect(self._show)
        for news in (self._books.signals.settings_changed, self._books.signals.secrets_changed):
            news.connect(self._show)


def _name(name: str) -> str:
    if name == TILL:
        return translate("first_start", "Till's receipts")
    return platform_name(name)


def _not_set_up(name: str) -> str:
    if name == OVOPARK:
        return translate("first_start", "Not set up: no hours are reported.")
    return translate("first_start", "Not set up: no receipts are sent.")


def _quoted(probe: Probe) -> str:
    """The platform's own words and code, as they came."""
    code = translate("first_start", "code {code}").format(code=probe.code) if probe.code else ""
    return " ".join(part for part in (f'"{probe.words}"' if probe.words else "", code) if part)


def _probe_words(probe: Probe) -> str:
    asked = {
        OVOPARK: translate("first_start", "Looked the company up, nothing was reported."),
        WDK: translate("first_start", "Called without a receipt."),
    }[probe.platform]
    quoted = _quoted(probe)
    said = translate("first_start", "It says: {words}.").format(words=quoted) if quoted else ""
    advice = "" if probe.proof in _ASKS else advice_of(probe)
    return joined(asked, said, advice)


def _judged_words(name: str, judged: Judgement) -> tuple[str, Look]:
    if name == TILL:
        words = translate("first_start", "A test file of 3 receipts was taken from {place}, read, not kept.")
        return words.format(place=judged.words), Look.PROVEN
    said = translate("first_start", "It said: {words}.").format(words=judged.words) if judged.words else ""
    words = (
        translate("first_start", "{who}: it came through.")
        if judged.fits
        else translate("first_start", "{who}: it did not come through.")
    )
    return joined(said, words.format(who=actor_name(judged.by))), Look.PROVEN if judged.fits else Look.FAILED
