"""Step 3: which platforms send orders here, how they sign, how they reach this PC."""

from PySide6.QtCore import QCoreApplication, Slot
from PySide6.QtGui import QKeyEvent

from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.step import ReportLine, Standing, Step, StepState
from posdesk.desk.settings.signing.platform_card import BoxKeys
from posdesk.desk.settings.signing.platforms_box import PlatformsBox
from posdesk.desk.settings.signing.words import proof_words
from posdesk.desk.widgets.alt_keys import PlatformsStepKey
from posdesk.desk.widgets.painted import within
from posdesk.desk.words.partners import partner_name
from posdesk.desk.words.say import exact_time, joined, listed
from posdesk.domain.status import FormState, PartnerStatus, Trouble

translate = QCoreApplication.translate

_KEYS = BoxKeys(
    add=PlatformsStepKey.ADD,
    following=PlatformsStepKey.NEXT_PARTNER,
    take=PlatformsStepKey.TAKE,
    hash=PlatformsStepKey.HASH,
    case=PlatformsStepKey.CASE,
    discard=PlatformsStepKey.DISCARD,
    fields=PlatformsStepKey.FIELDS,
)
_NO_KEY = frozenset({Trouble.NO_APPKEY})


class PlatformsStep(Step):
    """Proven by each platform's own call alone, which may come at any time later."""

    key = "platforms"

    def __init__(self, parts: StepParts) -> None:
        """Shows the first one that is kept, else an empty one."""
        super().__init__(parts.theme)
        self.box = PlatformsBox(parts.theme, parts.counter, parts.books, _KEYS)
        within(self, 0, 0, 0, 0).addWidget(self.box)
        self.box.changed.connect(self.changed)
        self.box.acted.connect(self.acted)
        self.box.said.connect(self._say)

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
        statuses = self.box.statuses
        lines = [_state_of(partner) for partner in statuses]
        if not lines:
            words = translate("first_start", "No platform yet: no order comes in.")
            return StepState(Standing.OPEN, words, _mend())
        names = [partner_name(each) for each, line in zip(statuses, lines, strict=True) if not line.is_done]
        if names:
            said = translate("first_start", "Form of signature not proven yet: {names}.")
            return StepState(Standing.OPEN, said.format(names=listed(names)), _mend())
        return StepState(Standing.DONE, joined(*(line.said for line in lines)))

    def lines(self) -> tuple[ReportLine, ...]:
        """A line a platform."""
        told = tuple(ReportLine(partner_name(each), _state_of(each)) for each in self.box.statuses)
        return told or super().lines()

    def lacks(self) -> str:
        """That it may wait for the platform."""
        if not self.box.statuses:
            return translate("first_start", "Enter one first. Alt+L leaves it open: the report names it.")
        return translate(
            "first_start", "Saved. The platform's call proves it, and may come later: Alt+L leaves it open."
        )

    def begin(self) -> None:
        """Looks anew."""
        self.box.begin()

    def leave(self) -> None:
        """Asks for nothing while it is away."""
        self.box.leave()

    def finish(self) -> None:
        """Saves what is entered; done once every platform is proven."""
        self.box.save(self._go_on)

    def take_key(self, event: QKeyEvent) -> bool:
        """The arrows choose a form."""
        return self.box.take_key(event)

    def _go_on(self) -> None:
        super().finish()

    @Slot(str)
    def _say(self, words: str) -> None:
        if words or self.said:
            self.say(words)


def _mend() -> str:
    return translate("first_start", "Settings, Platforms and secrets")


def _state_of(partner: PartnerStatus) -> StepState:
    if partner.form is FormState.PROVEN and partner.form_at is not None:
        said = translate("first_start", "Really called in at {time}, its signature right.")
        return StepState(Standing.DONE, said.format(time=exact_time(partner.form_at)))
    if partner.trouble in _NO_KEY:
        words = translate("first_start", "No key entered: none of its orders comes in.")
        return StepState(Standing.OPEN, words, _mend())
    words = translate("first_start", "{words}.").format(words=proof_words(partner))
    return StepState(Standing.OPEN, words, _mend())
