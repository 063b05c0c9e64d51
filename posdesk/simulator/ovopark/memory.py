"""What ovopark holds: one set of figures for each enterprise, store and hour."""

from dataclasses import dataclass, replace
from datetime import datetime

from posdesk.simulator.ovopark.codes import Code, Refusal
from posdesk.simulator.ovopark.strict import Report


@dataclass(frozen=True, slots=True)
class ReportSeen:
    """A report that took effect, its figures as they were sent."""

    at: datetime
    total: str
    deal_num: str
    deal_person_num: str
    cover: bool


@dataclass(frozen=True, slots=True)
class HourSeen:
    """An hour as ovopark holds it; `hour` is its `createTime`, the last of `history` is what counts."""

    enterprise_id: int
    store: str
    hour: str
    history: tuple[ReportSeen, ...] = ()

    @property
    def held(self) -> ReportSeen:
        """The figures that count."""
        return self.history[-1]

    @property
    def effects(self) -> int:
        """How many reports took effect."""
        return len(self.history)


class Hours:
    """The memory; it only grows."""

    def __init__(self) -> None:
        self._hours: dict[tuple[int, str, str], HourSeen] = {}

    def holds(self, report: Report) -> bool:
        """Whether the hour has figures already."""
        return _key(report) in self._hours

    def is_repeat(self, report: Report) -> bool:
        """Whether the hour has these very figures already."""
        hour = self._hours.get(_key(report))
        return hour is not None and _figures(hour.held) == _figures(report)

    def take(self, report: Report, at: datetime) -> None:
        """Holds the report. Raises Refusal where the hour is held already and isn't to be covered."""
        if self.holds(report) and not report.cover:
            raise Refusal(Code.SALES_REPEAT)
        hour = self._hours.get(_key(report)) or HourSeen(*_key(report))
        seen = ReportSeen(at, *_figures(report), report.cover)
        self._hours[_key(report)] = replace(hour, history=(*hour.history, seen))

    def all(self) -> tuple[HourSeen, ...]:
        """Every hour, in the order of their first reports."""
        return tuple(self._hours.values())


def _key(report: Report) -> tuple[int, str, str]:
    return report.enterprise_id, report.store, report.hour


def _figures(held: Report | ReportSeen) -> tuple[str, str, str]:
    return held.total, held.deal_num, held.deal_person_num
