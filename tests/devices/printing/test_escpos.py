"""A slip's bytes: the printer's own characters, the others drawn, and nothing in them that it would obey."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.devices.printing.charset import Charset
from posdesk.devices.printing.escpos import Profile, slip_bytes
from posdesk.devices.printing.raster import columns_of, harmless, row_bytes
from posdesk.domain.printing.cells import cells_of, width_of
from posdesk.domain.printing.setting import MM_58, MM_80, set_slip
from posdesk.domain.printing.slip import Bar, Row, Rule, Scale, Text


class Noise:
    """Draws every text as dots that look like chance, whatever a printer may read in them."""

    def draw(self, text: str, wide: int, high: int, *, bold: bool) -> Sequence[int]:
        dots = width_of(text) * wide * 12
        seeds = (
            sha256(f"{text}{bold}{row}".encode()).digest() * (dots // 256 + 1) for row in range(24 * high)
        )
        return [int.from_bytes(seed) & (1 << dots) - 1 for seed in seeds]


CHARSETS = st.sampled_from(list(Charset))
OBEYED = (b"\x10\x04", b"\x10\x05", b"\x10\x14")


@given(st.binary(max_size=300))
def test_a_picture_holds_nothing_that_a_printer_obeys(data: bytes) -> None:
    safe = harmless(data)
    assert not any(command in safe for command in OBEYED)
    assert len(safe) == len(data)
    assert all(new & old == old for new, old in zip(safe, data, strict=True))  # no dot is taken away


@given(
    st.text(st.sampled_from("饭焗𠮷é1A￥¥\x10\x04\x05\x14\x1b😀"), max_size=30),
    st.builds(Scale, st.integers(1, 8), st.integers(1, 8)),
    CHARSETS,
    st.booleans(),
)
def test_no_slip_holds_a_real_time_command(text: str, scale: Scale, charset: Charset, reverse: bool) -> None:
    block = Bar(Text(text, scale)) if reverse else Row((Text(text, scale),))
    data = slip_bytes(set_slip((block,), MM_58), Profile(charset, Noise()))
    assert not any(command in data for command in OBEYED)


def test_what_the_set_has_is_sent_as_text_and_the_yuan_is_full_width() -> None:
    data = slip_bytes(set_slip((Row((Text("葱¥12.00"),)),), MM_80), Profile(Charset.GBK, Noise()))
    assert "葱￥12.00".encode("gbk") in data


def test_a_character_that_the_set_lacks_is_a_picture_of_its_own_cells() -> None:
    line = set_slip((Row((Text("盐𠮷鸡"),)),), MM_80)
    data = slip_bytes(line, Profile(Charset.GBK, Noise()))
    before, picture, after = data.partition(b"\x1b*!" + (24).to_bytes(2, "little"))
    assert picture
    assert before.endswith("盐".encode("gbk"))
    assert after[24 * 3 :].startswith("鸡".encode("gbk"))


def test_gb18030_takes_no_character_of_four_bytes_as_its_own() -> None:
    assert Charset.GB18030.has("饭")
    assert not Charset.GB18030.has("𠮷")


def test_a_high_character_that_is_lacking_makes_its_line_a_picture() -> None:
    data = slip_bytes(set_slip((Row((Text("盐𠮷", Scale(2, 2)),)),), MM_80), Profile(Charset.GBK, Noise()))
    assert b"\x1dv0\x00" + (12).to_bytes(2, "little") + (48).to_bytes(2, "little") in data


def test_whatever_is_sent_as_text_takes_the_room_that_was_kept_for_it() -> None:
    """A printer's two-byte character is two cells wide, always."""
    everything = [chr(point) for point in range(0x80, 0x10000) if not 0xD800 <= point < 0xE000]
    for charset in (Charset.GBK, Charset.GB18030):
        wrong = [c for c in everything if charset.has(c) and len(charset.encoded(c)) != cells_of(c)]
        assert wrong == []


def test_an_accent_by_itself_is_no_picture_without_dots() -> None:
    data = slip_bytes(set_slip((Row((Text("x\u0301"),)),), MM_80), Profile(Charset.GBK, Noise()))
    assert b"\x1b*" not in data


def test_columns_and_rows_say_the_same_dots() -> None:
    rows = [1 << 23 >> at for at in range(24)]
    assert columns_of(rows, 24) == b"".join((1 << 23 >> at).to_bytes(3) for at in range(24))
    assert row_bytes(0b101, 3) == b"\xa0"


@pytest.mark.parametrize(("columns", "right"), [(MM_58, b"\x44\x01"), (MM_80, b"\x04\x02")])
def test_the_bytes_of_a_slip_are_these(columns: int, right: bytes) -> None:
    slip = (Row((Text("27", Scale(6, 6)),), (Text("12:41"),)), Rule(), Row((Text("葱", bold=True),)))
    data = slip_bytes(set_slip(slip, columns), Profile(Charset.GBK, Noise()))
    assert data == (
        b"\x1b@\x1c&\x1b3\x1e"
        b"\x1b$\x00\x00\x1d!\x55\x1bE\x00\x1dB\x0027\x1b$" + right + b"\x1d!\x00\x1bE\x00\x1dB\x0012:41\n"
        b"\x1b$\x00\x00\x1d!\x00\x1bE\x00\x1dB\x00" + b"-" * columns + b"\n"
        b"\x1b$\x00\x00\x1d!\x00\x1bE\x01\x1dB\x00\xb4\xd0\n"
        b"\x1dVB\x60"
    )
