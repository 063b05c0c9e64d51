"""What an own order has proven: of each line the fact that says so, and what lacks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from posdesk.desk.first_start.proof_rows import Look, Proof, RowAct
from posdesk.desk.widgets.alt_keys import OwnOrderStepKey
from posdesk.desk.words.prints import printer_trouble
from posdesk.desk.words.say import exact_time
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.own_order import OwnPut, PutEnd
from posdesk.domain.printing.print_job import PrintJob, PrintState

translate = QCoreApplication.translate

FIRST_PAPER = 3  # of the proofs: before it port, card, alarm
_ASKED = frozenset({PrintState.DOUBTFUL, PrintState.HANDED_OVER})


@dataclass(frozen=True, slots=True)
class OwnStory:
    """What is known of the last one, by the steady clock in seconds; None while it has not happened."""

    put: OwnPut | None = None
    began_s: float = 0.0
    shown_s: float | None = None
    rang_s: float | None = None
    accepted_s: float | None = None
    papers: tuple[PrintJob, ...] | None = None
    judged: dict[str, bool] = field(default_factory=dict)  # by a print's GUID: whether it is there

    @property
    def key(self) -> OrderKey | None:
        """Which order it is."""
        return self.put.key if self.put else None

    @property
    def papers_shown(self) -> tuple[PrintJob, ...]:
        """One of each printer: the last that it was given."""
        return tuple({job.printer: job for job in self.papers or ()}.values())

    def paper_asked(self, at: int) -> PrintJob | None:
        """The paper of that place, where only a person can say whether it is there; else None."""
        papers = self.papers_shown
        return papers[at] if 0 <= at < len(papers) and papers[at].outcome in _ASKED else None


def proofs_of(story: OwnStory, *, is_asking: bool, is_silent: bool) -> tuple[Proof, ...]:
    """Port, card, alarm, and from `FIRST_PAPER` on the printers; `is_asking` while the call is on its way.

    `is_silent`: this PC plays no sound, as far as is known.
    """
    return (
        _port(story, is_asking=is_asking),
        _card(story),
        _alarm(story, is_silent=is_silent),
        *_printers(story),
    )


def _port(story: OwnStory, *, is_asking: bool) -> Proof:
    name, put = translate("first_start", "Port"), story.put
    if put is None:
        words = (
            translate("first_start", "The call is on its way.")
            if is_asking
            else translate("first_start", "Alt+D sends one.")
        )
        return Proof(name, words, Look.WAITS)
    if put.end is PutEnd.TAKEN:
        said = translate("first_start", "Came in at {address}, signature right, on disk.")
        return Proof(name, said.format(address=put.address), Look.PROVEN, _seconds(put.took_s))
    return Proof(name, _port_words(put), Look.FAILED, exact_time(put.at))


def _card(story: OwnStory) -> Proof:
    name = translate("first_start", "Card")
    if story.shown_s is None:
        return Proof(name, translate("first_start", "Not on the Orders page yet."), Look.WAITS)
    said = translate("first_start", "On the Orders page as number 1.")
    return Proof(name, said, Look.PROVEN, _seconds(story.shown_s - story.began_s))


def _alarm(story: OwnStory, *, is_silent: bool) -> Proof:
    name = translate("first_start", "Alarm")
    if story.rang_s is None:
        said = translate("first_start", "Has not rung yet.")
        late = story.accepted_s is not None
        words = translate("first_start", "Accepted before it rang. Send another one.")
        return Proof(name, words if late else said, Look.LACKS if late else Look.WAITS)
    if story.accepted_s is None:
        return Proof(name, translate("first_start", "It rings. F2 accepts it."), Look.LACKS)
    if is_silent:  # the desk rang; no loudspeaker did
        said = translate("first_start", "Only the bar flashed: this PC plays no sound. See the sound step.")
        return Proof(name, said, Look.LACKS)
    said = translate("first_start", "Rang until it was accepted with F2.")
    return Proof(name, said, Look.PROVEN, _seconds(story.accepted_s - story.rang_s))


def _printers(story: OwnStory) -> Iterator[Proof]:
    name = translate("first_start", "Printer")
    if story.accepted_s is None or story.papers is None:
        yield Proof(name, translate("first_start", "Prints once the order is accepted."), Look.WAITS)
    elif not story.papers:
        said = translate("first_start", "No slip prints when an order is accepted: see the printers' step.")
        yield Proof(name, said, Look.LACKS)
    else:
        yield from (_paper(story, job) for job in story.papers_shown)


def _paper(story: OwnStory, job: PrintJob) -> Proof:
    name, judged = job.printer, story.judged.get(job.seq)
    took = _seconds((job.ended_at - job.made_at).total_seconds()) if job.ended_at else ""
    if job.outcome is PrintState.PRINTED:
        return Proof(name, translate("first_start", "Printed: it said so after the cut."), Look.PROVEN, took)
    if job.outcome not in _ASKED:
        words, look = _not_printed(job)
        return Proof(name, words, look)
    if judged is not None:
        words = (
            translate("first_start", "Somebody saw the paper.")
            if judged
            else translate("first_start", "No paper came out. Try the printers' step again.")
        )
        return Proof(name, words, Look.PROVEN if judged else Look.FAILED)
    doubt = translate("first_start", "Not sure: sending began, no answer came. Is the paper there?")
    given = translate("first_start", "Given to it; it can't answer. Is the paper there?")
    yes = RowAct(OwnOrderStepKey.IS_THERE, translate("first_start", "It is there"), is_primary=True)
    no = RowAct(OwnOrderStepKey.IS_NOT_THERE, translate("first_start", "It is not"))
    words = doubt if job.outcome is PrintState.DOUBTFUL else given
    return Proof(name, words, Look.ASKS, acts=(yes, no))


def _not_printed(job: PrintJob) -> tuple[str, Look]:
    if job.outcome is PrintState.DROPPED:
        return translate("first_start", "Put away before it was known whether it printed."), Look.LACKS
    if job.trouble is not None:
        return str(printer_trouble(job.printer, job.trouble)), Look.FAILED
    return translate("first_start", "Is being printed."), Look.WAITS


def _port_words(put: OwnPut) -> str:
    words = {
        PutEnd.NO_PORT: translate(
            "first_start", "Nothing listens there: another program may have the port. Look at step 3."
        ),
        PutEnd.NO_ANSWER: translate("first_start", "No answer came from our own port. Send another one."),
        PutEnd.REFUSED: translate("first_start", 'Our own port refused it: "{words}".'),
    }
    return words[put.end].format(words=put.words)


def _seconds(seconds: float) -> str:
    return translate("first_start", "{n} s").format(n=f"{max(0.0, seconds):.1f}")
