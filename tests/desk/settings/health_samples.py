"""A health as the design's picture has it: fourteen parts, two of them to look at."""

from datetime import UTC, datetime, timedelta

from posdesk.desk.bridge.health import Health
from posdesk.doctor.health_words import Line, Place
from posdesk.doctor.report import NOTHING, State, Text

NOW = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
"""14:20 in China."""


def well(name: str, title: Text, found: Text, seconds: int) -> Line:
    """A part that proved itself so many seconds ago."""
    return Line(name, title, State.OK, found, NOTHING, NOW - timedelta(seconds=seconds))


NEVER_CALLED = Line(
    "partner/baidu",
    Text("百度", "Baidu"),
    State.LOOK,
    Text("还没有打进来过。", "No call of it ever came in."),
    Text("请平台按本店地址推一单，或检查路由器。", "Have the platform push an order, or look at the router."),
    None,
    Place.SYNC,
)
KITCHEN = Line(
    "printer/厨房",
    Text("打印机 厨房", "Printer 厨房"),
    State.BROKEN,
    Text("14:12 起连不上，有单子在等。", "Slips wait since 14:12: it can't be reached."),
    Text("看电源、纸和线；地址变了就在“打印机”页换。", "Look at power, paper and cable."),
    NOW - timedelta(minutes=8),
    Place.PRINTERS,
)


def picture() -> Health:
    """As drawn."""
    lines = (
        well(
            "door", Text("收单端口", "Order port"), Text("本程序监听 127.0.0.1:8765", "posdesk listens"), 10
        ),
        well("partner/meituan", Text("美团", "Meituan"), Text("最近一次推单到了，签名对。", "Signed."), 52),
        well("partner/eleme", Text("饿了么", "Ele.me"), Text("最近一次推单到了，签名对。", "Signed."), 8),
        NEVER_CALLED,
        well("outgoing", Text("发给平台", "To the platforms"), Text("没有", "nothing waits"), 29),
        well(
            "ovopark", Text("时段 ovopark", "Hours, ovopark"), Text("今天确认了 5 个。", "5 confirmed."), 237
        ),
        well("wdk", Text("小票 WDK", "Receipts, WDK"), Text("今天确认了 118 个。", "118 confirmed."), 62),
        well("secrets", Text("密钥", "Secrets"), Text("需要的 9 个都在", "all 9 that are needed"), 22669),
        well("clock", Text("时钟", "Clock"), Text("比平台快：ovopark +0 s", "ahead by: ovopark +0 s"), 62),
        well("sound", Text("声音", "Sound"), Text("paplay；听到了", "paplay; it was heard"), 22640),
        well("scanner", Text("扫码枪", "Scanner"), Text("最近一次扫码 14:08", "a code was read 14:08"), 680),
        KITCHEN,
        well("printer/前台", Text("打印机 前台", "Printer 前台"), Text("切纸后会回话。", "It answers."), 29),
        well("disk", Text("磁盘和备份", "Disk and backups"), Text("剩余 61 GiB", "61 GiB free"), 36574),
    )
    return Health(lines, NOW, quick=False)
