"""`[auto_accept]` of posdesk.toml."""

from datetime import time
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from posdesk.domain.orders.auto_accept import AutoRule
from posdesk.settings.model import Model

TimeOfDay = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class AutoAccept(Model):
    """Which orders are accepted without a person (row 15); off until `on` says otherwise.

    `partners`: of these only, of any where none is named. `most_yuan`: no order that costs more. `start` and
    `end`: between these times of day only, the whole day where they are alike. `most`: in 15 minutes.
    """

    on: bool = False
    partners: tuple[str, ...] = ()
    most_yuan: Annotated[int, Field(ge=0)] | None = None
    start: TimeOfDay = "00:00"
    end: TimeOfDay = "00:00"
    most: Annotated[int, Field(ge=1, le=1000)] = 10

    @property
    def rule(self) -> AutoRule | None:
        """As the engine goes by it; None while it is off."""
        if not self.on:
            return None
        yuan = None if self.most_yuan is None else Decimal(self.most_yuan)
        start, end = (time.fromisoformat(each) for each in (self.start, self.end))
        return AutoRule(frozenset(self.partners), yuan, start, end, self.most)
