"""Every sentence for what the engine and the journal say in words of their own.

English here, Chinese in resources/translations. Two sentences for trouble: what happened, what to do.
"""

from collections.abc import Sequence
from dataclasses import field
from datetime import datetime
from math import ceil

from PySide6.QtCore import QCoreApplication

from posdesk.desk.theme import Sign, StateRole
from posdesk.desk.words.lost import VERDICTS, lost_words
from posdesk.desk.words.say import (
    actor_name,
    clock_time,
    dated_time,
    day_and_time,
    exact_time,
    joined,
    listed,
    quoted,
    who_and_where,
)
from posdesk.desk.words.state_tables import (
    CLOSE_REASONS,
    EVENTS,
    FAULTS,
    HAPPENINGS,
    KINDS,
    LANES,
    MIXED_SCANS,
    NOT_WHOLE,
    ONE_COUNTER,
    ONE_COUNTER_OF_A_CHAIN,
    OTHER_HAPPENING,
    OUTCOMES,
    ROUTER_FAILED,
    SCANS,
    SOURCES,
    STATES,
    STATUSES,
    SWALLOWED,
    TROUBLES,
)
from posdesk.domain.clock import from_text
from posdesk.domain.orders import conflict
from posdesk.domain.orders.board import Lane
from posdesk.domain.orders.closing import CloseReason
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.history import Happening, HistoryLine
from posdesk.domain.orders.intent import Intent, Kind, Outcome, lost_to_of
from posdesk.domain.orders.order import Order, OrderState, PassedOver, passed_over_of
from posdesk.domain.orders.source import OWN_CODE, Source
from posdesk.domain.pickup.lookup import ScanResult
from posdesk.domain.pickup.scan_code import Flaw
from posdesk.domain.privacy import without_phones
from posdesk.domain.relay.status import RELAY_GAP
from posdesk.domain.status import Exposure, Gap, Trouble
from posdesk.records import dataclass, replace

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, then what to do about it; `is_done` where something was asked for and was done."""

    what: str
    todo: str = ""
    is_done: bool = field(default=False, kw_only=True)

    def __str__(self) -> str:
        """Both, as one text."""
        return joined(self.what, self.todo)


@dataclass(frozen=True, slots=True)
class Said:
    """A state in words, with the role that colours it and the sign that goes with it."""

    role: StateRole
    text: str
    sign: Sign | None = None


def _tr(text: str) -> str:
    return translate("words", text)


def _sentence(pair: tuple[str, str], **names: object) -> Sentence:
    return Sentence(*(_tr(text).format(**names) if text else "" for text in pair))


def source_name(source: Source, code: str = "") -> str:
    """A source by name; an unknown one with its number."""
    if code.strip() == OWN_CODE:
        return QCoreApplication.translate("first_start", "Own order")
    return _tr(SOURCES[source]).format(code=code.strip() or "?")


def kind_name(kind: Kind) -> str:
    """What is wanted, as on its button."""
    return _tr(KINDS[kind])


def put_away_words() -> str:
    """What is done with an own order at its end."""
    return QCoreApplication.translate("Orders", "Put away")


def lane_name(lane: Lane) -> str:
    """A lane's head."""
    return translate("lanes", LANES[lane])


def state_name(state: OrderState) -> str:
    """Where an order stands."""
    return translate("lanes", STATES[state])


