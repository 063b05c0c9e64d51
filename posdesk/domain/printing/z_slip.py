"""What a Z says on paper: rows in sections, and how the whole is kept as it was first printed.

Whoever makes a Z fills `ZSlip` in words of one language; `kept` is the text that the journal keeps. Nothing
computes it again: one more copy prints what was kept, with a bar that says so.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from posdesk.domain.printing.layout import Entry, Facts
from posdesk.domain.printing.slip import Bar, Block, Centred, Mark, Row, Rule, Scale, Slip, Text
from posdesk.domain.privacy import without_any_phone
from posdesk.records import dataclass

_PHRASES: Mapping[str, type[Bar] | type[Mark] | type[Centred]] = {
    "bar": Bar,
    "mark": Mark,
    "centred": Centred,
}
_COUNT_TO_VALUE = 12  # cells in which an amount stands right behind a count


@dataclass(frozen=True, slots=True)
class ZRow:
    """A line: words at the left, a value at the right, a count before the value where there are both.

    `is_strong` stands out (a sum), `is_large` more so (net amount, difference), `is_inner` belongs to the one
    before.
    """

    label: str
    value: str = ""
    count: str = ""
    is_strong: bool = False
    is_large: bool = False
    is_inner: bool = False

    @property
    def right(self) -> str:
        """What stands at the right."""
        return f"{self.count}{self.value:>{_COUNT_TO_VALUE}}" if self.count else self.value


@dataclass(frozen=True, slots=True)
class ZSection:
    """Rows that belong together, under a title where they have one."""

    rows: tuple[ZRow, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class ZSlip:
    """A whole Z, in words of one language. `number` as it is written, 0147; `digest` may be empty.

    `head` says who opened and closed it when, the business day, first and last commit number. Then come sums
    by source, tender, cashier and hour, the cash, what was handed over, what came after the Z before, and the
    notes, each as a section.
    """

    store: str
    counter: str
    number: str
    head: tuple[ZRow, ...]
    sections: tuple[ZSection, ...]
    digest: str = ""


def z_facts(z: ZSlip) -> Facts:
    """What resources/slips/z.toml may say."""
    return {
        "store": z.store,
        "counter": z.counter,
        "number": z.number,
        "digest": z.digest,
        "head": [_entry(row) for row in z.head],
        "rows": [entry for section in z.sections for entry in _section(section)],
    }


def _section(section: ZSection) -> Iterator[Entry]:
    yield {**_entry(ZRow("")), "plain": "", "rule": "yes", "title": section.title}
    yield from map(_entry, section.rows)


def _entry(row: ZRow) -> Entry:
    style = next((name for name in ("large", "strong", "inner") if getattr(row, f"is_{name}")), "plain")
    styles = {name: "yes" if name == style else "" for name in ("large", "strong", "inner", "plain")}
    return {"label": row.label, "value": row.right, "rule": "", "title": "", **styles}


def kept(slip: Slip) -> str:
    """A slip as the journal keeps it; of a phone in it nothing is left. The same slip is the same text."""
    return json.dumps(list(map(_said, slip)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def printed_again(text: str) -> Slip:
    """The slip that was kept. Raises ValueError where the text is none."""
    try:
        return tuple(map(_block, json.loads(text)))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no slip") from error


def _said(block: Block) -> dict[str, Any]:
    match block:
        case Rule():
            return {"kind": "rule", "double": block.double}
        case Row():
            sides = {"left": list(map(_text, block.left)), "right": list(map(_text, block.right))}
            return {"kind": "row", **sides, "indent": block.indent, "hanging": block.hanging}
        case _:
            return {"kind": type(block).__name__.lower(), "text": _text(block.text)}


def _text(text: Text) -> list[Any]:
    return [without_any_phone(text.text), text.scale.wide, text.scale.high, text.bold]


def _block(said: dict[str, Any]) -> Block:
    match said["kind"]:
        case "rule":
            return Rule(bool(said["double"]))
        case "row":
            left, right = (tuple(map(_text_of, said[side])) for side in ("left", "right"))
            return Row(left, right, int(said["indent"]), int(said["hanging"]))
        case kind:
            return _PHRASES[kind](_text_of(said["text"]))


def _text_of(said: list[Any]) -> Text:
    text, wide, high, bold = said
    return Text(str(text), Scale(int(wide), int(high)), bool(bold))
