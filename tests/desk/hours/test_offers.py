"""What an hour's card offers a manager."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from posdesk.desk.hours.offers import Deed, offer_of
from posdesk.domain.hour import Ask
from posdesk.settings import Settings
from tests.journal.making import START
from tests.support.sample_ledgers import differing_row


def test_an_hour_that_may_lack_receipts_can_be_sent_by_a_manager(qapp: QApplication) -> None:
    row = differing_row(Ask.LACKS)
    assert offer_of(row, Settings(), START).deeds[0] is Deed.COVER
    assert offer_of(replace(row, reported=None), Settings(), START).deeds[0] is Deed.REPORT
