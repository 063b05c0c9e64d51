"""The trail's end is sealed: what was rewritten is found, and an honest shop is never accused of it."""

import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from posdesk.domain.journal_health import TrailFault
from posdesk.host import disk
from posdesk.journal import end_mark, schema
from posdesk.journal.audit import seals, trail, turns
from posdesk.journal.audit.sealing import Ready, Session
from posdesk.journal.audit.seals import Note, Seal
from posdesk.journal.transaction import Job
from tests.journal.sealed import KEY, OTHER_KEY, SealedHome
from tests.support import tamperer


@pytest.fixture
def shop(tmp_path: Path) -> SealedHome:
    """Two days of work, each ended in order."""
    made = SealedHome(tmp_path / "home")
    for _ in range(2):
        made.start()
        made.lines(3)
        made.beat()
        made.lines(2)
        made.stop()
    assert made.verdict().is_whole
    return made


def last(shop: SealedHome) -> int:
    return len(shop.audited())


# What somebody rewrote


@pytest.mark.parametrize("line", range(1, 12))
def test_a_chain_that_was_worked_out_anew_does_not_fit_its_seals(shop: SealedHome, line: int) -> None:
    assert last(shop) == 11
    tamperer.rewrite(shop.path, line)
    verdict = shop.verdict()
    sealed = [each.line for each in shop.entries() if isinstance(each, Seal) and each.line >= line]
    assert (verdict.doubt, verdict.line) == (TrailFault.SEAL, min(sealed))


def test_lines_that_were_cut_off_are_missed_by_their_seals(shop: SealedHome) -> None:
    tamperer.cut_off(shop.path, 6)
    assert shop.verdict().doubt is TrailFault.SEAL


def test_it_is_found_at_the_next_start_and_stays_found(shop: SealedHome) -> None:
    tamperer.rewrite(shop.path, 3)
    for _ in range(2):
        shop.start()
        assert shop.session is not None
        with shop.open() as db:
            assert shop.session.look(db, KEY).doubt is TrailFault.SEAL
        shop.lines()
        shop.stop()
    assert shop.verdict().doubt is TrailFault.SEAL


def test_a_line_added_after_a_clean_end_is_found_and_stays_found(shop: SealedHome) -> None:
    tamperer.add(shop.path)
    assert (shop.verdict().doubt, shop.verdict().line) == (TrailFault.APPENDED, 12)
    shop.start()
    shop.lines()
    shop.stop()
    assert (shop.verdict().doubt, shop.verdict().line) == (TrailFault.APPENDED, 12)


def test_seals_that_were_made_without_the_key_are_no_seals(shop: SealedHome) -> None:
    """He writes seals of his own for his own chain."""
    tamperer.rewrite(shop.path, 3)
    with shop.open() as db:
        mark = end_mark.of(db)
    forged = [each for each in shop.entries() if isinstance(each, Seal)]
    (shop.home / seals.FILE_NAME).unlink()
    name = forged[-1].key
    his = seals.made(OTHER_KEY, mark, branch="", at=forged[-1].at, is_end=True)
    for key in (name, his.key):
        (shop.home / seals.FILE_NAME).unlink(missing_ok=True)
        seals.append(shop.home, replace(his, key=key))
        assert shop.verdict().doubt is TrailFault.SEAL


def test_seals_that_are_all_gone_are_missed(shop: SealedHome) -> None:
    (shop.home / seals.FILE_NAME).unlink()
    assert shop.verdict().doubt is TrailFault.GONE
    shop.start()
    assert shop.session is not None
    with shop.open() as db:
        assert shop.session.look(db, KEY).doubt is TrailFault.GONE
    shop.stop()
    assert shop.verdict().is_whole
    assert shop.verdict().unproven == ((1, 11),)


