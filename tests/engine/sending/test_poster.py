"""The poster: what holds a receipt back, what holds everything back, and what is never sent twice."""

import asyncio
import threading
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from posdesk.domain.books.posting import Posting
from posdesk.domain.orders.answer import CallFault
from posdesk.domain.orders.intent import Outcome
from posdesk.engine.sending import hours, poster
from posdesk.journal import Database, Notice, backup, start_up
from posdesk.journal.books import posting_acts, posting_rows
from posdesk.journal.journal import FILE_NAME
from posdesk.simulator.faults import FaultKind, FaultRule
from tests.engine.books_making import BookSecrets, Shop, refund, sale, shop
from tests.engine.making import WatchedJournal, until
from tests.journal.making import PATIENCE_S
from tests.support.simulator import OVOPARK, WDK

LOST = FaultRule(kind=FaultKind.LOST_REQUEST, partner="wdk", count=1)
LATE = FaultRule(kind=FaultKind.LATE_ANSWER, partner="wdk", count=1)
BAN = FaultRule(
    kind=FaultKind.REFUSE, partner="wdk", count=1, code=7, msg="This ban will last for 90 more seconds"
)
KEY = ("33571001", "POS001")


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(scenario)


def test_receipts_leave_in_the_order_of_trade_whatever_order_they_came_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "AT_ONCE", 1)

    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            start = at.hour(3)
            minutes = {"a": 20, "b": 5, "c": 50, "d": 0}
            for serial, minute in minutes.items():
                at.hand_in(sale(serial, start + timedelta(minutes=minute)))
            async with at.at_work():
                for serial in minutes:
                    await at.becomes(serial, Outcome.CONFIRMED)
            seen = sorted((receipt.at[0], key[2]) for key, receipt in at.simulator.receipts().items())
            assert [serial for _, serial in seen] == ["d", "b", "a", "c"]

    run(scenario())


