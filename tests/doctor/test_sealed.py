"""The doctor says up to which line the trail is proven, since when it is not, and that it was changed."""

from pathlib import Path

import keyring
import pytest

from posdesk.doctor import files
from posdesk.doctor.audit_words import remarks
from posdesk.doctor.report import Finding, State
from posdesk.doctor.snapshot import snapshot_of
from posdesk.journal.audit import seals
from posdesk.journal.audit.trail import TrailCheck
from posdesk.settings.credentials import SERVICE
from tests.journal.sealed import KEY, SealedHome
from tests.support import tamperer
from tests.support.keyring_backend import LockedKeyring, MemoryKeyring


@pytest.fixture
def shop(tmp_path: Path, memory_keyring: MemoryKeyring) -> SealedHome:
    made = SealedHome(tmp_path / "home")
    made.start()
    made.lines(3)
    made.stop()
    memory_keyring.set_password(SERVICE, seals.secret_name(made.entries()[0].journal), KEY)
    return made


def told(shop: SealedHome) -> tuple[Finding | None, Finding | None]:
    """Of the trail, and of its seal."""
    snapshot = snapshot_of(shop.home, shop.clock)
    return files.audit_trail(snapshot), files.seal(snapshot)


def test_a_sealed_trail_is_told_with_line_and_time(shop: SealedHome) -> None:
    trail, seal = told(shop)
    assert trail is not None
    assert seal is not None
    assert (trail.state, seal.state) == (State.OK, State.OK)
    assert seal.found.en == "sealed up to line 4 at 2026-05-03 12:26"
    assert seal.found.zh == "2026-05-03 12:26 封印至第 4 行"


def test_a_tail_after_a_kill_is_well_and_told_with_its_time(shop: SealedHome) -> None:
    shop.start()
    shop.lines(2)
    shop.kill()
    _, seal = told(shop)
    assert seal is not None
    assert seal.state is State.OK
    assert seal.found.en == "unproven since 2026-05-03 12:27, line 5: these lines are not sealed yet"
    shop.start()
    shop.beat()
    _, seal = told(shop)
    assert seal is not None
    assert "lines 5 to 6 were sealed only later" in seal.found.en


def test_a_locked_keyring_is_named_and_is_no_fault_of_the_trail(shop: SealedHome) -> None:
    keyring.set_keyring(LockedKeyring())
    trail, seal = told(shop)
    assert trail is not None
    assert seal is not None
    assert (trail.state, seal.state) == (State.OK, State.OK)
    assert "the keyring gives no key: The keyring is locked" in seal.found.en


def test_a_set_back_is_told_with_both_lines(shop: SealedHome) -> None:
    shop.back_up()
    shop.command(2)
    shop.restore()
    _, seal = told(shop)
    assert seal is not None
    assert "set back at 2026-05-03 12:27 to line 4, as line 5 tells" in seal.found.en


def test_a_rewritten_trail_is_broken(shop: SealedHome) -> None:
    tamperer.rewrite(shop.path, 2)
    trail, seal = told(shop)
    assert trail is not None
    assert trail.state is State.BROKEN
    assert "rewritten outside posdesk, at line 4 or before" in trail.found.en
    assert seal is None, "nothing is said to be proven beside it"


def test_where_nothing_was_ever_sealed_no_keyring_is_asked(tmp_path: Path) -> None:
    keyring.set_keyring(LockedKeyring())
    shop = SealedHome(tmp_path / "home", key=None)
    shop.start()
    shop.lines()
    shop.stop()
    _, seal = told(shop)
    assert seal is not None
    assert seal.found.en == "never sealed yet: posdesk begins once the keyring is open"


def test_of_a_year_of_evenings_that_end_with_the_switch_the_newest_are_named_and_the_rest_counted() -> None:
    verdict = TrailCheck(4000, unproven=tuple((line, line) for line in range(10, 3660, 10)))
    said = [each.en for each in remarks(verdict)]
    assert said[0] == "360 earlier spans were sealed only later, too"
    assert said[-1] == "lines 3650 to 3650 were sealed only later"
    assert len(said) == 6
