"""The receipt printers of the settings: which there are, what each proved, and what this PC can see of it."""

import os
import sys
from pathlib import Path

from posdesk.doctor.report import Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.clock import in_china
from posdesk.settings.printers import Printer

_FILES = frozenset({"serial", "device"})


def printers(snapshot: Snapshot) -> Finding | None:
    """Every printer in a line; nothing is printed and nothing is sent to ask."""
    known = snapshot.settings.printer
    if not known:
        return ok("printers", "没有设置", "none set up", printers=[])
    facts = {each.name: each.answers for each in known}
    lines = tuple(map(_line, known))
    found = Text("；".join(each.zh for each in lines), "; ".join(each.en for each in lines))
    wrong = [fault for each in known if (fault := _fault(each)) is not None]
    if wrong:
        first, todo = wrong[0]
        return broken("printers", Text(f"{first.zh}；{found.zh}", f"{first.en}; {found.en}"), todo, **facts)
    unproved = [each.name for each in known if each.answers == "none" and each.transport != "spooler"]
    if unproved:
        names = ", ".join(unproved)
        todo = Text(
            f"在“设置”的“打印机”里给 {names} 打试单：会回话的才知道打没打出来。",
            f"Print a test slip on {names} in Settings, Printers: only one that answers is known to print.",
        )
        return look("printers", found, todo, **facts)
    return ok("printers", found.zh, found.en, **facts)


def _line(printer: Printer) -> Text:
    if printer.answers == "none":
        return Text(f"{printer.name} 不会回话", f"{printer.name} does not answer")
    when = f"{in_china(printer.proved):%Y-%m-%d}" if printer.proved else ""
    zh, en = (f"，{when} 试单证明", f", proved {when}") if when else ("", "")
    return Text(f"{printer.name} 切纸后会回话{zh}", f"{printer.name} answers after the cut{en}")


def _fault(printer: Printer) -> tuple[Text, Text] | None:
    """What is wrong with a printer that is a file of this system."""
    if printer.transport not in _FILES or sys.platform == "win32":
        return None
    path = Path(printer.address)
    if not path.exists():
        return (
            Text(f"{printer.name}：没有 {path}", f"{printer.name}: there is no {path}"),
            Text(
                "看电源和线；换了插口，地址会变：在“设置”的“打印机”里改成新的。",
                "Look at power and cable. In another socket it has another address: Settings, Printers.",
            ),
        )
    if not os.access(path, os.R_OK | os.W_OK):
        return (
            Text(
                f"{printer.name}：这个账户不能用 {path}", f"{printer.name}: this account may not use {path}"
            ),
            Text(
                "请管理员把这个账户加入 lp 组（串口是 dialout 组），再重新登录。",
                "Have an administrator add this account to the group lp (serial: dialout), log in anew.",
            ),
        )
    return None
