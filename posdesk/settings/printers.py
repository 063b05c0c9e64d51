"""Receipt printers and what prints on them: the sections `[[printer]]` and `[[slip]]`."""

import re
import sys
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, field_validator

from posdesk.domain.printing.plan import PlannedSlip, PrintPlan
from posdesk.domain.printing.slip import SlipKind
from posdesk.settings.model import Model, Seen

PRINTER_PORT = 9100
SlipName = Literal["kitchen", "packing", "courier", "customer", "stop", "z"]
_COPIES_OF_Z = 2  # where the settings do not say: one goes with the cash, one stays
BAUD = 9600  # of most receipt printers, as their switches stand


class Printer(Model):
    """A receipt printer (README, "Printers"). `width` is its paper's in mm, `language` that of its slips.

    `address`: host or host:port for `network`, COM3 or /dev/ttyUSB0 for `serial` (`baud` as its switches
    say), a path for `device`, a queue's name for `spooler`. `proved` is when a test slip proved `answers`:
    what it says after the cut, as a test slip proved it; with "none" a print is handed over, never printed.
    """

    name: Annotated[Seen, Field(min_length=1, max_length=20)]
    transport: Literal["network", "serial", "device", "spooler"] = "network"
    address: Annotated[Seen, Field(min_length=1)]
    width: Literal[80, 58] = 80
    charset: Literal["gbk", "gb18030", "utf-8", "raster"] = "gbk"
    answers: Literal["job", "paper", "none"] = "none"
    baud: Annotated[int, Field(ge=300, le=921_600)] = BAUD
    language: Literal["zh_CN", "en"] = "zh_CN"
    proved: datetime | None = None

    @field_validator("transport")
    @classmethod
    def _is_of_this_system(cls, transport: str) -> str:
        if transport == "device" and sys.platform == "win32":
            raise ValueError('Windows prints by its spooler: "spooler" belongs there, its printer in address')
        return transport

    @field_validator("address")
    @classmethod
    def _has_a_port(cls, address: str, info: ValidationInfo) -> str:
        if info.data.get("transport") == "network":
            host_and_port(address)
        return address

    @property
    def place(self) -> str:
        """Its address, in one spelling: no two printers are one."""
        if self.transport != "network":
            return self.address
        host, port = host_and_port(self.address)
        return f"{host.lower()}:{port}"

    @field_validator("answers")
    @classmethod
    def _can_answer(cls, answers: str, info: ValidationInfo) -> str:
        if info.data.get("transport") == "spooler" and answers != "none":
            raise ValueError('a spooler never says that anything was printed: "none" belongs there')
        return answers


def host_and_port(address: str) -> tuple[str, int]:
    """Where a printer of the network is. Raises ValueError in words."""
    found = re.fullmatch(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+)(?::(?P<port>\d{1,5}))?", address)
    port = int(found["port"] or PRINTER_PORT) if found else 0
    if found is None or not 0 < port < 65536 or not _can_be_asked(found["host"]):
        raise ValueError("a host, or host:port, belongs there: 192.168.1.50 or 192.168.1.50:9100")
    return found["host"].strip("[]"), port


def _can_be_asked(host: str) -> bool:
    """Whether a system can be asked for that name at all: 192.168.1..50 is none."""
    try:
        host.encode("idna")
    except UnicodeError:
        return False
    return True


class PrintedSlip(Model):
    """Which slip prints where; a slip may stand there for several printers, and several times for one.

    Then the first line that fits an order counts: no printer prints one slip by two lines.

    `sources`: only of these ordering sites. `dishes`: only with one of these product codes in the order; the
    whole order stands on the slip then.
    """

    kind: SlipName
    printer: str
    copies: Annotated[int, Field(ge=1, le=9)] = 1
    sources: tuple[int, ...] = ()
    dishes: tuple[str, ...] = ()


def plan_of(printers: Iterable[Printer], slips: Iterable[PrintedSlip]) -> PrintPlan:
    """The table of the settings, each slip in its printer's language."""
    languages = {printer.name: printer.language for printer in printers}
    return PrintPlan(tuple(_planned(each, languages[each.printer]) for each in slips))


def _planned(each: PrintedSlip, language: str) -> PlannedSlip:
    sources = frozenset(map(str, each.sources))
    is_said = "copies" in each.model_fields_set
    copies = each.copies if is_said or each.kind != "z" else _COPIES_OF_Z
    return PlannedSlip(SlipKind(each.kind), each.printer, language, copies, sources, frozenset(each.dishes))
