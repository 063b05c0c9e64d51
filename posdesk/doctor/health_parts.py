"""The lines that there are several of: each partner, the books' platforms, each printer."""

from collections.abc import Iterator
from datetime import datetime

from posdesk.doctor.health_words import Line, Place
from posdesk.doctor.report import NOTHING, Finding, State, Text
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.clock import in_china
from posdesk.domain.orders.source import Source, source_of
from posdesk.domain.printing.outcome import Trouble
from posdesk.journal.rescue.proofs import Printed
from posdesk.settings.printers import Printer
from posdesk.settings.settings import Partner

_SITES = {
    Source.MEITUAN: Text("美团", "Meituan"),
    Source.ELEME: Text("饿了么", "Ele.me"),
    Source.BAIDU: Text("百度", "Baidu"),
    Source.QR: Text("扫码点单", "QR ordering"),
}
_ASK_FOR_ONE = Text(
    "请平台按本店地址推一单，或检查路由器。",
    "Have the platform push an order to this store's address, or look at the router.",
)
_SEE_SYNC = Text("按“同步”页的说明告诉平台。", "Tell the platform what the Sync page says.")
_COMPARE = Text("核对 appkey 和签名方法。", "Compare the appkey and the way of signing.")
_LOOK_AT_IT = Text(
    "看电源、纸和线；地址变了：在“设置”的“打印机”里换。",
    "Look at power, paper and cable. If its address changed, enter the new one: Settings, Printers.",
)
_TROUBLES = {
    Trouble.NO_PRINTER: Text("连不上", "it can't be reached"),
    Trouble.REFUSED: Text("不接受连接", "it takes no connection"),
    Trouble.IN_USE: Text("被别的程序占用", "another program holds it"),
    Trouble.NO_ACCESS: Text("本账户不能用它", "this account may not use it"),
    Trouble.COVER: Text("盖子开着", "its cover is open"),
    Trouble.PAPER: Text("没有纸", "it is out of paper"),
}
_BOOKS = {
    OVOPARK: (Text("时段 ovopark", "Hours, ovopark"), Place.OVOPARK),
    WDK: (Text("小票 WDK", "Receipts, WDK"), Place.WDK),
}
_ENTER = {
    OVOPARK: Text("在“设置”的“时段销售（ovopark）”里填好。", "Enter it: Settings, Hourly sales (ovopark)."),
    WDK: Text("在“设置”的“小票（WDK）”里填好。", "Enter it: Settings, Receipts (WDK)."),
}
_SOME_TROUBLE = Text("打不出来", "it doesn't print")


def partner_lines(snapshot: Snapshot) -> Iterator[Line]:
    """Each order platform of the settings; nothing while the journal can't be asked."""
    facts = snapshot.facts
    if facts is None or not facts.is_readable:
        return
    for partner in snapshot.settings.partner:
        yield _partner_line(snapshot, partner, facts.received.get(partner.name))


def _partner_line(snapshot: Snapshot, partner: Partner, last: datetime | None) -> Line:
    name, title = f"partner/{partner.name}", _called(partner)
    for found, todo, place in _partner_faults(snapshot, partner):
        return Line(name, title, State.LOOK, found, todo, last, place)
    if last is None:
        found = Text("还没有打进来过。", "No call of it ever came in.")
        return Line(name, title, State.LOOK, found, _ASK_FOR_ONE, None, Place.PLATFORMS)
    way = ("，签名对", ", rightly signed") if partner.is_signed else ("；没有签名", "; it signs nothing")
    found = Text(f"最近一次推单到了{way[0]}。", f"Its last call came in{way[1]}.")
    return Line(name, title, State.OK, found, NOTHING, last, Place.PLATFORMS)


def _called(partner: Partner) -> Text:
    known = [site for code in partner.sources if (site := source_of(str(code))) is not Source.OTHER]
    return _SITES[known[0]] if len(known) == 1 else Text(partner.name, partner.name)


