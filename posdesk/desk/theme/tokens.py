"""The design's numbers and colours as they stand in resources/tokens.json; lengths and rates typed."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from posdesk.host.resources import resource
from posdesk.records import dataclass


@cache
def tokens() -> Mapping[str, Any]:
    """Returns the whole file. Raises FileNotFoundError where it is missing."""
    found: Mapping[str, Any] = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Sizes:
    """Heights, sides and the room in cards, in logical px."""

    control_height: int
    control_primary_pickup: int
    target_min: int
    top_bar: int
    action_bar: int
    lane_head: int
    gap_band: int
    chip: int
    nav_item: int
    row_ready: int
    row_pre: int
    row_found: int
    row_check: int
    row_table: int
    countdown_bar: int
    hatch_band: int
    tag_detail: int
    tag_new: int
    tag_making: int
    tag_row: int
    tag_bar: int
    icon_nav: int
    icon_inline: int
    icon_chip: int
    icon_result: int
    card_pad: int
    card_gap: int


@dataclass(frozen=True, slots=True)
class Radii:
    """Corner radii in logical px; a tag's is a share of its side."""

    remark: int
    control: int
    card: int
    corner_card: int
    chip: int
    key: int
    tag_share: float


@dataclass(frozen=True, slots=True)
class Lines:
    """How thick lines are, in logical px."""

    hairline: int
    selected: int
    total_rule: int


@dataclass(frozen=True, slots=True)
class Motion:
    """What may move: rates in Hz, times in ms."""

    stop_frame_hz: float
    flash_fallback_hz: float
    countdown_repaint_ms: int


def _flat(sizes: Mapping[str, Any]) -> dict[str, Any]:
    """{"tag": {"new": 34}} becomes {"tag_new": 34}."""
    flat: dict[str, Any] = {}
    for name, value in sizes.items():
        inner = value if isinstance(value, dict) else {"": value}
        flat |= {f"{name}_{key}".rstrip("_"): number for key, number in inner.items()}
    return flat


def _named(values: Mapping[str, Any], kind: type[Sizes | Radii | Lines | Motion]) -> dict[str, Any]:
    return {name: values[name] for name in kind.__match_args__}


SIZE: Final = Sizes(**_named(_flat(tokens()["size"]), Sizes))
RADIUS: Final = Radii(**_named(tokens()["radius"], Radii))
LINE: Final = Lines(**_named(tokens()["line_width"], Lines))
MOTION: Final = Motion(**_named(tokens()["motion"], Motion))
