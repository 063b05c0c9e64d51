"""A keyring that was slow once is no keyring that is locked: it is asked again, and its answer counts."""

import asyncio
from collections.abc import Iterator

import keyring
import pytest

from posdesk.domain.status import Trouble
from posdesk.engine.keys import Keys
from posdesk.engine.status import StatusBoard
from posdesk.settings.credentials import SERVICE, Credentials
from tests.engine.making import APPKEY, partner, settings
from tests.journal.making import SetClock
from tests.support.keyring_backend import SlowKeyring

PATIENCE_S = 20


@pytest.fixture
def slow() -> Iterator[SlowKeyring]:
    made = SlowKeyring()
    made.set_password(SERVICE, "partner/meituan/appkey", APPKEY)
    keyring.set_keyring(made)
    yield made
    made.let_go.set()


def test_a_keyring_that_is_slow_once_is_told_as_that_and_asked_again(slow: SlowKeyring) -> None:
    chosen = settings(partner())
    status, secrets = StatusBoard(chosen, SetClock()), Credentials(patience_s=0.05)
    told: list[Trouble] = []

    async def watch() -> None:
        keys = Keys(chosen, secrets, status)
        assert not await keys.look()
        told.append(status.status.partners[0].trouble)
        slow.let_go.set()
        looking = asyncio.create_task(keys.run())
        async with asyncio.timeout(PATIENCE_S):
            while status.status.partners[0].trouble is not Trouble.NONE:
                await asyncio.sleep(0.01)
        looking.cancel()

    asyncio.run(watch())
    secrets.close()
    assert told == [Trouble.KEYRING_SLOW]