def outcome_said(intent: Intent, *, now_counter: str = "", elsewhere: Sequence[DoneElsewhere] = ()) -> Said:
    """An intent's outcome in words; `now_counter` is this counter, so that another's is named.

    `elsewhere` is what other counters did with its order, as far as it is known.
    """
    if intent.outcome is Outcome.CONFIRMED and now_counter and intent.counter != now_counter:
        return Said(StateRole.NEW, _elsewhere(intent), Sign.PERSON)
    if intent.lost_to is not None:
        to = intent.lost_to
        verdicts = (each.kind for each in reversed(elsewhere) if each.counter == to.counter)
        done = next((each for each in verdicts if each in VERDICTS), None)
        return Said(StateRole.NEW, lost_words(intent.kind, kind_name(intent.kind), to, done), Sign.PERSON)
    role, sign, words = OUTCOMES[intent.outcome]
    text = _tr(words).format(what=kind_name(intent.kind), who=intent.settled_by)
    why = answer_words(intent) if intent.outcome is Outcome.REFUSED else ""
    if why:
        both = translate("words", "{what} refused. {why}")
        text = both.format(what=kind_name(intent.kind), why=why)
    return Said(role, text, sign)


def _elsewhere(intent: Intent) -> str:
    if intent.kind is Kind.ACCEPT:
        return translate("words", "Accepted at counter {n}").format(n=intent.counter)
    return translate("words", "{what}: done at counter {n}").format(
        what=kind_name(intent.kind), n=intent.counter
    )


