"""Characters that a printer lacks are drawn, in their own cells."""

import pytest

from posdesk.devices.printing.charset import Charset
from posdesk.devices.printing.glyphs import glyphs


def test_everything_that_gbk_has_is_drawn_and_much_that_it_lacks() -> None:
    everything = [chr(point) for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000]
    wanted = [c for c in everything if Charset.GBK.has(c) and c.isprintable()]
    assert [c for c in wanted if not glyphs().has(c)] == ["≒"]  # which the printer has itself
    assert glyphs().has("𠮷")


@pytest.mark.parametrize(("wide", "high"), [(1, 1), (2, 1), (1, 2), (6, 6)])
def test_a_scaled_character_is_the_same_with_larger_dots(wide: int, high: int) -> None:
    plain = glyphs().draw("葱a", 1, 1, bold=False)
    scaled = glyphs().draw("葱a", wide, high, bold=False)
    assert len(scaled) == 24 * high
    for y, row in enumerate(scaled):
        for x in range(36 * wide):
            dot = row >> (36 * wide - 1 - x) & 1
            assert dot == plain[y // high] >> (35 - x // wide) & 1


def test_what_nobody_has_is_marked_and_takes_its_room() -> None:
    assert glyphs().draw("😀", 1, 1, bold=False) == glyphs().draw("〓", 1, 1, bold=False)


def test_bold_takes_no_dot_away() -> None:
    plain, bold = (glyphs().draw("葱", 1, 1, bold=bold) for bold in (False, True))
    assert all(thick & thin == thin for thick, thin in zip(bold, plain, strict=True))
    assert bold != plain
