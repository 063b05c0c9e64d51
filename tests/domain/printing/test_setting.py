"""A slip in lines of cells: whole, within the paper, and set as people read."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.printing.cells import printable
from posdesk.domain.printing.setting import MM_58, MM_80, Line, set_slip
from posdesk.domain.printing.slip import Bar, Block, Centred, Mark, Row, Rule, Scale, Text

PAPERS = st.sampled_from([MM_58, MM_80])
TEXTS = st.builds(
    Text,
    st.text(st.sampled_from("葱饭，。！（）aB1.¥￥ \n\x10\x1b😀é"), max_size=60),
    st.builds(Scale, st.integers(1, 8), st.integers(1, 8)),
    st.booleans(),
)
ROWS = st.builds(
    Row,
    st.lists(TEXTS, max_size=3).map(tuple),
    st.lists(TEXTS, max_size=2).map(tuple),
    st.integers(0, 8),
    st.integers(0, 8),
)
BLOCKS: st.SearchStrategy[Block] = st.one_of(
    ROWS,
    st.builds(Bar, TEXTS),
    st.builds(Mark, TEXTS),
    st.builds(Centred, TEXTS),
    st.builds(Rule, st.booleans()),
)
CLOSING = "，。！）"


def _words(lines: tuple[Line, ...]) -> str:
    return "".join(piece.text for line in lines for piece in line).replace(" ", "")


def _texts(block: Block) -> str:
    match block:
        case Row():
            return "".join(printable(text.text) for text in (*block.left, *block.right))
        case Rule():
            return ""
        case _:
            return printable(block.text.text)


@given(BLOCKS, PAPERS)
def test_no_character_is_lost_whatever_the_size_and_paper(block: Block, columns: int) -> None:
    lines = set_slip((block,), columns)
    if not isinstance(block, Rule):
        assert _words(lines) == _texts(block).replace(" ", "")


@given(BLOCKS, PAPERS)
def test_nothing_stands_outside_the_paper_or_over_another(block: Block, columns: int) -> None:
    for line in set_slip((block,), columns):
        ends = 0
        for piece in line:
            assert piece.at >= ends
            ends = piece.end
        assert ends <= columns


@given(st.text(st.sampled_from("饭菜a1，。！"), max_size=200), PAPERS)
def test_no_line_but_a_first_begins_with_a_closing_mark(text: str, columns: int) -> None:
    lines = set_slip((Row((Text(text),)),), columns)
    unbroken = any(piece.width == columns for line in lines for piece in line)
    for line in lines[1:]:
        assert line[0].text[0] not in CLOSING or unbroken


def test_an_amount_stands_at_the_right_of_the_last_line() -> None:
    lines = set_slip((Row((Text("辣椒炒肉盖饭" * 4),), (Text("28.00"),)),), MM_58)
    assert [piece.text for piece in lines[-1]][-1] == "28.00"
    assert lines[-1][-1].end == MM_58


def test_an_amount_that_has_no_room_beside_the_words_stands_below_them() -> None:
    lines = set_slip((Row((Text("饭" * 16),), (Text("28.00"),)),), MM_58)
    assert [len(line) for line in lines] == [1, 1]
    assert lines[1][0].end == MM_58


def test_a_number_that_is_too_wide_steps_down_in_size() -> None:
    (line,) = set_slip((Row((Text("20260321", Scale(6, 6)),)),), MM_58)
    assert line[0].scale == Scale(4, 4)


def test_foreign_text_holds_no_control_character() -> None:
    (line,) = set_slip((Row((Text("饭\x1b@\x10\x04\r\n\u202e葱"),)),), MM_80)
    assert line[0].text == "饭 @    葱"


def test_a_bar_is_as_wide_as_the_paper() -> None:
    (line,) = set_slip((Bar(Text("可能是第二份", Scale(2, 2))),), MM_58)
    assert line[0].reverse
    assert line[0].at == 0
    assert line[0].width == MM_58