def waiting_words(kind: Kind, left_s: float) -> str:
    """An intent in its undo time: 接单 2 秒后发出; whole seconds, rounded up."""
    return translate("words", "{what} leaves in {n} s").format(
        what=kind_name(kind), n=max(1, int(-(-left_s // 1)))
    )


def unknown_words(intent: Intent) -> str:
    """What happens about an intent of unknown outcome."""
    words = translate("words", "{what}: result unknown, asking again with the same number")
    if intent.needs_person:
        words = translate("words", "{what}: result unknown, a person must look at the platform's own page")
    return words.format(what=kind_name(intent.kind))


def answer_words(intent: Intent) -> str:
    """What came back last: the platform's own words in quotes, or ours; nothing where nothing came."""
    last = intent.last_answer
    if last in EVENTS or not intent.answered:
        return fault_words(last)
    return _platform_says(last)


def _platform_says(words: str) -> str:
    if not words.strip():
        return translate("words", "The platform gave no reason")
    return translate("words", "Platform says: {words}").format(words=quoted(words))


def fault_words(fault: str) -> str:
    """Why the platform itself did not answer, or which event of its own ended the wait.

    `fault` is a `CallFault` or an event as the journal writes it; anything else is said as it is.
    """
    lost = lost_to_of(fault)
    if lost is not None:
        return translate("words", "First was: {who}").format(who=who_and_where(lost.actor, lost.counter))
    known = {str(f): words for f, words in (*FAULTS.items(), *EVENTS.items())}
    return _tr(known[fault]) if fault in known else fault


def told_words(detail: str) -> str:
    """What an attempt ended with: a fault or an event in our words, else the platform's in quotes."""
    ours = detail in FAULTS or detail in EVENTS or lost_to_of(detail) is not None
    return fault_words(detail) if ours else _platform_says(detail) if detail else ""


def trouble_words(trouble: Trouble, detail: str = "") -> Sentence:
    """Why orders can't be taken and what to do; `detail` says the partner, address or part to people."""
    pair = TROUBLES.get(trouble)
    return _sentence(pair, detail=detail) if pair else Sentence("")


def swallowed_words(flaw: Flaw) -> Sentence:
    """Why a scan could not be used (rows 25, 71)."""
    return _sentence(SWALLOWED.get(flaw, NOT_WHOLE))


def mixed_scans_words() -> Sentence:
    """A scan could not be used, and keys of two scanners may have come together."""
    return _sentence(MIXED_SCANS)


def router_failed_words() -> Sentence:
    """The scan router has disarmed itself."""
    return _sentence(ROUTER_FAILED)


def one_counter_words(*, has_relay: bool) -> Sentence:
    """What must hold where this counter reports the store's hours (contracts.md, section 2)."""
    return _sentence(ONE_COUNTER_OF_A_CHAIN if has_relay else ONE_COUNTER)


def in_brackets(words: str, more: str) -> str:
    """Words with more about them in the brackets of the language on screen."""
    return translate("words", "{words} ({more})").format(words=words, more=more)


def status_word(state: OrderState) -> str:
    """What a platform told of an order."""
    return _tr(STATUSES[state])


def passed_over_words(event: PassedOver, now: datetime | None = None) -> str:
    """An event of an earlier day for an order's number, with its day; `now` where today needs none."""
    time = dated_time(event.at) if now is None else day_and_time(event.at, now)
    if event.state is OrderState.CANCELLED:
        return translate("words", "A cancel for this number came {time}, not applied").format(time=time)
    words = translate("words", "The platform called this number {status} {time}, not applied")
    return words.format(status=status_word(event.state), time=time)


def conflict_words(what: str) -> str:
    """What came for an order after it had ended; `what` is as the journal's `record_conflict` keeps it."""
    return " · ".join(map(_conflict_words, conflict.parts_of(what)))


def _conflict_words(what: str) -> str:
    if what == conflict.TWO_PAYS:
        return translate("words", "Paid at two counters: give one payment back")
    if what == conflict.TWO_OUTS:
        return translate("words", "Handed out at two counters")
    kind, _, outcome = what.partition(" ")
    if kind in set(Kind) and outcome == Outcome.SETTLED_DONE:
        words = translate("words", "{what} was said to be done later; not applied")
        return words.format(what=kind_name(Kind(kind)))
    if kind in set(Kind) and outcome == Outcome.CONFIRMED:
        words = translate("words", "The platform later confirmed: {what}; not applied")
        return words.format(what=kind_name(Kind(kind)))
    if what not in STATUSES:  # "changed: " and the fields, or what another version wrote
        return translate("words", "The platform later sent it with other content; not applied")
    words = translate("words", "Platform later said: {words}; not applied")
    return words.format(words=_tr(STATUSES[what]))


def happening_words(line: HistoryLine) -> str:
    """One line of an order's history; a phone in somebody's words is masked."""
    line = replace(line, detail=without_phones(line.detail))
    passed_over = passed_over_of(line.detail) if line.happening is Happening.PASSED_OVER else None
    if passed_over is not None:
        return passed_over_words(passed_over)
    if line.happening is Happening.CONFLICT:
        return conflict_words(line.detail)
    if line.happening is Happening.PROMISED:
        return promised_words(line)
    if line.happening is Happening.OUTCOME and line.outcome and line.kind:
        words = _tr(OUTCOMES[line.outcome][2]).format(what=kind_name(line.kind), who=actor_name(line.actor))
        return in_brackets(words, told_words(line.detail)) if line.detail else words
    status = STATUSES.get(line.detail)
    names = {
        "who": actor_name(line.actor),
        "what": kind_name(line.kind) if line.kind else "",
        "detail": line.detail,
        "why": close_reason_words(line.detail),
        "status": _tr(status) if status else line.detail,
    }
    words = HAPPENINGS.get(line.happening, OTHER_HAPPENING)
    return _tr(words).format(**names) if words else ""


def close_reason_words(reason: str) -> str:
    """Why an order was closed here; what another version of posdesk wrote is "other"."""
    known = {*CloseReason}
    return _tr(CLOSE_REASONS[CloseReason(reason) if reason in known else CloseReason.OTHER])


def where_it_stands(order: Order) -> str:
    """An order's state in words; of one that is closed here, that."""
    return lane_name(Lane.CLOSED) if order.is_closed_here else state_name(order.state)


def promised_words(line: HistoryLine) -> str:
    """Who promised which time; that it stays here stands beside the promise itself."""
    words = translate("words", "{who} promised {time}")
    return words.format(who=actor_name(line.actor), time=clock_time(from_text(line.detail)))


def scan_said(result: ScanResult) -> Said:
    """The end of a scan."""
    role, sign, words = SCANS[result]
    return Said(role, _tr(words), sign)


def gap_words(gap: Gap) -> Sentence:
    """When no order could reach us, and what to do about it."""
    if gap.reason == RELAY_GAP:
        return _relay_gap_words(gap)
    start = clock_time(gap.start)
    if gap.end is None:
        what = translate("words", "No order can reach us since {start}.").format(start=start)
        return Sentence(what, translate("words", "Watch the platforms' own pages until this is over."))
    what = translate("words", "No order could reach us {start} – {end}.")
    minutes = max(1, ceil((gap.end - gap.start).total_seconds() / 60))
    todo = translate(
        "words", "What came in these {n} min can't be fetched. Compare with the platforms' own pages."
    )
    end = clock_time(gap.end)
    if start == end:  # within one minute: the seconds tell it
        start, end = exact_time(gap.start), exact_time(gap.end)
    return Sentence(what.format(start=start, end=end), todo.format(n=minutes))


def _relay_gap_words(gap: Gap) -> Sentence:
    """What the gateway took then is kept nowhere any more: for this counter it never came (relay.md)."""
    what = translate("words", "What came to the chain's gateway {start} – {end} is no longer kept there.")
    todo = translate("words", "Orders may be missing here. Compare with the platforms' own pages.")
    end = dated_time(gap.end) if gap.end is not None else "…"
    return Sentence(what.format(start=dated_time(gap.start), end=end), todo)


def exposure_words(exposure: Exposure, address: str) -> Sentence:
    """What strangers on the network could do, and what closes it; nothing where nothing is open."""
    parts = []
    if exposure.readable:
        parts.append(translate("words", "Calls to {address} come unencrypted: the network can read them."))
    if exposure.unsigned:
        parts.append(
            translate("words", "Anyone who reaches {address} can send orders as {partners}: unsigned.")
        )
    names = {"address": address, "partners": listed(exposure.unsigned)}
    todo = translate("words", "The settings allow it. Have the administrator look: {topics}.")
    topics = [translate("words", "Settings, Port for orders")] if exposure.readable else []
    topics += [translate("words", "Settings, Platforms and secrets")] if exposure.unsigned else []
    what = joined(*(part.format(**names) for part in parts))
    open_to = Sentence(what, todo.format(topics=listed(topics)) if what else "")
    kept_out = _kept_out_words(exposure)
    return Sentence(joined(open_to.what, kept_out.what), joined(open_to.todo, kept_out.todo))


def _kept_out_words(exposure: Exposure) -> Sentence:
    """Whose calls are refused from beyond this PC."""
    if not exposure.kept_out:
        return Sentence("")
    what = translate(
        "words", "Orders of {partners} are taken from this PC only: its signature has no {body}."
    )
    todo = translate(
        "words",
        "Have the administrator choose a form with {body} in it, if the platform signs so:"
        " Settings, Platforms and secrets.",
    )
    names = {"partners": listed(exposure.kept_out), "body": "{body}"}
    return Sentence(what.format(**names), todo.format(**names))


def shared_words(folder: str) -> Sentence:
    """A till of another account hands in receipts in our own folder; nothing where none does."""
    if not folder:
        return Sentence("")
    what = translate(
        "words", "Other accounts on this PC can get into {folder}: a till's files come in there."
    )
    todo = translate("words", "Have the administrator give that till a folder outside: Settings, Till.")
    return Sentence(what.format(folder=folder), todo)


def skew_words(skew_s: float) -> str:
    """The PC's clock against a platform's, in seconds: positive is ahead."""
    fast = translate("words", "PC clock {n} s fast")
    return (fast if skew_s > 0 else translate("words", "PC clock {n} s slow")).format(n=round(abs(skew_s)))


def clock_words(skew_s: float, partner: str) -> Sentence:
    """The PC's clock is too far from a platform's."""
    what = translate("words", "{clock}, measured against {partner}.")
    todo = translate("words", "Set this PC's clock: times on screen are wrong by as much.")
    return Sentence(what.format(clock=skew_words(skew_s), partner=partner), todo)
