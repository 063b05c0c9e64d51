"""The one rule for outcomes, in full: what each answer makes of each kind of intent."""

from itertools import product
from typing import Any

import pytest

from posdesk.domain.orders.answer import DENIED_OFTEN, Answer, Decision, Verdict, decide
from posdesk.domain.orders.intent import OPEN_OUTCOMES, Intent, Kind, Outcome, new_seq
from tests.journal.making import KEY, START

AGAIN = Decision(Outcome.UNKNOWN, again=True)
PERSON = Decision(Outcome.UNKNOWN, needs_person=True)
LATER = Decision(Outcome.QUEUED, again=True)
EVERY = list(product(Kind, Verdict, [False, True], [False, True]))


def intent(kind: Kind, *, outcome: Outcome = Outcome.SENDING, **known: Any) -> Intent:
    return Intent(new_seq(), KEY, kind, "Li", "1", outcome, START, START, **known)


def expected(kind: Kind, verdict: Verdict, ever_unknown: bool, dedup: bool) -> Decision:
    """contracts.md, section 1, written down once more and otherwise."""
    if verdict is Verdict.DONE:
        return Decision(Outcome.CONFIRMED)
    if not ever_unknown and verdict is Verdict.REFUSED:
        return Decision(Outcome.REFUSED)
    if not ever_unknown and verdict in {Verdict.NOT_SENT, Verdict.UNABLE}:
        return LATER
    if verdict is Verdict.REFUSED and kind in {Kind.PAY, Kind.VERIFY}:
        return PERSON
    return PERSON if kind is Kind.PAY and not dedup else AGAIN


@pytest.mark.parametrize(("kind", "verdict", "ever_unknown", "dedup"), EVERY)
def test_every_answer_to_every_kind(kind: Kind, verdict: Verdict, ever_unknown: bool, dedup: bool) -> None:
    decision = decide(intent(kind, ever_unknown=ever_unknown), Answer(verdict), seq_dedup=dedup)
    assert decision == expected(kind, verdict, ever_unknown, dedup)


@pytest.mark.parametrize(("kind", "verdict", "ever_unknown", "dedup"), EVERY)
def test_what_was_unknown_ends_only_by_the_platforms_yes(
    kind: Kind, verdict: Verdict, ever_unknown: bool, dedup: bool
) -> None:
    if not ever_unknown:
        return
    outcome = decide(intent(kind, ever_unknown=True), Answer(verdict), seq_dedup=dedup).outcome
    assert outcome is (Outcome.CONFIRMED if verdict is Verdict.DONE else Outcome.UNKNOWN)


@pytest.mark.parametrize(("kind", "verdict", "ever_unknown", "dedup"), EVERY)
def test_what_is_open_goes_on_by_itself_or_waits_for_a_person_never_neither(
    kind: Kind, verdict: Verdict, ever_unknown: bool, dedup: bool
) -> None:
    decision = decide(intent(kind, ever_unknown=ever_unknown), Answer(verdict), seq_dedup=dedup)
    assert (decision.again ^ decision.needs_person) is (decision.outcome in OPEN_OUTCOMES)


@pytest.mark.parametrize("kind", [Kind.ACCEPT, Kind.REFUSE, Kind.READY])
@pytest.mark.parametrize("verdict", Verdict)
def test_what_the_platform_denied_again_and_again_needs_a_person(kind: Kind, verdict: Verdict) -> None:
    """It would be denied for ever. Only the platform's own no counts: a lost answer is asked for again."""
    before = intent(kind, ever_unknown=True, denials=DENIED_OFTEN - 2)
    last = intent(kind, ever_unknown=True, denials=DENIED_OFTEN - 1)
    assert decide(before, Answer(Verdict.REFUSED), seq_dedup=False) == AGAIN
    ends = {Verdict.REFUSED: PERSON, Verdict.DONE: Decision(Outcome.CONFIRMED)}
    assert decide(last, Answer(verdict), seq_dedup=False) == ends.get(verdict, AGAIN)


def test_only_the_platforms_own_words_are_an_answer() -> None:
    answered = {verdict for verdict in Verdict if Answer(verdict).answered}
    assert answered == {Verdict.DONE, Verdict.REFUSED}


def test_a_guid_is_fresh_lower_case_and_dashed() -> None:
    seqs = {new_seq() for _ in range(1000)}
    assert len(seqs) == 1000
    assert all(len(seq) == 36 and seq == seq.lower() and seq.count("-") == 4 for seq in seqs)


def test_open_is_queued_sending_and_unknown() -> None:
    still = {outcome for outcome in Outcome if intent(Kind.PAY, outcome=outcome).is_open}
    assert still == {Outcome.QUEUED, Outcome.SENDING, Outcome.UNKNOWN}