def test_the_end_of_one_and_the_beginning_of_the_next_are_one_commit_never_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer is held until the first is answered; what is due then goes together."""
    monkeypatch.setattr(poster, "AT_ONCE", 1)

    async def scenario() -> None:
        release, stood = threading.Event(), []

        def hold(_notice: Notice) -> None:
            stood.append((at.outcome("1"), at.outcome("2")))
            if stood[-1] == (Outcome.SENDING, Outcome.QUEUED):
                assert release.wait(PATIENCE_S)

        async with shop(tmp_path, sends=True, started=False) as at:
            at.hand_in(*(sale(serial, at.hour()) for serial in "12"))
            at.journal.subscribe(hold)
            async with at.at_work():
                await until(lambda: len(at.under_way()) == 2, "the second begins")
                release.set()
                await at.becomes("2", Outcome.CONFIRMED)
        assert (Outcome.CONFIRMED, Outcome.SENDING) in stood
        assert (Outcome.CONFIRMED, Outcome.QUEUED) not in stood

    run(scenario())


def test_a_backlog_is_not_read_anew_for_each_receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster, "AT_ONCE", 2)
    real, looks = posting_rows.sendable, []

    def counted(db: Database) -> tuple[Posting, ...]:
        looks.append(1)
        return real(db)

    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.hand_in(*(sale(str(number), at.hour()) for number in range(60)))
            monkeypatch.setattr(posting_rows, "sendable", counted)
            async with at.at_work():
                for number in range(60):
                    await at.becomes(str(number), Outcome.CONFIRMED)

    run(scenario())
    assert len(looks) < 60 / 2


def test_a_receipt_keeps_its_target_and_is_never_sent_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True) as at:
            at.hand_in(sale("1", at.hour()))
            posting = await at.becomes("1", Outcome.CONFIRMED)
            at.clock.walk(100)
            await at.looks()
            held = at.simulator.receipts()[*KEY, "1"]
            assert held.targets == (posting.target,)

    run(scenario())


def test_a_refund_waits_for_its_sale_and_nothing_else_waits(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(LOST)
            start = at.hour()
            at.hand_in(sale("sale", start), refund("refund", start + timedelta(minutes=1), of="sale"))
            async with at.at_work():
                await at.becomes("sale", Outcome.UNKNOWN)
                at.hand_in(sale("other", start + timedelta(minutes=2)))
                await at.becomes("other", Outcome.CONFIRMED)
                await at.looks()
                assert at.of_receipt("refund")[-1].attempts == 0
                at.clock.walk(1.1)
                await at.becomes("refund", Outcome.CONFIRMED)
                assert at.outcome("sale") is Outcome.CONFIRMED

    run(scenario())


def test_a_ban_stops_the_whole_platform_for_as_long_as_it_said_and_its_end_is_told(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, hours=True, started=False) as at:
            at.simulator.set_faults(BAN)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await at.confirmed(at.hour())
                await until(lambda: at.status("wdk").banned_until, "the end of the ban")
                assert at.status("wdk").banned_until == at.clock.now() + timedelta(seconds=90)
                await until(lambda: at.of_receipt("1")[-1].next_at, "its next time")
                assert at.of_receipt("1")[-1].next_at == at.clock.now() + timedelta(seconds=90)
                at.hand_in(sale("2", at.hour(0)))
                at.clock.walk(89)
                await at.looks()
                assert at.outcome("2") is Outcome.QUEUED
                assert at.simulator.receipts() == {}
                at.clock.walk(1.1)
                await at.becomes("1", Outcome.CONFIRMED)
                await at.becomes("2", Outcome.CONFIRMED)
                await until(lambda: at.status("wdk").banned_until is None, "the ban to be over")

    run(scenario())


def test_a_platform_that_is_not_reached_three_times_running_rests(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, url="http://127.0.0.1:9") as at:
            at.hand_in(*(sale(str(number), at.hour()) for number in range(3)))
            await until(lambda: attempts(at) == 3, "an attempt at each")
            await until(lambda: at.status("wdk").unreachable_since, "that WDK is not reached")
            at.clock.walk(5)
            await at.looks()
            assert attempts(at) == 3, "back-off alone would have let them go again after a second"
            at.clock.walk(11)
            await until(lambda: attempts(at) > 3, "another attempt")

    run(scenario())


def test_a_ban_outlives_other_settings(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(BAN)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await until(lambda: at.status("wdk").banned_until, "the end of the ban")
                end = at.status("wdk").banned_until
                adopt(at, pos_no="POS002")
                at.hand_in(sale("2", at.hour()))
                at.clock.walk(60)
                await at.looks(16)
                assert (at.outcome("1"), at.outcome("2")) == (Outcome.QUEUED, Outcome.QUEUED)
                assert at.status("wdk").banned_until == end
                at.clock.walk(29)
                await at.looks()
                assert len(at.sent()) == 1
                at.clock.walk(1.1)
                await at.becomes("1", Outcome.CONFIRMED)
                await at.becomes("2", Outcome.CONFIRMED)

    run(scenario())


def test_a_ban_outlives_a_restart_and_is_said_again(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(BAN)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await until(lambda: at.status("wdk").banned_until, "the end of the ban")
                await at.becomes("1", Outcome.QUEUED)
                at.hand_in(sale("2", at.hour()))
            at.clock.walk(20)
            at.forget_all()
            async with at.at_work():
                await until(lambda: at.status("wdk").banned_until, "the end of the ban, again")
                assert at.status("wdk").banned_until == at.clock.now() + timedelta(seconds=70)
                at.clock.walk(69)
                await at.looks(16)
                assert len(at.sent()) == 1
                at.clock.walk(1.1)
                await at.becomes("1", Outcome.CONFIRMED)
                await at.becomes("2", Outcome.CONFIRMED)

    run(scenario())


@pytest.mark.parametrize("jump", [timedelta(days=-9000), timedelta(seconds=-5), timedelta(seconds=30)])
def test_no_clock_makes_a_ban_longer_than_it_was(tmp_path: Path, jump: timedelta) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(BAN)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await at.becomes_banned("1")
            at.clock.wall += jump
            at.forget_all()
            async with at.at_work():
                await at.looks()
                at.clock.walk(90.1)
                await at.becomes("1", Outcome.CONFIRMED)

    run(scenario())


def test_other_settings_try_nothing_anew_that_is_not_theirs(tmp_path: Path) -> None:
    async def scenario() -> None:
        secrets = BookSecrets(ovopark=OVOPARK.secret, wdk="wrong")
        async with shop(tmp_path, sends=True, hours=True, secrets=secrets) as at:
            at.hand_in(sale("1", at.hour()))
            await at.becomes("1", Outcome.REFUSED)
            await until(lambda: at.status("wdk").halted, "WDK to be halted")
            assert at.settings.ovopark is not None
            assert at.books is not None
            other = at.settings.ovopark.model_copy(update={"grace_min": 1})
            at.books.adopt(at.settings.model_copy(update={"ovopark": other}))
            await at.looks(16)
            assert len(at.of_receipt("1")) == 1
            adopt(at, order_from="OTHER")
            await until(lambda: len(at.of_receipt("1")) == 2, "another try with other settings of its own")

    run(scenario())


def test_other_settings_shorten_no_rest_but_a_right_address_is_tried_at_once(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, url="http://127.0.0.1:9") as at:
            at.hand_in(*(sale(str(number), at.hour()) for number in range(3)))
            await until(lambda: attempts(at) == 3, "an attempt at each")
            await until(lambda: at.status("wdk").unreachable_since, "that WDK is not reached")
            adopt(at, order_from="OTHER")
            at.clock.walk(5)
            await at.looks(16)
            assert attempts(at) == 3, "it rests for 15 s, whatever was saved meanwhile"
            adopt(at, url=at.simulator.wdk)
            for number in range(3):
                await at.becomes(str(number), Outcome.CONFIRMED)

    run(scenario())


def adopt(at: Shop, **changed: object) -> None:
    """A manager saves WDK's section, changed so."""
    assert at.settings.wdk is not None
    assert at.books is not None
    at.settings = at.settings.model_copy(update={"wdk": at.settings.wdk.model_copy(update=changed)})
    at.books.adopt(at.settings)


