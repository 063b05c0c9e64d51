"""How far the first start has come, read once at the desk's start."""

import logging

from posdesk.domain.first_start import Progress
from posdesk.errors import DiskError
from posdesk.journal import Journal, first_start

log = logging.getLogger(__name__)


def read_progress(journal: Journal) -> tuple[Progress, bool]:
    """How far it has come, and whether this home ever held an order.

    With a journal that can't be read no wizard comes by itself: the engine says why.
    """
    try:
        return journal.read(first_start.read)
    except DiskError as error:
        log.error("desk: how far the first start has come can't be read: %s", error)
        return Progress(), True