@pytest.mark.parametrize("guard", ["audit_keeps", "audit_stays"])
def test_a_trigger_that_is_gone_or_another_one_is_named(shop: SealedHome, guard: str) -> None:
    with shop.open() as db:
        db.execute(f"DROP TRIGGER {guard}")
        assert trail.look(db, shop.entries(), KEY).doubt is TrailFault.GUARD, "the start says it"
    assert shop.verdict().doubt is TrailFault.GUARD
    assert f"the trigger {guard} of audit is gone" in shop.verdict().words
    with shop.open() as db:
        db.execute(f"CREATE TRIGGER {guard} BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT 1; END")
    assert f"the trigger {guard} of audit is another than posdesk's" in shop.verdict().words


def test_a_trigger_of_anothers_on_the_trail_is_named(shop: SealedHome) -> None:
    with shop.open() as db:
        db.execute("CREATE TRIGGER mine AFTER INSERT ON audit BEGIN SELECT 1; END")
    assert "the trigger mine of audit is none of posdesk's" in shop.verdict().words


def test_a_line_rewritten_under_a_running_engine_is_told_at_its_next_seal(shop: SealedHome) -> None:
    shop.start()
    shop.lines()
    shop.beat()
    tamperer.rewrite(shop.path, last(shop))
    assert shop.session is not None
    with shop.open() as db:
        assert not shop.session.is_sealed(db)
        assert not shop.session.seal(partial(shop.write, db), KEY, shop.clock.now())


def test_an_end_is_sealed_until_somebody_writes_on(shop: SealedHome) -> None:
    shop.start()
    assert shop.session is not None
    with shop.open() as db:
        assert not shop.session.is_sealed(db), "this session has sealed nothing yet"
        shop.beat()
        assert shop.session.is_sealed(db)
        shop.lines()
        assert not shop.session.is_sealed(db)
        shop.beat(is_end=True)
        assert not shop.session.is_sealed(db), "whoever writes after an end seals anew"


# What is none of that


def test_a_trail_that_was_never_sealed_is_whole(tmp_path: Path) -> None:
    shop = SealedHome(tmp_path / "home", key=None)
    shop.start()
    shop.lines(3)
    shop.stop()
    shop.command()
    assert shop.verdict().is_whole
    assert not shop.verdict().begun
    assert not (shop.home / seals.FILE_NAME).exists()


def test_a_tail_after_a_kill_is_whole_and_unproven_since(shop: SealedHome) -> None:
    shop.start()
    shop.beat()
    shop.lines(2)
    shop.kill()
    verdict = shop.verdict()
    assert (verdict.is_whole, verdict.sealed) == (True, 11)
    with shop.open() as db:
        assert verdict.since == db.execute("SELECT at FROM audit WHERE number = 12").fetchone()[0]
    shop.start()
    shop.beat()
    assert (shop.verdict().is_whole, shop.verdict().since) == (True, "")
    assert shop.verdict().unproven == ((12, 13),), "that it was sealed late stays told"


def test_a_kill_between_the_keys_first_line_and_its_first_seal_is_no_lost_seal(tmp_path: Path) -> None:
    shop = SealedHome(tmp_path / "home")
    shop.start()
    shop.lines(3)
    assert shop.session is not None

    def killed(job: Job[Ready | None]) -> Ready | None:
        with shop.open() as db:
            shop.write(db, job)
        raise TimeoutError

    with pytest.raises(TimeoutError):
        shop.session.seal(killed, KEY, shop.clock.now())
    assert shop.audited()[-1] == "seal.key"
    assert shop.verdict().is_whole


def test_a_command_seals_its_end(shop: SealedHome) -> None:
    shop.command(2)
    assert shop.verdict().sealed == last(shop) == 13
    tamperer.add(shop.path)
    assert shop.verdict().doubt is TrailFault.APPENDED


def test_a_command_without_the_keyring_leaves_that_note_and_an_unsealed_tail(shop: SealedHome) -> None:
    shop.command(2, is_open=False)
    note = shop.entries()[-1]
    assert isinstance(note, Note)
    assert (note.line, note.by) == (11, "export")
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, 11)
    shop.command()
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, last(shop))
    assert shop.verdict().unproven == ((12, 13),)


