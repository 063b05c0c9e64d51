"""What is said of the journal's file: each fault has its remedy, and a loss is named, in both languages."""

import pytest
from PySide6.QtWidgets import QApplication

from posdesk.desk.words.journal import damaged_words, disk_words, loss_words
from posdesk.desk.words.language import Languages
from posdesk.domain.journal_health import JOURNAL, MISSING, NOTHING, RESTORED, Loss
from posdesk.errors import DiskFault

KEPT = "journal.damaged-20260503-122536.sqlite"


def test_each_fault_has_a_sentence_and_a_way_on_of_its_own(qapp: QApplication) -> None:
    only_at_a_start = {DiskFault.NEWER}
    said = [disk_words(fault) for fault in DiskFault if fault not in {DiskFault.OTHER, *only_at_a_start}]
    assert all(words is not None and words.what and words.todo for words in said)
    assert len({str(words) for words in said}) == len(said)


@pytest.mark.parametrize("detail", ["", "database is locked", DiskFault.OTHER])
def test_what_has_no_words_of_its_own_is_left_to_the_general_ones(qapp: QApplication, detail: str) -> None:
    assert disk_words(detail) is None


def test_losses_are_counted_by_what_they_are_and_the_file_is_named(qapp: QApplication) -> None:
    lost = (
        Loss("orders", 2, KEPT),
        Loss("history", 4, KEPT),
        Loss("scans", 3, KEPT),
        Loss("audit", None, KEPT),
    )
    said = loss_words(lost)
    assert (
        said.what
        == "The journal was damaged. Lost: 2 orders, some lines of the audit trail, 7 other entries."
    )
    assert KEPT in said.todo
    assert "platforms' own pages" in said.todo


def test_a_number_that_is_known_of_some_only_is_no_number(qapp: QApplication) -> None:
    assert "some other entries" in loss_words((Loss("history", 4), Loss("scans", None))).what


def test_nothing_lost_is_said_as_that_and_no_work_is_asked_for(qapp: QApplication) -> None:
    said = loss_words((Loss(NOTHING, 0, KEPT),))
    assert "could be saved" in said.what
    assert said.todo == f"The damaged file is kept as {KEPT}."
    assert not loss_words(()).what


def test_a_whole_journal_that_is_lost_leads_to_the_backups(qapp: QApplication) -> None:
    said = loss_words((Loss(JOURNAL, None),))
    assert "posdesk restore" in said.todo
    assert "kept" not in said.todo


def test_a_store_that_sends_receipts_reads_why_old_ones_wait(qapp: QApplication) -> None:
    for what in (JOURNAL, RESTORED):
        assert "wait on the Sync page" in loss_words((Loss(what, None),), sends=True).todo
        assert "Sync" not in loss_words((Loss(what, None),)).todo
    assert "Sync" not in loss_words((Loss("orders", 2, KEPT),), sends=True).todo


def test_a_restore_that_cost_something_is_no_damage(qapp: QApplication) -> None:
    said = loss_words((Loss(RESTORED, None, "journal.replaced-20260503-122536.sqlite"),))
    assert "A backup was put back" in said.what
    assert "damaged" not in str(said)
    assert "platforms' own pages" in said.todo
    assert "journal.replaced-20260503-122536.sqlite" in said.todo


def test_what_was_damaged_is_said_beside_what_a_restore_cost(qapp: QApplication) -> None:
    said = loss_words((Loss("orders", 2, KEPT), Loss(RESTORED, None)))
    assert "A backup was put back" in said.what
    assert "2 orders" in said.what


def test_a_restore_is_said_beside_a_whole_journal_that_was_lost(qapp: QApplication) -> None:
    said = loss_words(
        (Loss(JOURNAL, None), Loss(RESTORED, None, "b.sqlite"), Loss(RESTORED, None, "c.sqlite"))
    )
    assert "A backup was put back" in said.what
    assert "The journal was lost" in said.what
    assert "posdesk restore" not in said.todo
    assert "b.sqlite" in said.todo
    assert "c.sqlite" in said.todo


def test_what_a_backup_had_is_named_beside_what_is_lost(qapp: QApplication) -> None:
    said = loss_words(
        (Loss("orders", 1, KEPT), Loss("backup/orders", 7, KEPT), Loss("backup/scans", 2, KEPT))
    )
    assert "Lost: 1 orders." in said.what
    assert "as things stood then: 7 orders, 2 other entries." in said.what
    assert "platforms' own pages" in said.todo
    assert "Lost" not in loss_words((Loss("backup/orders", 7, KEPT),)).what


def test_damaged_and_replaced_files_are_both_named(qapp: QApplication) -> None:
    said = loss_words((Loss("orders", 2, KEPT), Loss(RESTORED, None, "b.sqlite")))
    assert f"The damaged file is kept as {KEPT}." in said.todo
    assert "The journal that was there is kept as b.sqlite." in said.todo


def test_it_is_said_in_chinese_too(qapp: QApplication) -> None:
    languages = Languages(qapp, "zh_CN")
    try:
        assert "订单 2 笔" in loss_words((Loss("orders", 2, KEPT),)).what
        assert "已损坏" in damaged_words().what
        assert all("收不到订单" in words.what for fault in DiskFault if (words := disk_words(fault)))
    finally:
        languages.choose("en")


def test_a_journal_that_is_missing_is_told_and_costs_no_comparing(qapp: QApplication) -> None:
    said = loss_words((Loss(MISSING, None),))
    assert said.what == "The journal that was here is missing: another one is in its place."
    assert said.todo == "If nobody meant that, close posdesk and put the right journal back."


def test_a_missing_journal_and_a_restore_are_both_told(qapp: QApplication) -> None:
    said = loss_words((Loss(MISSING, None), Loss(RESTORED, None)))
    assert "is missing" in said.what
    assert "A backup was put back" in said.what
    assert "platforms' own pages" in said.todo