def attempts(at: Shop) -> int:
    """How many attempts at three receipts have ended."""
    found = [posting for number in range(3) for posting in at.of_receipt(str(number))]
    return sum(posting.attempts for posting in found if posting.outcome is Outcome.QUEUED)


def test_a_clock_that_jumps_shortens_no_ban(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(BAN)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await until(lambda: at.status("wdk").banned_until, "the end of the ban")
                at.clock.wall += timedelta(minutes=5)
                await at.looks()
                assert at.outcome("1") is Outcome.QUEUED

    run(scenario())


def test_a_wrong_secret_holds_everything_back_until_the_right_one_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poster, "AT_ONCE", 1)

    async def scenario() -> None:
        secrets = BookSecrets(wdk="wrong")
        async with shop(tmp_path, sends=True, secrets=secrets) as at:
            at.hand_in(sale("1", at.hour()), sale("2", at.hour()))
            refused = await at.becomes("1", Outcome.REFUSED)
            assert (refused.last_code, refused.halts) == ("25", True)
            await until(lambda: at.status("wdk").halted, "WDK to be halted")
            at.clock.walk(100)
            await at.looks()
            assert at.of_receipt("2")[-1].attempts == 0
            secrets.give("wdk", WDK.secret)
            await at.becomes("1", Outcome.CONFIRMED)
            await at.becomes("2", Outcome.CONFIRMED)
            assert [p.outcome for p in at.of_receipt("1")] == [Outcome.REFUSED, Outcome.CONFIRMED]
            await until(lambda: not at.status("wdk").halted, "WDK to be served again")

    run(scenario())


def test_what_halted_is_tried_anew_at_each_start(tmp_path: Path) -> None:
    async def scenario() -> None:
        secrets = BookSecrets(wdk="wrong")
        async with shop(tmp_path, sends=True, secrets=secrets, started=False) as at:
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await at.becomes("1", Outcome.REFUSED)
                await at.looks()
                assert len(at.of_receipt("1")) == 1
            async with at.at_work():
                await until(lambda: len(at.of_receipt("1")) == 2, "another try")
                await at.becomes("1", Outcome.REFUSED)

    run(scenario())


def test_without_a_secret_it_waits_with_the_reason_and_goes_when_the_secret_comes(tmp_path: Path) -> None:
    async def scenario() -> None:
        secrets = BookSecrets(ovopark=OVOPARK.secret)
        async with shop(tmp_path, sends=True, secrets=secrets) as at:
            at.hand_in(sale("1", at.hour()))
            await until(lambda: at.of_receipt("1") and at.of_receipt("1")[-1].last_words, "an attempt's end")
            at.clock.walk(100)
            await at.looks()
            (waiting,) = at.of_receipt("1")
            assert (waiting.outcome, waiting.attempts) == (Outcome.QUEUED, 1)
            assert waiting.last_words == CallFault.NO_SECRET
            secrets.give("wdk", WDK.secret)
            await at.becomes("1", Outcome.CONFIRMED)

    run(scenario())


