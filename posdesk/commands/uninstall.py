"""`posdesk uninstall-check`: what waits in a home, said before the program is removed. Nothing is written."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from posdesk.doctor.report import Text, language_of
from posdesk.engine.sending.hours import FOR_EVER, due_reports, policy_of
from posdesk.errors import DiskError, SettingsError
from posdesk.journal import open_work
from posdesk.journal.books import hour_totals, receipt_rows
from posdesk.journal.journal import FILE_NAME, Database
from posdesk.journal.rescue import checkup
from posdesk.settings import settings
from posdesk.settings.settings import Settings

_HOUR = timedelta(hours=1)
_STAYS = Text(
    "卸载程序不会删除门店数据，数据保留在 {home}，重新安装后接着用。",
    "Removing the program deletes none of the shop's data: it stays in {home}. Installed again, posdesk"
    " goes on with it.",
)


def uninstall_check(home: Path, language: str, now: datetime) -> tuple[str, bool]:
    """The sentences for who removes posdesk, and whether anything waits or can't be known."""
    try:
        chosen = settings.load(home)
    except SettingsError:
        chosen = Settings()
    spoken = language_of(language, chosen.desk.language)
    path = home / FILE_NAME
    if not path.exists():
        said = Text(f"{home} 里没有门店数据。", f"There is no shop's data in {home}.")
        return said.of(spoken), False
    try:
        waits = checkup.look(path, partial(_waiting, chosen=chosen, now=now))
    except DiskError as error:
        said = Text(
            f"无法确认还有什么没处理完：{error}",
            f"What still waits can't be known: {error}",
        )
        return f"{said.of(spoken)}\n{_STAYS.of(spoken).format(home=home)}", True
    return "\n".join(_lines(waits, home, spoken)), bool(waits)


def _lines(waits: list[Text], home: Path, spoken: str) -> Iterator[str]:
    if not waits:
        yield Text("没有未处理完的内容。", "Nothing waits: all is sent and settled.").of(spoken)
    else:
        yield Text("还没有处理完：", "Not yet sent or settled:").of(spoken)
        yield from (f"- {each.of(spoken)}" for each in waits)
        todo = Text("请先打开 posdesk 处理完，再卸载。", "Open posdesk and see to it first, then remove it.")
        yield todo.of(spoken)
    yield _STAYS.of(spoken).format(home=home)


def _waiting(db: Database, chosen: Settings, now: datetime) -> list[Text]:
    """A line for each kind of thing that waits."""
    now_open = open_work.read(db)
    receipts = receipt_rows.not_queued(db) if chosen.wdk is not None else 0
    hours = _hours_due(db, chosen, now) if chosen.ovopark is not None else 0
    counted = (
        (now_open.orders, Text("未完成的订单 {n} 张", "orders that are not ended: {n}")),
        (now_open.shifts, Text("未交班的班次 {n} 个", "shifts that are not closed: {n}")),
        (receipts, Text("未上传的小票 {n} 张", "receipts not yet sent: {n}")),
        (hours, Text("未上报的整点销售 {n} 个", "hours not yet reported: {n}")),
    )
    said = [Text(text.zh.format(n=n), text.en.format(n=n)) for n, text in counted if n]
    return [*said, *map(_work, checkup.waiting(db))]


def _work(work: checkup.OpenWork) -> Text:
    unknown = Text(f"，结果未知 {work.unknown}", f", unknown {work.unknown}") if work.unknown else Text()
    return Text(f"{work.name}：{work.count}{unknown.zh}", f"{work.name}: {work.count}{unknown.en}")


def _hours_due(db: Database, chosen: Settings, now: datetime) -> int:
    """How many hours are to be reported, the present one among them if it has sales."""
    policy = policy_of(chosen)
    books = hour_totals.books_before(db, "", FOR_EVER)
    return len(due_reports(books, policy, now + _HOUR + policy.grace))
