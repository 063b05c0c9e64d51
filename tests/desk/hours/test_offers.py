"""What an hour's card offers a manager."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from posdesk.desk.hours.offers import Deed, offer_of
from posdesk.domain.hour import Ask
from posdesk.domain.intent import Outcome
from posdesk.domain.posting import HourFigures
from posdesk.settings import Settings
from tests.journal.making import START
from tests.support.sample_ledgers import differing_row, posting


def test_an_hour_that_may_lack_receipts_can_be_sent_by_a_manager(qapp: QApplication) -> None:
    row = differing_row(Ask.LACKS)
    offer = offer_of(row, Settings(), START)
    assert Deed.LEAVE in offer.deeds
    assert offer.compare is not None
    assert not offer.compare.is_whole
    assert offer_of(row, Settings(), START).deeds[0] is Deed.COVER
    assert offer_of(replace(row, reported=None), Settings(), START).deeds[0] is Deed.REPORT


def test_a_differing_hour_that_a_manager_left_is_not_said_to_be_sent_again(qapp: QApplication) -> None:
    row = differing_row(Ask.NONE)
    now = HourFigures(row.total.net_fen, row.total.receipts, row.total.items)
    left = posting(row.hour, Outcome.SETTLED_DONE, figures=now, settled_by="Wang")
    said = offer_of(replace(row, last=left), Settings(), START)
    assert said.deeds == (Deed.RECEIPTS,)
    assert not any("sent once more" in sentence for sentence in said.sentences)
    other = replace(left, figures=HourFigures(1, 1, 1))
    assert Deed.COVER in offer_of(replace(row, last=other), Settings(), START).deeds
