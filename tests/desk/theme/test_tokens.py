"""The tokens mean something: each one is used, and each number that they stand for is one of them."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from posdesk.desk.theme import (
    MOTION,
    Color,
    FontRole,
    Palette,
    Pane,
    StateInks,
    StateRole,
    WidthClass,
    Widths,
)
from posdesk.desk.theme.tokens import Lines, Radii, Sizes, tokens
from posdesk.domain.orders.source import Source
from tests.support.paths import ROOT

DESK = ROOT / "posdesk" / "desk"
LEAST_WINDOW_PX = 600  # what is compared with more is a window's width
TARGET_PX = 44
LAID = {"Box", "QRectF", "setGeometry", "setFixedHeight", "setMinimumHeight", "setFixedSize"}


def names(kind: type[Any]) -> set[str]:
    return {field.name for field in fields(kind)}


def leaves(values: Mapping[str, Any], *path: str) -> Iterator[tuple[str, ...]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from leaves(value, *path, key)
        else:
            yield (*path, key)


def known() -> set[tuple[str, ...]]:
    """Every token that the desk reads, by its path in the file."""
    found: set[tuple[str, ...]] = {("font", key) for key in ("family", "fallback", "optical_shift_number")}
    scale = tokens()["font"]["scale"]
    found |= {
        ("font", "scale", str(r), key) for r in FontRole for key in {"size", "weight"} & {*scale.get(r, ())}
    }
    found |= {("font", "scale", "number_new", "below_1680_wide")}
    found |= {("radius", name) for name in names(Radii)} | {("line_width", name) for name in names(Lines)}
    found |= {("motion", field.name) for field in fields(MOTION)} | {("two_panes_from",)}
    found |= {("layout", c.name.lower(), each) for c in WidthClass for each in names(Widths) | {"from"}}
    found |= {("panes", str(pane), step) for pane in Pane for step in tokens()["panes"][pane]}
    found |= {("state_role", str(role), name) for role in StateRole for name in names(StateInks)}
    found |= {("source_letter", tongue, str(source)) for tongue in ("zh", "en") for source in Source}
    for theme in ("light", "dark"):
        found |= {("color", theme, str(color)) for color in Color}
        found |= {("color", theme, "source", str(s), part) for s in Source for part in ("fill", "text")}
    return found


def test_every_token_of_the_file_is_read_and_none_is_missing() -> None:
    sizes = {("size", "_".join(path)) for path in leaves(tokens()["size"])}
    assert sizes == {("size", name) for name in names(Sizes)}
    rest = {path for path in leaves(tokens()) if path[0] not in {"meta", "size"}}
    assert rest == known()


def test_the_colours_by_name_are_those_of_the_enum() -> None:
    assert names(Palette) == {str(color) for color in Color}


@cache
def desk() -> Mapping[Path, str]:
    """The desk's source, without the modules that read the tokens."""
    paths = (path for path in DESK.rglob("*.py") if path.parent.name != "theme")
    return {path: path.read_text(encoding="utf-8") for path in paths}


def is_used(pattern: str) -> bool:
    """A module of the desk, or the style sheet, has it."""
    style = (DESK / "theme" / "style.py").read_text(encoding="utf-8")
    return any(re.search(pattern, source) for source in (*desk().values(), style))


@pytest.mark.parametrize(
    ("kind", "word"), [(Sizes, "size"), (Radii, "radius"), (Lines, "line"), (type(MOTION), "motion")]
)
def test_every_length_and_rate_is_used(kind: type[Any], word: str) -> None:
    assert [name for name in names(kind) if not is_used(rf"(?i:\b{word})\.{name}\b")] == []


def test_every_colour_and_font_is_used() -> None:
    by_state = {name for row in tokens()["state_role"].values() for name in row.values()}
    plain = [color for color in Color if color not in by_state]
    unused = [c for c in plain if not is_used(rf"\b(color|c)\.{c}\b|Color\.{c.name}\b|\{{{c}\}}")]
    assert unused == []
    assert [role for role in FontRole if not is_used(rf"FontRole\.{role.name}\b")] == []


def test_every_pane_is_used() -> None:
    assert [pane for pane in Pane if not is_used(rf"Pane\.{pane.name}\b")] == []


def numbers(node: ast.AST) -> Iterator[float]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, int | float):
            yield each.value


def own_widths(tree: ast.AST) -> Iterator[int]:
    """Lines on which a width is compared with a number of a window's size."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            large = [number for number in numbers(node) if number >= LEAST_WINDOW_PX]
            if large and "width" in ast.unparse(node).lower():
                yield node.lineno


def own_targets(tree: ast.AST) -> Iterator[int]:
    """Lines on which something is laid out as high as what a finger presses."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args:
            last = node.args[-1]
            is_as_high = isinstance(last, ast.Constant) and last.value == TARGET_PX
            if is_as_high and ast.unparse(node.func).split(".")[-1] in LAID:
                yield node.lineno


def test_widths_at_which_the_layout_changes_and_heights_of_targets_are_tokens() -> None:
    found = {
        f"{path.relative_to(DESK).as_posix()}:{line}"
        for path, source in desk().items()
        for tree in (ast.parse(source),)
        for line in (*own_widths(tree), *own_targets(tree))
    }
    assert found == set(), "take theme.width_class, theme.pane_width or theme.SIZE"
