"""A Z is kept as it was first printed, and printed again as that."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.devices.printing.layouts import layouts
from posdesk.domain.printing.setting import MM_58, MM_80, set_slip
from posdesk.domain.printing.slip import Bar, Block, Centred, Mark, Row, Rule, Scale, Text
from posdesk.domain.printing.z_slip import ZRow, ZSection, kept, printed_again
from tests.domain.printing.making import Z_147

_TEXTS = st.builds(
    Text,
    st.text("Z单 0147￥-.", max_size=8),
    st.builds(Scale, st.integers(1, 8), st.integers(1, 8)),
    st.booleans(),
)
_SIDES = st.lists(_TEXTS, max_size=2).map(tuple)
_BLOCKS: st.SearchStrategy[Block] = st.one_of(
    st.builds(Rule, st.booleans()),
    st.builds(Row, _SIDES, _SIDES, st.integers(0, 4), st.integers(0, 4)),
    *(st.builds(kind, _TEXTS) for kind in (Bar, Mark, Centred)),
)


@given(st.lists(_BLOCKS, max_size=5).map(tuple))
def test_what_was_kept_prints_again_as_it_was(slip: tuple[Block, ...]) -> None:
    assert printed_again(kept(slip)) == slip


@pytest.mark.parametrize("text", ["", "{}x", "[1]", '[{"kind": "row"}]', '[{"kind": "what", "text": 1}]'])
def test_what_is_no_slip_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        printed_again(text)


def test_of_a_phone_in_a_note_nothing_is_kept() -> None:
    note = ZSection((ZRow("打 13907318888 找王静"),))
    text = kept(layouts("zh_CN").z_slip(replace(Z_147, sections=(note,))))
    assert "139" not in text
    assert "找王静" in text


@pytest.mark.parametrize("columns", [MM_80, MM_58])
def test_every_word_and_sum_stands_on_it_once(columns: int) -> None:
    lines = set_slip(layouts("zh_CN").z_slip(Z_147), columns)
    said = "\n".join(" ".join(piece.text for piece in line) for line in lines)
    rows = [row for section in Z_147.sections for row in section.rows]
    for word in [*(row.label for row in (*Z_147.head, *rows)), "9,216.40", "0147", "现金", "18,585.00"]:
        assert word in said
    assert said.count("18,585.00") == 1
