"""What an editor, an input method or a copy puts into posdesk.toml: named by its place, mended as told."""

import contextlib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings import settings
from posdesk.settings.faults import WORDS
from posdesk.settings.settings import FILE_NAME, Settings, parse
from posdesk.settings.toml_file import write_section
from posdesk.settings.toml_text import DEEPEST

TEXT = """\
# the store
[store]
code = "001"  # as the platforms say
undo_s = 2.5

[[partner]]
name = "meituan"
url = "https://example.invalid/gateway"
appid = "mt-1"
sources = [4, 31]
signature = { hash = "md5" }
"""
WANTED = parse(TEXT, FILE_NAME)
_QUOTES = [at for at, each in enumerate(TEXT) if each == '"']
_BARE = [
    at
    for at, each in enumerate(TEXT)
    if TEXT.count('"', 0, at) % 2 == 0 and "#" not in TEXT[TEXT.rfind("\n", 0, at) + 1 : at + 1]
]
_SIGNS = [at for at in _BARE if TEXT[at] in "=[],{}"]
_BLANKS = [at for at in _BARE if TEXT[at] == " "]


def fault_in(text: str) -> SettingsError:
    """Raised by the text."""
    with pytest.raises(SettingsError) as raised:
        parse(text, FILE_NAME)
    return raised.value


def place_of(text: str, at: int) -> str:
    begins = text.rfind("\n", 0, at) + 1
    return f"{text.count(chr(10), 0, at) + 1}, {at - begins + 1}"


def offset_of(text: str, error: SettingsError) -> int:
    line, column = map(int, error.place.split(", "))
    return sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1


def with_at(text: str, at: int, character: str) -> str:
    return text[:at] + character + text[at + 1 :]


def mended_as_told(text: str, most: int = 60) -> Settings:
    """The settings after a person did what each sentence said."""
    for _ in range(most):
        try:
            return parse(text, FILE_NAME)
        except SettingsError as error:
            at = offset_of(text, error)
            text = with_at(text, at, _told(error.fault, text[at]))
    raise AssertionError(f"what is said leads nowhere: {text}")


def _told(fault: SettingsFault, character: str) -> str:
    if fault is SettingsFault.FULL_WIDTH:
        return unicodedata.normalize("NFKC", character)
    return {
        SettingsFault.INVISIBLE: "",
        SettingsFault.STRANGE_SPACE: " ",
        SettingsFault.CURLY_QUOTE: '"',
    }[fault]


@given(at=st.sampled_from(_BARE[1:]), mark=st.sampled_from("\ufeff\u200b\u202c\u2060\u00ad"))
def test_an_invisible_mark_is_named_where_it_stands(at: int, mark: str) -> None:
    text = TEXT[:at] + mark + TEXT[at:]
    error = fault_in(text)
    assert (error.fault, error.place) == (SettingsFault.INVISIBLE, place_of(text, at))
    assert f"U+{ord(mark):04X}" in str(error)
    assert mended_as_told(text) == WANTED


@given(
    places=st.sets(st.sampled_from(_BLANKS), min_size=1), blank=st.sampled_from("\u00a0\u3000\u2009\u202f")
)
def test_a_blank_that_toml_does_not_know_is_named_and_mended_as_told(places: set[int], blank: str) -> None:
    text = TEXT
    for at in places:
        text = with_at(text, at, blank)
    error = fault_in(text)
    assert (error.fault, error.place) == (SettingsFault.STRANGE_SPACE, place_of(text, min(places)))
    assert mended_as_told(text) == WANTED


@given(places=st.sets(st.sampled_from(_SIGNS), min_size=1))
def test_full_width_signs_are_named_and_mended_as_told(places: set[int]) -> None:
    text = TEXT
    for at in places:
        text = with_at(text, at, chr(ord(text[at]) + 0xFEE0))
    assert fault_in(text).fault is SettingsFault.FULL_WIDTH
    assert mended_as_told(text) == WANTED


@given(places=st.sets(st.sampled_from(_QUOTES), min_size=1), pair=st.sampled_from(["“”", "„“", "＂＂", "‘’"]))
def test_curly_quotes_are_named_and_mended_as_told(places: set[int], pair: str) -> None:
    text = TEXT
    for number, at in enumerate(_QUOTES):
        text = with_at(text, at, pair[number % 2] if at in places else '"')
    assert fault_in(text).fault is SettingsFault.CURLY_QUOTE
    assert mended_as_told(text) == WANTED


def test_a_curly_quote_before_another_text_of_its_line_is_named() -> None:
    line = 'signature = { hash = "md5”, text = "{body}" }\n'
    error = fault_in(f"[[partner]]\n{line}")
    assert (error.fault, error.place) == (SettingsFault.CURLY_QUOTE, f"2, {line.index('”') + 1}")