def _partner_faults(snapshot: Snapshot, partner: Partner) -> Iterator[tuple[Text, Text, Place]]:
    away = snapshot.facts.turned_away if snapshot.facts else None
    wrong = {each.partner: each for each in away.wrong_signs}.get(partner.name) if away else None
    if wrong is not None and wrong.since is not None:
        found = Text(f"签名不对 {wrong.count} 次。", f"{wrong.count} calls were wrongly signed.")
        yield found, _COMPARE, Place.PLATFORMS
    if count := away.refused_by_partner.get(partner.name, 0) if away else 0:
        found = Text(f"{count} 个请求因内容没有接收。", f"{count} calls were refused for their content.")
        yield found, _SEE_SYNC, Place.SYNC
    if partner.is_half_signed:
        found = Text("签名不含请求体，等于没有。", "Its signature leaves the body out: it counts as none.")
        todo = Text("如平台支持，换一种签名。", "Choose another way of signing, if there is one.")
        yield found, todo, Place.PLATFORMS


def outgoing_proof(snapshot: Snapshot) -> datetime | None:
    """When a platform last confirmed something that was sent."""
    return snapshot.facts.proofs.sent if snapshot.facts else None


def books_line(snapshot: Snapshot, platform: str) -> Line | None:
    """ovopark or WDK; nothing where the settings have no such section, or the journal can't be asked."""
    facts, section = snapshot.facts, snapshot.settings.books.get(platform)
    if section is None or facts is None or not facts.is_readable:
        return None
    title, place = _BOOKS[platform]
    if section.missing:
        names = ", ".join(section.missing)
        found = Text(f"还没填 {names}，什么都不发。", f"{names} is not entered: nothing is sent.")
        todo = _ENTER[platform]
        return Line(platform, title, State.LOOK, found, todo, None, place)
    proof = facts.proofs.books.get(platform)
    if platform in facts.halted:
        found = Text("暂停了：上次被拒。", "Halted: it refused the last one.")
        todo = Text("在“同步”页看原因，改正后重发。", "See the cause on the Sync page, mend it, send again.")
        last = proof.last if proof else None
        return Line(platform, title, State.BROKEN, found, todo, last, Place.SYNC)
    if proof is None:
        return Line(platform, title, State.OK, Text("七天内没有发过。", "Nothing was sent within a week."))
    found = Text(f"今天确认了 {proof.today} 个。", f"{proof.today} confirmed today.")
    return Line(platform, title, State.OK, found, NOTHING, proof.last, place)


def printer_lines(snapshot: Snapshot, whole: Finding | None) -> Iterator[Line]:
    """Each printer; what this PC can see is wrong with one of them is said in a line of its own."""
    if whole is not None and whole.state is State.BROKEN:
        yield Line("printers", Text("打印机", "Printers"), whole.state, whole.found, whole.todo)
    printed = snapshot.facts.proofs.printers if snapshot.facts else {}
    for printer in snapshot.settings.printer:
        yield _printer_line(printer, printed.get(printer.name, Printed()))
    if not snapshot.settings.printer:
        none = Text("没有设置，不打单子。", "None is set up: no slip is printed.")
        yield Line("printers", Text("打印机", "Printers"), State.OK, none, place=Place.PRINTERS)


def _printer_line(printer: Printer, printed: Printed) -> Line:
    name, title = f"printer/{printer.name}", Text(f"打印机 {printer.name}", f"Printer {printer.name}")
    if printed.trouble and printed.since is not None:
        why = _SOME_TROUBLE
        if printed.trouble in {*Trouble}:
            why = _TROUBLES.get(Trouble(printed.trouble), _SOME_TROUBLE)
        at = f"{in_china(printed.since):%H:%M}"
        found = Text(f"{at} 起{why.zh}，有单子在等。", f"Slips wait since {at}: {why.en}.")
        return Line(name, title, State.BROKEN, found, _LOOK_AT_IT, printed.last, Place.PRINTERS)
    if printer.answers == "none" and printer.transport != "spooler":
        found = Text("没试过会不会回话。", "Whether it answers was never tried.")
        todo = Text("打一张试单。", "Print a test slip.")
        return Line(name, title, State.LOOK, found, todo, printed.last or printer.proved, Place.PRINTERS)
    found = (
        Text("只能交出，不会回话。", "Slips are handed over; it can't answer.")
        if printer.answers == "none"
        else Text("切纸后会回话。", "It answers after the cut.")
    )
    last = printed.last or printer.proved
    return Line(name, title, State.OK, found, NOTHING, last, Place.PRINTERS)