def test_a_command_that_ends_after_the_engine_leaves_its_note_behind_the_engines_seal(
    shop: SealedHome,
) -> None:
    shop.start()
    shop.stop()
    shop.lines()  # of a command that began beside the engine, and goes on
    session = Session(shop.home, "export")
    with shop.open() as db:
        session.leave_unsealed(db, shop.clock.now())
    assert shop.verdict().is_whole


def test_a_key_that_is_gone_makes_no_doubt_and_a_new_one_begins_with_a_line(shop: SealedHome) -> None:
    shop.key = None
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, 0)
    shop.key = OTHER_KEY
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, 0)
    shop.start()
    shop.lines()
    shop.stop()
    verdict = shop.verdict()
    assert (verdict.is_whole, verdict.sealed) == (True, last(shop))
    assert shop.audited().count("seal.key") == 2
    tamperer.rewrite(shop.path, 3)
    assert shop.verdict().doubt is TrailFault.SEAL, "the old seals' lines are compared all the same"


def test_a_seal_that_says_it_is_of_an_older_key_is_not_believed(shop: SealedHome) -> None:
    shop.key = OTHER_KEY
    shop.start()
    shop.lines()
    shop.stop()
    tamperer.rewrite(shop.path, last(shop))
    text = (shop.home / seals.FILE_NAME).read_text()
    names = [each.key for each in shop.entries() if isinstance(each, Seal)]
    (shop.home / seals.FILE_NAME).write_text(text.replace(names[-1], names[0]))
    assert shop.verdict().doubt is TrailFault.SEAL


# Set back


def test_after_a_restore_the_seals_behind_it_are_told_as_set_back(shop: SealedHome) -> None:
    shop.back_up()
    shop.start()
    shop.lines(5)
    shop.stop()
    shop.restore()
    verdict = shop.verdict()
    assert (verdict.is_whole, verdict.sealed, verdict.since) == (True, last(shop), "")
    (cut,) = verdict.set_backs
    assert (cut.last, cut.number) == (11, 12)
    tamperer.rewrite(shop.path, 9)
    assert shop.verdict().doubt is TrailFault.SEAL, "what both have is compared all the same"


def test_a_restore_without_the_keyring_leaves_a_note(shop: SealedHome) -> None:
    shop.back_up()
    shop.command(3)
    shop.restore(is_open=False)
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, 11)
    assert isinstance(shop.entries()[-1], Note)


def test_a_copy_by_hand_is_doubted_until_the_start_has_told_it(shop: SealedHome) -> None:
    shop.back_up()
    shop.command(3)
    shop.copy_over()
    assert shop.verdict().doubt is TrailFault.SEAL
    shop.start()
    shop.beat()
    verdict = shop.verdict()
    assert (verdict.is_whole, [cut.last for cut in verdict.set_backs]) == (True, [11])


def test_a_second_copy_by_hand_is_doubted_though_an_earlier_one_was_told(shop: SealedHome) -> None:
    shop.back_up()
    shop.command(3)
    shop.copy_over()
    shop.start()
    shop.stop()
    shop.back_up()
    shop.restore()
    shop.command(4)
    shop.copy_over()
    assert shop.verdict().doubt is TrailFault.SEAL


def test_what_a_command_wrote_into_a_copied_journal_is_behind_the_set_back_too(shop: SealedHome) -> None:
    shop.back_up()
    for _ in range(4):
        shop.command()
    shop.copy_over()
    shop.command(2)
    shop.start()
    shop.beat()
    verdict = shop.verdict()
    assert (verdict.is_whole, [cut.last for cut in verdict.set_backs]) == (True, [11])


def test_a_damaged_journal_that_was_saved_begins_with_a_line_that_names_the_last_it_holds(
    shop: SealedHome,
) -> None:
    _damage_an_index(shop)
    shop.start()
    shop.beat()
    assert "journal.salvaged" in shop.audited()
    assert shop.verdict().is_whole
    assert shop.verdict().sealed == last(shop)


