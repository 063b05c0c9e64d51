"""Which slip prints when, on which printers, in how many copies: the table in the settings."""

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from posdesk.domain.orders.order import Order, OrderContent, OrderState
from posdesk.domain.printing.slip import SlipKind
from posdesk.records import dataclass

SLIPS_AFTER: Mapping[OrderState, tuple[SlipKind, ...]] = MappingProxyType(
    {
        OrderState.ACCEPTED: (SlipKind.KITCHEN, SlipKind.PACKING),
        OrderState.READY: (SlipKind.COURIER, SlipKind.CUSTOMER),
    }
)
"""What prints once an order stands there (design.md, 'Slips'); STOP prints when work on it must end."""

SLIPS_OF: Mapping[OrderState, tuple[SlipKind, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (OrderState.ACCEPTED, OrderState.READY, OrderState.COMPLETED),
            (SlipKind.KITCHEN, SlipKind.PACKING, SlipKind.COURIER, SlipKind.CUSTOMER),
        ),
        OrderState.CANCELLED: (SlipKind.STOP,),
    }
)
"""What may be printed again of an order that stands there: nobody is told to make what was cancelled."""


@dataclass(frozen=True, slots=True)
class PlannedSlip:
    """One line of the table; `layout` is the language of the slip.

    `sources` are codes of ordering sites, `dishes` codes of products: of any, where there is none.
    """

    slip: SlipKind
    printer: str
    layout: str = "zh_CN"
    copies: int = 1
    sources: frozenset[str] = frozenset()
    dishes: frozenset[str] = frozenset()

    def is_for(self, slip: SlipKind, content: OrderContent) -> bool:
        """Whether this slip of this order prints there, whole. Nobody delivers an order that is fetched."""
        if slip is not self.slip or (slip is SlipKind.COURIER and content.is_pickup):
            return False
        of_source = not self.sources or content.source_code in self.sources
        return of_source and (
            not self.dishes or any(each.product_code in self.dishes for each in content.lines)
        )


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """The whole table, in the settings' order; without lines nothing prints.

    `by_itself` is off where another counter of the store prints its slips of orders: here a person may.
    """

    lines: tuple[PlannedSlip, ...] = ()
    by_itself: bool = True

    def prints(self, slip: SlipKind) -> bool:
        """Whether any printer prints this slip, of whichever orders."""
        return any(line.slip is slip for line in self.lines)

    def of(self, slip: SlipKind, content: OrderContent, also: Collection[str] = ()) -> Iterator[PlannedSlip]:
        """The lines by which this slip of this order prints, one a printer; on `also` in any case."""
        fitting = [line for line in self.lines if line.is_for(slip, content)]
        others = [line for line in self.lines if line.slip is slip and line.printer in also]
        first: dict[str, PlannedSlip] = {}
        for line in (*fitting, *others):
            first.setdefault(line.printer, line)
        return iter(sorted(first.values(), key=self.lines.index))

    def again(self, order: Order) -> tuple[SlipKind, ...]:
        """The slips of it that may be printed again, and that a printer prints."""
        slips = SLIPS_OF.get(order.state, ())
        return tuple(slip for slip in slips if any(self.of(slip, order.content)))

    def of_z(self) -> Iterator[PlannedSlip]:
        """The lines by which a Z prints, one a printer."""
        first: dict[str, PlannedSlip] = {}
        for line in self.lines:
            if line.slip is SlipKind.Z:
                first.setdefault(line.printer, line)
        return iter(first.values())


NO_PLAN = PrintPlan()
