"""The figures of a long day: taken, gathered, compared with those after the first hour, and said."""

import statistics
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.faults import process_figures
from tests.faults.program import Program

MAY_GROW = 0.05
# RSS is what the machine gives; the heap's own part of it ("anonymous") is printed beside it.
COMPARED = ("RSS KiB", "threads", "handles", "SQLite connections", "WAL bytes")
LOOKS_AN_HOUR = 24  # for memory the last few count; what is open at a moment needs an hour's median
LAST_LOOKS = 5
SHOWN_HOURS = frozenset({1, 6, 12, 18, 24})
Figures = dict[str, float]


@dataclass(slots=True)
class Report:
    """How it went; `lines` are the figures, one a quick hour, and `calm` those once all is settled."""

    broken: list[str] = field(default_factory=list)
    lines: list[Figures] = field(default_factory=list)
    calm: Figures = field(default_factory=dict)
    types: list[Mapping[str, int]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def grown(self) -> list[str]:
        """What is over 5 % more at the end than after the first hour."""
        first, last = self.lines[0], self.lines[-1]
        over = (name for name in COMPARED if last[name] > first[name] * (1 + MAY_GROW))
        return [f"{name}: {first[name]:.0f} -> {last[name]:.0f}" for name in over]


class Watch:
    """Takes the figures."""

    def __init__(self, program: Program, report: Report) -> None:
        """Nothing is looked at yet."""
        self._program, self._report = program, report
        self._looks: list[process_figures.Sample] = []

    def look(self) -> None:
        """One look of many."""
        self._looks.append(self._program.look())

    def line(self, hour: float, looks: int = LOOKS_AN_HOUR) -> Figures:
        """The figures of the last looks, so many of them."""
        self.look()
        held = self._program.ask()
        types = held["types"]
        assert isinstance(types, dict)
        self._report.types.append(types)
        figures = _figures(self._looks[-looks:]) | {"hour": hour}
        return figures | {name: value for name, value in held.items() if isinstance(value, (int, float))}


def _figures(looks: Sequence[process_figures.Sample]) -> Figures:
    def median(values: Iterator[int]) -> float:
        return float(statistics.median_low(values))

    last = looks[-LAST_LOOKS:]
    kinds = sorted(set().union(*(look.handles for look in looks)))
    return {
        "RSS KiB": median(look.rss_kib for look in last),
        "anonymous KiB": median(look.anonymous_kib for look in last),
        "PSS KiB": median(look.pss_kib for look in last),
        "USS KiB": median(look.uss_kib for look in last),
        "threads": median(look.threads for look in looks),
        "handles": median(look.handle_count for look in looks),
        "SQLite connections": median(look.connections for look in looks),
        "WAL bytes": median(look.wal_bytes for look in looks),
        "WAL bytes, most": float(max(look.wal_bytes for look in looks)),  # while a reader stood in its way
        "journal bytes": float(looks[-1].journal_bytes),
        "children": float(max(look.children for look in looks)),
        **{f"handles: {kind}": median(look.handles[kind] for look in looks) for kind in kinds},
    }


# What is said


def say_line(line: Figures, counts: Counter[str]) -> None:
    handles = " ".join(f"{k[9:]}={v:.0f}" for k, v in line.items() if k.startswith("handles: "))
    shown = " ".join(
        f"{name}={line.get(name, 0):.0f}"
        for name in (
            "RSS KiB",
            "anonymous KiB",
            "USS KiB",
            "threads",
            "handles",
            "WAL bytes",
            "journal bytes",
        )
    )
    inside = " ".join(
        f"{name}={line.get(name, 0):.0f}" for name in ("objects", "blocks", "malloc_used", "malloc_free")
    )
    _say(f"hour {line['hour']:g}: {shown} ({handles}) {inside} orders={counts['orders']}")


def say_end(report: Report) -> None:
    for name, count in sorted(report.counts.items()):
        _say(f"{name}: {count}")
    marks = [line for line in report.lines if line["hour"] in SHOWN_HOURS] or report.lines
    names = [name for name in report.lines[-1] if name != "hour"]
    _say(
        "", f"{'':22}" + "".join(f"{'hour ' + format(m['hour'], 'g'):>12}" for m in marks) + f"{'growth':>9}"
    )
    for name in names:
        first, last = report.lines[0].get(name, 0), report.lines[-1].get(name, 0)
        growth = f"{(last / first - 1) * 100:+8.1f}%" if first else ""
        _say(f"{name:22}" + "".join(f"{m.get(name, 0):12.0f}" for m in marks) + growth)
    for name in sorted(set().union(*report.types), key=lambda n: -_more(report, n))[:15]:
        _say(f"objects of type {name}: {report.types[0].get(name, 0)} + {_more(report, name)}")
    _say("", *(f"BROKEN {words}" for words in report.broken), *(f"GROWN {words}" for words in report.grown()))


def _more(report: Report, name: str) -> int:
    last = report.types[len(report.lines) - 1]
    return last.get(name, 0) - report.types[0].get(name, 0)


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
