"""A slip's layout as data: from the file's tables and an order's facts to the slip's blocks.

A layout is a list of blocks (resources/slips says them in TOML). In texts `{name}` is a fact, or one of the
layout's words in the slip's language. A block with `if` stands only where that fact says something; blocks
beside each other with the same `each` stand once for every entry of that list; `include` puts another layout
in its place. So what a slip must not show can't stand on it: it is no fact of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from posdesk.domain.printing.slip import PLAIN, Bar, Block, Centred, Mark, Row, Rule, Scale, Slip, Text
from posdesk.records import dataclass

Entry = Mapping[str, str]
Facts = Mapping[str, str | Sequence[Entry]]
Table = Mapping[str, Any]

_KEYS = frozenset({"kind", "text", "left", "right", "indent", "hanging", "double", "if", "each", "include"})
_MADE: Mapping[str, Callable[[Text], Block]] = {"bar": Bar, "mark": Mark, "centred": Centred}


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout in one language: its blocks as the file says them, and its words."""

    name: str
    blocks: Sequence[Table]
    words: Mapping[str, str]

    def __post_init__(self) -> None:
        """Raises ValueError naming layout, block and key where a block says what nobody knows."""
        for number, block in enumerate(self.blocks, 1):
            unknown = block.keys() - _KEYS
            if unknown:
                raise ValueError(
                    f"slip layout {self.name}, block {number}: unknown {', '.join(sorted(unknown))}"
                )


def laid_out(layout: Layout, facts: Facts, others: Mapping[str, Layout]) -> Slip:
    """The slip. Raises KeyError naming what is neither a fact nor a word."""
    return tuple(_blocks(layout, facts, others))


def _blocks(layout: Layout, facts: Facts, others: Mapping[str, Layout]) -> Iterator[Block]:
    for listed, blocks in groupby(layout.blocks, lambda block: block.get("each")):
        if listed is None:
            for block in blocks:
                yield from _one(layout, block, facts, others)
        else:
            yield from _repeated(layout, tuple(blocks), facts, facts[listed])


def _repeated(
    layout: Layout, blocks: Iterable[Table], facts: Facts, entries: str | Sequence[Entry]
) -> Iterator[Block]:
    assert not isinstance(entries, str)
    for entry in entries:
        for block in blocks:
            yield from _one(layout, block, {**facts, **entry}, {})


def _one(layout: Layout, block: Table, facts: Facts, others: Mapping[str, Layout]) -> Iterator[Block]:
    if "if" in block and not facts[block["if"]]:
        return
    if "include" in block:
        yield from laid_out(others[block["include"]], facts, others)
        return
    filled = _Filled(layout.words, facts)
    kind = block.get("kind", "row")
    if kind == "rule":
        yield Rule(block.get("double", False))
    elif kind in _MADE:
        yield _MADE[kind](filled.text(block["text"]))
    else:
        left, right = (tuple(map(filled.text, block.get(side, ()))) for side in ("left", "right"))
        yield Row(left, right, block.get("indent", 0), block.get("hanging", 0))


@dataclass(frozen=True, slots=True)
class _Filled:
    words: Mapping[str, str]
    facts: Facts

    def text(self, table: Table) -> Text:
        """One text with its facts and words in it."""
        named = {**self.words, **{name: fact for name, fact in self.facts.items() if isinstance(fact, str)}}
        scale = Scale(*table["scale"]) if "scale" in table else PLAIN
        return Text(_put_in(table["text"], named), scale, table.get("bold", False))


def _put_in(text: str, named: Mapping[str, str]) -> str:
    """Like str.format_map, but a fact can't reach into anything: no attributes, no indexes, no formats."""
    parts = text.replace("}", "{").split("{")
    return "".join(part if at % 2 == 0 else named[part] for at, part in enumerate(parts))
