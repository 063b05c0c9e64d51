"""What the engine says of ovopark and WDK: their secrets, their clocks, what other settings make of them."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest

from posdesk.domain.books.posting import OVOPARK, WDK, PostingAnswer
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.domain.status import BookStatus, Trouble
from posdesk.engine.keys import Keys
from posdesk.engine.status import StatusBoard
from posdesk.errors import KeyringLocked
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import WDK_SECRET, Credentials
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Settings
from tests.engine.making import HeldSecrets, house, settings
from tests.journal.making import SetClock

COMPLETE = Wdk(app_key="a", store_id="1", pos_no="2")


def board(clock: SetClock, **sections: Ovopark | Wdk | None) -> StatusBoard:
    return StatusBoard(Settings.model_validate({"ovopark": Ovopark(), "wdk": COMPLETE} | sections), clock)


def book(of: StatusBoard, name: str) -> BookStatus:
    found = of.status.book(name)
    assert found is not None
    return found


class LockedKeyring(Credentials):
    """Nobody has unlocked it."""

    async def refresh(self, names: Iterable[str]) -> None:
        raise KeyringLocked("locked")


def test_a_section_that_is_not_complete_names_its_keys_and_sends_nothing() -> None:
    made = board(SetClock())
    assert book(made, OVOPARK).missing == ("akey", "enterprise_id", "shop_id")
    assert not book(made, OVOPARK).sends
    assert book(made, WDK).sends


def test_a_platform_without_a_section_is_none() -> None:
    made = board(SetClock(), ovopark=None)
    assert made.status.book(OVOPARK) is None
    assert not made.status.reports_hours


def test_the_clock_is_measured_against_each_platforms_own() -> None:
    clock = SetClock()
    made = board(clock)
    made.book_answered(
        WDK, PostingAnswer(Verdict.DONE, server_time=clock.now() - timedelta(seconds=90), round_trip_s=2)
    )
    assert book(made, WDK).skew_s == 89
    assert book(made, OVOPARK).skew_s is None
    made.book_answered(WDK, PostingAnswer(Verdict.UNKNOWN, fault=CallFault.TIMED_OUT))
    assert book(made, WDK).skew_s == 89, "no news is no other measure"
    assert book(made, WDK).unreachable_since == clock.now()


def test_what_could_not_even_be_signed_says_nothing_of_the_way() -> None:
    made = board(SetClock())
    made.book_answered(WDK, PostingAnswer(Verdict.UNABLE, fault=CallFault.NO_SECRET))
    assert book(made, WDK).unreachable_since is None


def test_other_settings_keep_what_is_known_and_take_what_is_gone() -> None:
    made = board(SetClock())
    made.book(WDK, halted=True)
    made.set_books(Settings(wdk=COMPLETE.model_copy(update={"app_key": ""})))
    assert [b.name for b in made.status.books] == [WDK]
    assert (book(made, WDK).halted, book(made, WDK).missing) == (True, ("app_key",))


def test_a_secret_that_is_missing_is_told_and_that_it_came() -> None:
    made = board(SetClock())
    secrets = HeldSecrets()
    keys = Keys(Settings(ovopark=Ovopark(), wdk=COMPLETE), secrets, made)
    assert not asyncio.run(keys.look())
    assert book(made, WDK).secret is Trouble.NO_APPKEY
    secrets._held |= {WDK_SECRET: "s", "ovopark/secret": "s"}
    assert asyncio.run(keys.look())
    assert book(made, WDK).secret is Trouble.NONE


def test_a_locked_keyring_is_the_reason() -> None:
    made = board(SetClock())
    asyncio.run(Keys(Settings(wdk=COMPLETE), LockedKeyring(), made).look())
    assert book(made, WDK).secret is Trouble.KEYRING_LOCKED


def test_a_keyring_that_stays_locked_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    keys = Keys(Settings(wdk=COMPLETE), LockedKeyring(), board(SetClock()))
    for _ in range(3):
        asyncio.run(keys.look())
    assert [record.message for record in caplog.records] == ["keys: locked"]


@pytest.mark.parametrize("reports", [True, False])
def test_the_counter_that_reports_hours_says_so_at_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, reports: bool
) -> None:
    chosen = settings().model_copy(update={"ovopark": Ovopark() if reports else None})
    with caplog.at_level(logging.WARNING), house(tmp_path, chosen, HeldSecrets()):
        pass
    assert ("no other counter may" in caplog.text) is reports
    assert ("every receipt of the store must come in here" in caplog.text) is reports


def test_with_a_relay_the_other_counters_receipts_come_by_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    relay = RelaySettings(servers=("nats://127.0.0.1:9",), shard="s1")
    chosen = settings().model_copy(update={"ovopark": Ovopark(), "relay": relay})
    with caplog.at_level(logging.WARNING), house(tmp_path, chosen, HeldSecrets()):
        pass
    assert "no other counter may; the other counters' receipts come by the relay" in caplog.text
