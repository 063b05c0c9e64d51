"""What was measured, in words, as a table for the README, and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.bench.measuring import Result, Spread


def lines(result: Result) -> Iterator[str]:
    """A line a quantity: posdesk's value, then the ratio to each other side, medians with their spread."""
    yield f"{result.figure.name}: {result.figure.what} (load {_range(result.loads)})"
    for quantity, unit in result.figure.units.items():
        yield f"    {quantity}: " + " · ".join(_words(result, quantity, unit))


def _words(result: Result, quantity: str, unit: str) -> Iterator[str]:
    for number, side in enumerate(result.sides):
        spread = result.spread(side, quantity)
        if spread is None:
            continue
        yield f"{side} {_figure(spread)} {unit}"
        ratio = result.ratio(side, quantity) if number else None
        if ratio:
            yield f"÷ {side} = {_figure(ratio)}"


def row(result: Result) -> str:
    """The figure as a row of the README's table: `| what | ratios or values | load |`."""
    cells = [
        f"{quantity}: {'; '.join(_short(result, quantity, unit))}"
        for quantity, unit in result.figure.units.items()
    ]
    return f"| {result.figure.what} | {'<br>'.join(cells)} | {_range(result.loads)} |"


def _short(result: Result, quantity: str, unit: str) -> Iterator[str]:
    ours, *others = result.sides
    own = result.spread(ours, quantity)
    if own:
        yield f"{_figure(own)} {unit}"
    for side in others:
        ratio = result.ratio(side, quantity)
        if ratio:
            yield f"**{_number(ratio.median)}** × {side} ({_number(ratio.least)}–{_number(ratio.most)})"


def as_json(result: Result) -> dict[str, Any]:
    """All values, for whoever compares two runs."""
    figure = result.figure
    return {
        "name": figure.name,
        "what": figure.what,
        "units": dict(figure.units),
        "values": result.values,
        "ratios": {
            side: {
                quantity: ratio.median
                for quantity in figure.units
                if (ratio := result.ratio(side, quantity)) is not None
            }
            for side in result.sides[1:]
        },
        "loads": result.loads,
    }


def _figure(spread: Spread) -> str:
    return f"{_number(spread.median)} ({_number(spread.least)}–{_number(spread.most)})"


def _number(value: float) -> str:
    """Three digits that count."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _range(loads: list[float]) -> str:
    return f"{min(loads):.1f}–{max(loads):.1f}" if loads else "–"