@pytest.mark.parametrize("nth", [0, 3])  # among the first page's lines is the one that began the key
def test_lines_that_a_damaged_disk_took_are_a_loss_and_no_band_says_that_they_were_rewritten(
    nth: int, shop: SealedHome
) -> None:
    """`audit verify` names the gap for good; the start, whose loss is told, accuses nobody."""
    shop.start()
    for _ in range(20):
        shop.lines(20)
        shop.beat()
    shop.stop()
    _damage_lines(shop, nth)
    for _ in range(2):
        shop.start()
        with shop.open() as db:
            found = trail.look(db, shop.entries(), KEY)
        assert (found.doubt, [cut.last + 1 for cut in found.set_backs]) == (
            TrailFault.NONE,
            [shop.verdict().line],
        )
        shop.lines()
        shop.stop()
    assert "journal.loss" in shop.audited()
    assert shop.verdict().doubt is TrailFault.CHAIN
    tamperer.rewrite(shop.path, last_line(shop))
    with shop.open() as db:
        assert trail.look(db, shop.entries(), KEY).doubt is TrailFault.SEAL


def test_a_start_that_is_killed_when_it_has_saved_a_damaged_journal_makes_nobody_a_forger(
    shop: SealedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    _damage_an_index(shop)
    with monkeypatch.context() as kill:
        kill.setattr(schema, "check_ours", _killed)
        with pytest.raises(KeyboardInterrupt):
            shop.start()
    assert "journal.salvaged" in shop.audited()
    shop.start()
    shop.stop()
    with shop.open() as db:
        assert trail.look(db, shop.entries(), KEY).doubt is TrailFault.NONE


def _killed(_path: Path) -> None:
    raise KeyboardInterrupt


def _damage_an_index(shop: SealedHome) -> None:
    data = bytearray(shop.path.read_bytes())
    with shop.open() as db:
        page = db.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'orders_show_no'").fetchone()[0]
    shop.path.with_name(f"{shop.path.name}-wal").unlink(missing_ok=True)
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    shop.path.write_bytes(data)


def last_line(shop: SealedHome) -> int:
    with shop.open() as db:
        return end_mark.of(db).line


def _damage_lines(shop: SealedHome, nth: int) -> None:
    """A page of the trail's is nothing but noise."""
    with shop.open() as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = shop.path.read_bytes()
    pages = [data[at : at + 4096] for at in range(0, len(data), 4096)]
    of_trail = [at for at, page in enumerate(pages) if page[0] == 0x0D and page.count(b"test.line") > 20]
    pages[of_trail[nth]] = b"\xff" * 4096
    shop.path.write_bytes(b"".join(pages))
    for part in ("-wal", "-shm"):
        shop.path.with_name(f"{shop.path.name}{part}").unlink(missing_ok=True)


def test_a_journal_restored_on_a_new_pc_is_whole_without_its_key(shop: SealedHome, tmp_path: Path) -> None:
    shop.back_up()
    new = SealedHome(tmp_path / "new" / "home", key=None)
    new.home.mkdir(parents=True)
    shutil.copyfile(shop.copy, new.copy)
    new.restore()
    assert new.verdict().is_whole
    new.key = OTHER_KEY
    new.start()
    new.stop()
    assert (new.verdict().is_whole, new.verdict().sealed) == (True, last(new))


def test_a_backup_after_which_only_the_seals_began_holds_all(tmp_path: Path) -> None:
    """The day's first backup is made before the keyring has given the key."""
    shop = SealedHome(tmp_path / "home")
    shop.start()
    shop.lines(3)
    shop.back_up()
    shop.stop()
    shop.kill()
    assert shop.audited()[-1] == "seal.key"
    shop.restore()
    assert "journal.loss" not in shop.audited()


# Bounds


def test_the_file_is_thinned_and_the_first_and_the_newest_stay(
    shop: SealedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(seals, "MOST_BYTES", seals.MOST_BYTES // 4)
    shop.start()
    first = next(each for each in shop.entries() if isinstance(each, Seal))
    for _ in range(300):
        shop.clock.walk(1801)
        shop.lines()
        shop.beat()
        assert (shop.home / seals.FILE_NAME).stat().st_size < seals.MOST_BYTES + 1000
    kept = [each for each in shop.entries() if isinstance(each, Seal)]
    assert kept[0] == first
    assert kept[-1].line == last(shop)
    assert shop.verdict().is_whole
    tamperer.rewrite(shop.path, 5)
    assert shop.verdict().doubt is TrailFault.SEAL


def test_a_keyring_that_is_closed_for_long_makes_nobody_a_forger(
    shop: SealedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note behind a clean end's seal stays as long as that seal: it says who wrote the lines there."""
    monkeypatch.setattr(seals, "MOST_BYTES", 10_000)
    for _ in range(seals.NEWEST + 40):
        shop.command(is_open=False)
    assert len(shop.entries()) < seals.NEWEST + 40
    assert shop.verdict().doubt is TrailFault.NONE
    assert shop.verdict().sealed == 11
    shop.command()
    assert (shop.verdict().doubt, shop.verdict().sealed) == (TrailFault.NONE, last(shop))


def test_a_file_that_can_not_be_thinned_now_takes_the_next_seals(
    shop: SealedHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows whoever reads it hinders that for as long as he likes; what is appended is sealed."""
    monkeypatch.setattr(seals, "MOST_BYTES", 1000)
    monkeypatch.setattr(seals, "_READ_BYTES", 4000)
    monkeypatch.setattr(disk, "replace", _refused)
    shop.start()
    for _ in range(20):
        shop.lines()
        shop.beat()
        assert shop.verdict().sealed == last(shop)
    monkeypatch.undo()
    shop.stop()
    assert (shop.verdict().doubt, shop.verdict().sealed) == (TrailFault.NONE, last(shop))


def _refused(*_places: object, **_how: object) -> None:
    raise PermissionError(13, "another program has it open")


def test_an_entry_that_was_cut_off_spoils_no_other(shop: SealedHome) -> None:
    with (shop.home / seals.FILE_NAME).open("ab") as file:
        file.write(b'{"journal": "0')
    before = len(shop.entries())
    shop.command()
    assert len(shop.entries()) == before + 2
    assert shop.verdict().sealed == last(shop)


def test_what_is_looked_at_by_itself_uses_the_turns_index(shop: SealedHome) -> None:
    with shop.open() as db:
        plan = str(db.execute(f"EXPLAIN QUERY PLAN {turns._QUESTION}").fetchall())
    assert "USING INDEX audit_turns" in plan


def test_a_note_that_could_not_be_written_is_written_when_it_can_be(shop: SealedHome) -> None:
    """Else what was written meanwhile would be lines that nobody of ours had said he would write."""
    kept = (shop.home / seals.FILE_NAME).read_bytes()
    (shop.home / seals.FILE_NAME).unlink()
    (shop.home / seals.FILE_NAME).mkdir()
    shop.start()
    shop.lines()
    (shop.home / seals.FILE_NAME).rmdir()
    (shop.home / seals.FILE_NAME).write_bytes(kept)
    assert shop.verdict().doubt is TrailFault.APPENDED
    assert shop.session is not None
    shop.session.note_again(shop.clock.now())
    assert shop.verdict().is_whole


def test_a_file_that_can_not_be_written_hinders_nothing(shop: SealedHome) -> None:
    (shop.home / seals.FILE_NAME).unlink()
    (shop.home / seals.FILE_NAME).mkdir()
    shop.start()
    shop.lines()
    with pytest.raises(OSError, match=r"journal\.seals"):
        shop.beat()
    assert shop.audited()[-1] != ""


def test_no_key_begins_where_no_seal_can_be_written(tmp_path: Path) -> None:
    """Else the next start would miss seals that there never were."""
    shop = SealedHome(tmp_path / "home")
    shop.start()
    (shop.home / seals.FILE_NAME).mkdir()
    with pytest.raises(OSError, match=r"journal\.seals"):
        shop.beat()
    shop.kill()
    (shop.home / seals.FILE_NAME).rmdir()
    assert shop.verdict().is_whole
    shop.start()
    shop.lines()
    shop.stop()
    assert (shop.verdict().is_whole, shop.verdict().sealed) == (True, last(shop))