def test_settings_that_lack_something_are_the_reason_and_mending_them_needs_no_restart(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, app_key="") as at:
            at.hand_in(sale("1", at.hour()))
            await until(lambda: at.of_receipt("1") and at.of_receipt("1")[-1].last_words, "an attempt's end")
            assert at.of_receipt("1")[-1].last_words == CallFault.NO_SETTINGS
            assert at.status("wdk").missing == ("app_key",)
            assert at.settings.wdk is not None
            assert at.books is not None
            mended = at.settings.wdk.model_copy(update={"app_key": WDK.app_key})
            at.books.adopt(at.settings.model_copy(update={"wdk": mended}))
            at.clock.walk(1.1)
            await at.becomes("1", Outcome.CONFIRMED)

    run(scenario())


def test_without_a_section_receipts_are_kept_and_all_of_them_go_once_it_comes(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path) as at:
            at.hand_in(*(sale(str(number), at.hour()) for number in range(5)))
            await at.looks()
            assert at.of_receipt("0") == ()
            assert at.book(at.hour()).postings == ()
            assert at.books is not None
            other = type(at)(tmp_path / "other", at.simulator, secrets=None, sends=True, hours=True)
            other.journal.close()
            at.books.adopt(other.settings)
            for number in range(5):
                await at.becomes(str(number), Outcome.CONFIRMED)
            await at.confirmed(at.hour())

    run(scenario())


def test_an_end_in_the_middle_leaves_it_unknown_and_the_next_start_sends_the_same_bytes(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.simulator.set_faults(LATE)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                await until(at.simulator.receipts, "the receipt at WDK")
                assert at.outcome("1") is Outcome.SENDING
            async with at.at_work():
                posting = await at.becomes("1", Outcome.CONFIRMED)
            held = at.simulator.receipts()[*KEY, "1"]
            assert (posting.attempts, posting.ever_unknown) == (2, True)
            assert len(held.bodies) == 2
            assert len(set(held.bodies)) == 1

    run(scenario())


def test_where_the_settings_say_so_an_unknown_receipt_waits_for_a_person(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, repeat_unknown=False, started=False) as at:
            at.simulator.set_faults(LOST)
            at.hand_in(sale("1", at.hour()))
            async with at.at_work():
                assert (await at.becomes("1", Outcome.UNKNOWN)).needs_person
                at.clock.walk(100)
                await at.looks()
                seq = at.of_receipt("1")[-1].seq
                at.write(lambda tx: posting_acts.ask_again(tx, seq, "Wang"))
                assert (await at.becomes("1", Outcome.CONFIRMED)).attempts == 2

    run(scenario())


def test_no_more_than_so_many_receipts_are_on_their_way_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hours, "QUEUED_AT_MOST", 3)

    async def scenario() -> None:
        async with shop(tmp_path, sends=True, secrets=BookSecrets(ovopark="x")) as at:
            at.hand_in(*(sale(str(number), at.hour()) for number in range(9)))
            await at.looks(20)
            assert sum(at.outcome(str(number)) is not None for number in range(9)) == 3
            at.secrets.give("wdk", WDK.secret)
            at.clock.walk(1.1)
            for number in range(9):
                await at.becomes(str(number), Outcome.CONFIRMED)

    run(scenario())


def test_after_a_lost_journal_what_was_sold_before_waits_for_a_person_and_what_is_sold_now_is_sent(
    tmp_path: Path,
) -> None:
    async def scenario() -> None:
        async with shop(tmp_path, sends=True, started=False) as at:
            at.journal.close()
            backup.copy(tmp_path / FILE_NAME, backup.target_of(tmp_path, at.clock.now()))
            for each in tmp_path.glob(f"{FILE_NAME}*"):
                each.unlink()
            start_up.make_ready(tmp_path, at.clock)
            at.journal = WatchedJournal(tmp_path, at.clock, "1")
            async with at.at_work():
                at.hand_in(sale("old", at.hour()), sale("new", at.clock.now() + timedelta(seconds=1)))
                await at.becomes("new", Outcome.CONFIRMED)
                waiting = await at.becomes("old", Outcome.UNKNOWN)
                assert (waiting.attempts, waiting.needs_person) == (0, True)

    run(scenario())
