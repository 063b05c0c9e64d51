"""The prints of the design's picture, at 12:45."""

from dataclasses import replace
from datetime import datetime, timedelta

from posdesk.domain.clock import CHINA
from posdesk.domain.orders.intent import Seq
from posdesk.domain.orders.order import OrderKey
from posdesk.domain.orders.source import Source
from posdesk.domain.printing.board import PaperView, PrintBoard, PrinterStatus
from posdesk.domain.printing.outcome import Trouble
from posdesk.domain.printing.print_job import PrintJob, PrintState
from posdesk.domain.printing.slip import SlipKind
from posdesk.settings.printers import Printer

NOW = datetime(2026, 11, 21, 12, 45, tzinfo=CHINA)
PRINTERS = (
    Printer(name="厨房", address="192.168.1.61", width=58, answers="job"),
    Printer(name="前台", address="192.168.1.60", answers="job"),
    Printer(name="打包", address="192.168.1.62", width=58, answers="paper"),
    Printer(name="后门", transport="spooler", address="XP-80C"),
)
STATES = (
    PrinterStatus("厨房", Trouble.NO_PRINTER, NOW - timedelta(minutes=1)),
    PrinterStatus("前台", Trouble.PAPER, NOW - timedelta(minutes=26)),
    PrinterStatus("打包"),
    PrinterStatus("后门"),
)


def paper(
    number: str,
    source: Source,
    slip: SlipKind,
    printer: str,
    outcome: PrintState,
    *,
    trouble: Trouble | None = None,
    ago_s: float = 48,
    is_late: bool = False,
) -> PaperView:
    """A print that was wanted so many seconds ago."""
    at = NOW - timedelta(seconds=ago_s)
    needs = is_late or outcome is PrintState.DOUBTFUL
    ended = at if outcome not in {PrintState.NOT_SENT, PrintState.QUEUED} else None
    job = PrintJob(
        number=int(ago_s),
        seq=Seq(f"{number}-{slip}"),
        cause=OrderKey("meituan", number, ""),
        version=1,
        slip=slip,
        copy=1,
        printer=printer,
        layout="zh_CN",
        made_at=at,
        wanted_at=at,
        outcome=outcome,
        trouble=trouble,
        needs_person=needs,
        ended_at=ended,
    )
    return PaperView(job, number, source)


DOUBTFUL = paper(
    "30", Source.MEITUAN, SlipKind.KITCHEN, "厨房", PrintState.DOUBTFUL, trouble=Trouble.BROKE_OFF, ago_s=48
)
SILENT = paper(
    "108", Source.ELEME, SlipKind.PACKING, "打包", PrintState.DOUBTFUL, trouble=Trouble.SILENT, ago_s=245
)
WAITS = paper(
    "B09", Source.QR, SlipKind.KITCHEN, "厨房", PrintState.NOT_SENT, trouble=Trouble.NO_PRINTER, ago_s=20
)
LATE = paper(
    "6",
    Source.BAIDU,
    SlipKind.CUSTOMER,
    "前台",
    PrintState.NOT_SENT,
    trouble=Trouble.PAPER,
    ago_s=1492,
    is_late=True,
)
HANDED = paper("26", Source.MEITUAN, SlipKind.COURIER, "后门", PrintState.HANDED_OVER, ago_s=319)
PRINTED = paper("109", Source.ELEME, SlipKind.PACKING, "打包", PrintState.PRINTED, ago_s=29)
Z_DOUBTFUL = PaperView(
    replace(DOUBTFUL.job, seq=Seq("z"), cause=41, slip=SlipKind.Z, printer="前台", trouble=Trouble.DIED),
    "Z 41",
)
BOARD = PrintBoard(
    doubtful=(DOUBTFUL, SILENT),
    not_sent=(LATE, WAITS),
    handed_over=(HANDED,),
    queued={"厨房": 1},
    ended={PrintState.PRINTED: 611, PrintState.HANDED_OVER: 43},
    again=9,
    last={"打包": PRINTED, "后门": HANDED},
)
