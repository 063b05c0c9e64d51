"""The layouts that come with posdesk: resources/slips, one file a slip, both languages in it."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from posdesk.domain.clock import in_china
from posdesk.domain.orders.order import Order
from posdesk.domain.printing.layout import Layout, laid_out
from posdesk.domain.printing.order_facts import Print, copy_facts, order_facts
from posdesk.domain.printing.slip import Slip
from posdesk.domain.printing.z_slip import ZSlip, z_facts
from posdesk.host.resources import resource
from posdesk.records import dataclass

_INCLUDED = ("above", "below")
_AROUND_Z = ("above", "z_copy", "below")


@dataclass(frozen=True, slots=True)
class Layouts:
    """The slips in one language, "zh_CN" or "en"."""

    language: str
    words: Mapping[str, str]
    named: Mapping[str, Layout]

    def order_slip(self, order: Order, printed: Print) -> Slip:
        """One slip of an order."""
        facts = order_facts(order, printed, self.words)
        return laid_out(self.named[printed.slip.value], facts, self.named)

    def z_slip(self, z: ZSlip) -> Slip:
        """A Z as the journal keeps it; each copy is a `z_paper` of it."""
        return laid_out(self.named["z"], z_facts(z), self.named)

    def z_paper(self, kept: Slip, printed: Print) -> Slip:
        """One copy of a Z that was kept: the same words, with its own bars around and its own foot."""
        facts = copy_facts(printed, self.words)
        above, foot, below = (laid_out(self.named[name], facts, self.named) for name in _AROUND_Z)
        return (*above, *kept, *foot, *below)

    def test_slip(self, printer: str, at: datetime, asked: str) -> Slip:
        """What a printer is tried out with; `asked` is the command that it is asked by, empty for none."""
        printed = self.words["printed_at"].format(time=f"{in_china(at):%H:%M:%S}")
        unasked = "" if asked else "yes"
        facts = {"printer": printer, "printed": printed, "asked": asked, "unasked": unasked}
        return laid_out(self.named["test"], facts, self.named)


@lru_cache(maxsize=2)
def layouts(language: str) -> Layouts:
    """Read once. Raises KeyError where that language is none of the slips'."""
    names = ("kitchen", "packing", "courier", "customer", "stop", "test", "z", "z_copy", *_INCLUDED)
    return Layouts(language, _read("words")[language], {name: _layout(name, language) for name in names})


def _layout(name: str, language: str) -> Layout:
    table = _read(name)
    return Layout(name, table["block"], table.get("words", {}).get(language, {}))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resource(f"slips/{name}.toml").read_text(encoding="utf-8"))
