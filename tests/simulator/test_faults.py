"""Which call a fault strikes."""

from random import Random

import pytest

from posdesk.simulator.faults import FaultKind, FaultPlan, FaultRule


def plan(*rules: FaultRule, seed: int = 1) -> FaultPlan:
    return FaultPlan(rules, Random(seed))


def kinds(
    faults: FaultPlan, times: int, *, partner: str = "meituan", cmd: str = "A"
) -> list[FaultKind | None]:
    chosen = [faults.choose(partner, cmd, is_repeat=False) for _ in range(times)]
    return [fault.kind if fault else None for fault in chosen]


def test_a_count_runs_out_and_is_shown() -> None:
    faults = plan(FaultRule(kind=FaultKind.REFUSE, count=2))
    assert kinds(faults, 3) == [FaultKind.REFUSE, FaultKind.REFUSE, None]
    assert faults.current()[0].count == 0


def test_a_rule_strikes_only_its_partner_and_its_command() -> None:
    faults = plan(FaultRule(kind=FaultKind.HTML, partner="eleme", cmd="B"))
    assert kinds(faults, 1) == [None]
    assert kinds(faults, 1, partner="eleme") == [None]
    assert kinds(faults, 1, partner="eleme", cmd="B") == [FaultKind.HTML]


def test_a_probability_is_a_share_of_the_calls() -> None:
    struck = [k for k in kinds(plan(FaultRule(kind=FaultKind.SLOW, probability=0.3)), 1000) if k]
    assert 250 < len(struck) < 350
    assert kinds(plan(FaultRule(kind=FaultKind.SLOW, probability=0)), 100) == [None] * 100


def test_the_same_seed_strikes_the_same_calls() -> None:
    rule = FaultRule(kind=FaultKind.SLOW, probability=0.5)
    assert kinds(plan(rule, seed=3), 50) == kinds(plan(rule, seed=3), 50)


def test_repeat_nonzero_strikes_repeats_alone() -> None:
    faults = plan(FaultRule(kind=FaultKind.REPEAT_NONZERO, count=1))
    assert kinds(faults, 2) == [None, None]
    struck = faults.choose("meituan", "A", is_repeat=True)
    assert struck is not None
    assert struck.kind is FaultKind.REPEAT_NONZERO


def test_a_wrong_clock_spoils_nothing_else() -> None:
    faults = plan(FaultRule(kind=FaultKind.CLOCK_OFF, seconds=90))
    assert kinds(faults, 1) == [None]
    assert faults.clock_off_s("meituan", "A") == 90
    assert plan().clock_off_s("meituan", "A") == 0


@pytest.mark.parametrize("kind", [FaultKind.LOST_REQUEST, FaultKind.REFUSE, FaultKind.THROTTLE])
def test_what_is_lost_before_the_work_is_never_done(kind: FaultKind) -> None:
    fault = plan(FaultRule(kind=kind, done=True)).choose("meituan", "A", is_repeat=False)
    assert fault is not None
    assert not fault.done


def test_an_undecided_fault_is_done_now_and_then() -> None:
    faults = plan(FaultRule(kind=FaultKind.HTTP_500))
    done = [fault.done for _ in range(50) if (fault := faults.choose("m", "A", is_repeat=False))]
    assert set(done) == {True, False}
    said = plan(FaultRule(kind=FaultKind.HTTP_500, done=True)).choose("m", "A", is_repeat=False)
    assert said is not None
    assert said.done


def test_replacing_takes_every_old_rule_away() -> None:
    faults = plan(FaultRule(kind=FaultKind.HTML))
    faults.replace(())
    assert kinds(faults, 1) == [None]


def test_a_refusal_after_the_work_is_done_whatever_is_said() -> None:
    fault = plan(FaultRule(kind=FaultKind.REFUSE_DONE, done=False)).choose("wdk", "A", is_repeat=False)
    assert fault is not None
    assert fault.done


def test_added_rules_come_before_the_others_and_keep_them() -> None:
    faults = plan(FaultRule(kind=FaultKind.HTML))
    faults.add((FaultRule(kind=FaultKind.REFUSE, count=1),))
    assert kinds(faults, 2) == [FaultKind.REFUSE, FaultKind.HTML]
