"""Our own bill numbers: XS + yyyyMMdd + store code + '-' + counter (2 digits) + running number (6 digits)."""

from datetime import datetime

from posdesk.domain.clock import in_china


def billno_of(moment: datetime, store_code: str, counter: str, running: int) -> str:
    """The bill number of an order; `running` is never reset, so a number never returns."""
    return f"XS{in_china(moment):%Y%m%d}{store_code}-{counter.zfill(2)}{running:06d}"


def running_of(billno: str) -> int:
    """The running number in a bill number of ours; 0 for what is none."""
    running = billno.rpartition("-")[2][2:]
    return int(running) if running.isascii() and running.isdigit() else 0
