"""Printers and slips as they are entered, before they are known to be right: drafts to step through."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, get_args

from posdesk.domain.printing.slip import SlipKind
from posdesk.settings.printers import PrintedSlip, Printer, SlipName

Values = Mapping[str, Any]

CHOICES: Mapping[str, tuple[object, ...]] = {
    "transport": ("network", "serial", "device", "spooler"),
    "width": (80, 58),
    "charset": ("gbk", "gb18030", "utf-8", "raster"),
    "language": ("zh_CN", "en"),
    "baud": (9600, 19_200, 38_400, 115_200),
}
"""The fields of a printer that are one of a few; name and address are typed."""
SLIPS: tuple[SlipName, ...] = get_args(SlipName)
SOURCES: tuple[tuple[int, ...], ...] = ((), (4,), (20,), (3,), (17,))
"""What "which orders" steps through: every one, Meituan, Ele.me, Baidu, QR (contracts.md, the sources)."""
MOST_COPIES = 9
USUAL_COPIES: Mapping[str, int] = {SlipKind.Z: 2}


@dataclass(frozen=True, slots=True)
class Draft:
    """All printers and all lines of the table, as a file would say them."""

    printers: tuple[Values, ...] = ()
    slips: tuple[Values, ...] = field(default=())

    @classmethod
    def of(cls, printers: Sequence[Printer], slips: Sequence[PrintedSlip]) -> "Draft":
        """What is kept."""
        return cls(tuple(map(_without_defaults, printers)), tuple(map(_without_defaults, slips)))

    def value(self, at: int, key: str) -> Any:
        """A printer's field, the default where nothing was entered."""
        return self.printers[at].get(key, Printer.model_fields[key].default)

    def with_value(self, at: int, key: str, value: object) -> "Draft":
        """Another value of a printer's field. What another way or place answers is not known any more."""
        changed = {**self.printers[at], key: value}
        if key in {"transport", "address", "baud"}:
            changed = {**changed, "answers": "none", "proved": None}
        renamed = self.slips
        if key == "name":
            before = self.printers[at].get("name")
            renamed = tuple({**s, "printer": value} if s["printer"] == before else s for s in self.slips)
        printers = (*self.printers[:at], _cleaned(changed), *self.printers[at + 1 :])
        return replace(self, printers=printers, slips=renamed)

    def stepped(self, at: int, key: str) -> "Draft":
        """The next of the few values of a printer's field."""
        return self.with_value(at, key, _next(CHOICES[key], self.value(at, key)))

    def added(self, name: str) -> "Draft":
        """One printer more, of that name."""
        return replace(self, printers=(*self.printers, {"name": name, "address": ""}))

    def removed(self, at: int) -> "Draft":
        """Without that printer, and without what printed there."""
        name = self.printers[at].get("name")
        kept = tuple(line for line in self.slips if line["printer"] != name)
        return Draft((*self.printers[:at], *self.printers[at + 1 :]), kept)

    @property
    def names(self) -> tuple[str, ...]:
        """The printers by name."""
        return tuple(str(printer.get("name", "")) for printer in self.printers)

    @property
    def table(self) -> tuple["TableRow", ...]:
        """A row a line, and one for each slip that prints nowhere."""
        rows = []
        for kind in SLIPS:
            lines = [place for place, line in enumerate(self.slips) if line["kind"] == kind]
            rows += [TableRow(kind, place) for place in lines] or [TableRow(kind)]
        return tuple(rows)

    def line(self, row: "TableRow") -> Values:
        """What that row says; nothing where its slip prints nowhere."""
        return {} if row.place is None else self.slips[row.place]

    def with_next_printer(self, row: "TableRow") -> "Draft":
        """The next printer, or none."""
        choices: tuple[object, ...] = (None, *self.names)
        after = _next(choices, self.line(row).get("printer"))
        if row.place is None:
            copies = {"copies": USUAL_COPIES[row.kind]} if row.kind in USUAL_COPIES else {}
            line = {"kind": row.kind, "printer": after, **copies}
            return replace(self, slips=(*self.slips, line)) if after is not None else self
        if after is None:
            return replace(self, slips=(*self.slips[: row.place], *self.slips[row.place + 1 :]))
        return self._with_line(row.place, printer=after)

    def with_next_copies(self, row: "TableRow") -> "Draft":
        """One copy more, after the most one again."""
        if row.place is None:
            return self
        copies = int(self.line(row).get("copies", 1))
        return self._with_line(row.place, copies=copies % MOST_COPIES + 1)

    def with_next_sources(self, row: "TableRow") -> "Draft":
        """Of every order, or of the next site's only."""
        if row.place is None or row.kind == SlipKind.Z:
            return self
        now = tuple(self.line(row).get("sources", ()))
        return self._with_line(row.place, sources=list(_next(SOURCES, now)))

    def one_more_line(self, row: "TableRow") -> "Draft":
        """The same slip on another printer, where there is one that it isn't printed on yet."""
        there = {line["printer"] for line in self.slips if line["kind"] == row.kind}
        other = next((name for name in self.names if name not in there), None)
        if other is None:
            return self
        return replace(self, slips=(*self.slips, {"kind": row.kind, "printer": other}))

    def _with_line(self, place: int, **changed: object) -> "Draft":
        line = _cleaned({**self.slips[place], **changed})
        return replace(self, slips=(*self.slips[:place], line, *self.slips[place + 1 :]))

    @property
    def tables(self) -> Mapping[str, list[dict[str, Any]]]:
        """As `Books.save` takes them."""
        return {
            "printer": [dict(each) for each in self.printers],
            "slip": [dict(each) for each in self.slips],
        }


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of the table; `place` is its line's, None where the slip prints nowhere."""

    kind: str
    place: int | None = None


def _next(choices: Sequence[Any], now: object) -> Any:
    at = choices.index(now) if now in choices else -1
    return choices[(at + 1) % len(choices)]


def _without_defaults(model: Printer | PrintedSlip) -> Values:
    said = model.model_dump(exclude_defaults=True)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}


def _cleaned(values: Values) -> Values:
    """Nothing stands there that says nothing."""
    return {key: value for key, value in values.items() if value is not None and value != []}