def test_curly_quotes_inside_a_text_are_its_own() -> None:
    assert parse('[store]\nname = "湘阴“一店”"\n', FILE_NAME).store.name == "湘阴“一店”"


_FOLDERS = st.lists(
    st.text("abfnrtuxU01 店.", min_size=1, max_size=6).map(str.strip).filter(bool), min_size=1, max_size=4
)


@given(folders=_FOLDERS, end=st.sampled_from(["", "\\"]))
def test_a_windows_path_is_taken_as_it_is_or_told_and_then_taken(folders: list[str], end: str) -> None:
    path = "C:\\" + "\\".join(folders) + end
    error = fault_in(f'[receipts]\nfolder = "{path}"\n')
    if error.fault is SettingsFault.BACKSLASH:
        assert error.place.startswith("2, ")
    else:
        assert error.key == "receipts.folder"
        assert "write it twice" in str(error), "a backslash became a character that no path has"
    twice = path.replace("\\", "\\\\")
    assert parse(f'[receipts]\nfolder = "{twice}"\n', FILE_NAME).receipts.folder == path


@pytest.mark.parametrize("mark", ["\u202a", "\u200b"])
@pytest.mark.parametrize("key", ["receipts.folder", "listener.tls_cert"])
def test_an_invisible_mark_in_a_path_is_named(key: str, mark: str) -> None:
    """Windows' own properties page copies U+202A before a path."""
    error = fault_in(f'{key} = "{mark}/srv/x"\n')
    assert error.key == key
    assert f"U+{ord(mark):04X}" in str(error)


@pytest.mark.parametrize(
    ("line", "fault", "column"),
    [
        ("name = 湘阴一店", SettingsFault.UNQUOTED, 8),
        ("undo_s = True", SettingsFault.UNQUOTED, 10),
        ('name = "湘阴一店', SettingsFault.UNCLOSED, 8),
        ("name = 'a\"", SettingsFault.UNCLOSED, 8),
        ('code = "1"', SettingsFault.TWICE, 1),
        ('name = "a\x01b"', SettingsFault.CONTROL, 10),
        ("uid = " + "9" * 5000, SettingsFault.LONG_NUMBER, 7),
    ],
)
def test_other_slips_are_named_where_they_stand(line: str, fault: SettingsFault, column: int) -> None:
    error = fault_in(f'[store]\ncode = "001"\n{line}\n')
    assert (error.fault, error.place) == (fault, f"3, {column}")


@pytest.mark.parametrize(
    "text",
    [
        "a = " + "[" * 20_000,
        "a = " + "{a=" * 20_000,
        "[store]\ncode = " + "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        ".".join("a" * 5_000) + " = 1\n",
        f"[{'.'.join('a' * 900)}]\n",
    ],
    ids=["lists", "tables", "just too deep", "points of a key", "points of a heading"],
)
def test_deep_toml_is_an_error_in_words(tmp_path: Path, text: str) -> None:
    assert fault_in(text).fault is SettingsFault.TOO_DEEP
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="nested deeper"):
        write_section(tmp_path, "wdk", {"app_key": "k"})


@pytest.mark.parametrize("marks", ["\ufeff", "\ufeff\ufeff"])
def test_the_marks_that_editors_put_before_the_text_are_passed_over_and_stay(
    tmp_path: Path, marks: str
) -> None:
    file = tmp_path / FILE_NAME
    file.write_text(marks + TEXT, encoding="utf-8")
    assert settings.load(tmp_path) == WANTED
    write_section(tmp_path, "wdk", {"app_key": "k"})
    written = file.read_text(encoding="utf-8")
    assert written.startswith(marks + TEXT)
    assert settings.load(tmp_path).wdk is not None


def test_a_file_saved_as_ansi_is_told_where_and_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes('[store]\nname = "店"\n'.encode("gb18030"))
    for read in (settings.load, lambda home: write_section(home, "wdk", {"app_key": "k"})):
        with pytest.raises(SettingsError, match=r"line 2, column 9: .*encoding UTF-8"):
            read(tmp_path)


@pytest.mark.parametrize("code", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_saved_as_utf_16_is_told_as_that(tmp_path: Path, code: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(TEXT.encode(code))
    with pytest.raises(SettingsError, match="UTF-16"):
        settings.load(tmp_path)


def test_a_key_with_a_mark_in_it_shows_the_mark() -> None:
    assert "store.co<U+200B>de: There is no such key." in str(fault_in('[store]\n"co\u200bde" = "1"\n'))


@given(
    text=st.text(st.sampled_from("ab=1[]{}\".'#\\\n “”\ufeff\u00a0＝\x01"), max_size=40),
)
def test_whatever_stands_there_ends_in_settings_or_in_words(text: str) -> None:
    with contextlib.suppress(SettingsError):
        parse(text, FILE_NAME)
        return
    error = fault_in(text)
    assert str(error).startswith(FILE_NAME)
    assert error.fault in WORDS
    assert "permitted" not in str(error)
