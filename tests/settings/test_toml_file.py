"""Writing one section of posdesk.toml: nothing else in it changes, and nothing is ever half written."""

import contextlib
import os
import stat
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from posdesk.errors import SettingsError, SettingsFault
from posdesk.host import disk
from posdesk.settings import settings
from posdesk.settings.book_sections import Wdk
from posdesk.settings.toml_file import write_section
from tests.support.windows_files import held, refuse_what_is_open

HAND_WRITTEN = """\
# our store, written by hand
[store]
code = "001"   # as the platforms call it
name = '湘阴一店'

[ovopark]      # hourly sales
akey = "old"
# the number comes from their console
enterprise_id = 11
shop_id = "D000001"

[[partner]]
name = "meituan"
url = "https://example.com/center/gateway"
appid = "m-1"
signature = { hash = "md5", text = "{appkey}{body}" }

[wdk]
app_key = "k"
store_id = "33571001"

[wdk.pay_types]
cash = "01"    # cash
alipay = "02"

[desk]
language = "en"
"""

_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "app_key": _TEXT | st.none(),
        "store_id": _TEXT | st.none(),
        "pos_no": _TEXT | st.none(),
        "pay_types": st.dictionaries(_TEXT, _TEXT, max_size=4) | st.none(),
        "from_orders": st.booleans() | st.none(),
        "sign_method": st.sampled_from(["md5", "hmac", "hmac-sha256"]) | st.none(),
        "returns": st.sampled_from(["positive", "negative"]) | st.none(),
    },
)
_WAYS_TO_WRITE_IT = (
    "",
    HAND_WRITTEN,
    "[wdk]\n",
    "[wdk]",
    'wdk = { app_key = "k", pay_types = { cash = "01" } }\n[store]\ncode = "1"\n',
    'wdk.app_key = "k"\nwdk.pay_types.cash = "01"\n[desk]\nlanguage = "en"\n',
    '[wdk]\napp_key = """k\n"""\npay_types.cash = "01"\n\n# the end',
    '[wdk.pay_types]\ncash = "01"\n[store]\ncode = "1"\n',
    '[store]\r\ncode = "1" # kept\r\n[wdk]\r\napp_key = "k"\r\n',
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """posdesk.toml as somebody wrote it by hand."""
    path = tmp_path / settings.FILE_NAME
    path.write_bytes(HAND_WRITTEN.encode())
    return path


def others(held: dict[str, object]) -> dict[str, object]:
    """All sections but the receipts'."""
    return {name: value for name, value in held.items() if name != "wdk"}


def test_one_changed_key_changes_one_line(file: Path) -> None:
    write_section(file.parent, "ovopark", {"akey": "new"})
    assert file.read_text(encoding="utf-8") == HAND_WRITTEN.replace('akey = "old"', 'akey = "new"')


def test_a_value_that_is_there_already_keeps_the_way_it_is_written(file: Path) -> None:
    write_section(file.parent, "store", {"name": "湘阴一店", "code": "001"})
    assert file.read_bytes() == HAND_WRITTEN.encode()
    assert not file.with_name("posdesk.toml.bak").exists()


def test_a_row_of_a_table_changes_and_its_neighbours_keep_their_comments(file: Path) -> None:
    chosen = write_section(file.parent, "wdk", {"pay_types": {"cash": "01", "wechat": "03"}})
    assert chosen.wdk is not None
    assert chosen.wdk.pay_types == {"cash": "01", "wechat": "03"}
    assert 'cash = "01"    # cash' in file.read_text(encoding="utf-8")


def test_a_key_of_none_is_taken_away_and_its_default_counts_again(file: Path) -> None:
    chosen = write_section(file.parent, "ovopark", {"enterprise_id": None, "zero_hours": None})
    assert chosen.ovopark is not None
    assert chosen.ovopark.enterprise_id is None
    assert "enterprise_id" not in file.read_text(encoding="utf-8")


def test_what_was_there_before_is_kept_beside_it(file: Path) -> None:
    write_section(file.parent, "ovopark", {"akey": "second"})
    write_section(file.parent, "ovopark", {"akey": "third"})
    assert 'akey = "second"' in file.with_name("posdesk.toml.bak").read_text(encoding="utf-8")


def test_a_home_without_a_file_gets_one(tmp_path: Path) -> None:
    home = tmp_path / "not" / "yet"
    write_section(home, "wdk", {"app_key": "k"})
    assert settings.load(home).wdk == Wdk(app_key="k")
    assert sorted(path.name for path in home.iterdir()) == ["posdesk.toml"]


def test_a_refused_value_names_its_key_and_writes_nothing(file: Path) -> None:
    with pytest.raises(SettingsError, match=r"ovopark\.grace_min: .*55"):
        write_section(file.parent, "ovopark", {"akey": "new", "grace_min": 90})
    assert file.read_bytes() == HAND_WRITTEN.encode()
    assert [path.name for path in file.parent.iterdir()] == ["posdesk.toml"]


def test_a_broken_neighbour_is_named_and_nothing_is_written(file: Path) -> None:
    broken = HAND_WRITTEN.replace('language = "en"', 'language = "fr"')
    file.write_bytes(broken.encode())
    with pytest.raises(SettingsError, match=r"desk\.language"):
        write_section(file.parent, "ovopark", {"akey": "new"})
    assert file.read_bytes() == broken.encode()


def test_a_value_that_was_broken_can_be_mended(file: Path) -> None:
    file.write_bytes(HAND_WRITTEN.replace("enterprise_id = 11", 'enterprise_id = "x"').encode())
    chosen = write_section(file.parent, "ovopark", {"enterprise_id": 12})
    assert chosen.ovopark is not None
    assert chosen.ovopark.enterprise_id == 12


@pytest.mark.parametrize(
    "content", [b"[wdk\n", b"wdk = 3\n", b"\xff\xfe[wdk]", b"[wdk]\n[wdk]\n", b"a = \x00"]
)
def test_a_file_that_is_no_settings_file_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_bytes(content)
    with pytest.raises(SettingsError, match=r"posdesk\.toml"):
        write_section(tmp_path, "wdk", {"app_key": "k"})
    assert path.read_bytes() == content


def test_a_folder_in_its_place_is_said(tmp_path: Path) -> None:
    (tmp_path / settings.FILE_NAME).mkdir()
    with pytest.raises(SettingsError, match="can't be read"):
        write_section(tmp_path, "wdk", {"app_key": "k"})


@pytest.fixture
def unwritable(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The same where nothing can be put into the folder: root may write where others may not."""

    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    if sys.platform == "win32" or os.geteuid() == 0:
        monkeypatch.setattr("posdesk.host.private.create", refuse)
    file.parent.chmod(0o500)
    yield file
    file.parent.chmod(0o700)


def test_a_read_only_folder_is_said_and_nothing_changes(unwritable: Path) -> None:
    with pytest.raises(SettingsError, match="can't be written: Permission denied"):
        write_section(unwritable.parent, "ovopark", {"akey": "new"})
    assert unwritable.read_bytes() == HAND_WRITTEN.encode()


def test_a_disk_that_fills_up_leaves_the_old_file_and_no_rest(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("posdesk.settings.toml_file.os.fsync", full)
    with pytest.raises(SettingsError, match="No space left"):
        write_section(file.parent, "ovopark", {"akey": "new"})
    assert file.read_bytes() == HAND_WRITTEN.encode()
    assert [path.name for path in file.parent.iterdir()] == ["posdesk.toml"]


@pytest.mark.posix("Windows has other permissions, and links need rights")
def test_a_link_stays_a_link_and_the_permissions_stay(file: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / settings.FILE_NAME).symlink_to(file)
    file.chmod(0o640)
    write_section(home, "ovopark", {"akey": "new"})
    assert (home / settings.FILE_NAME).is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert 'akey = "new"' in file.read_text(encoding="utf-8")


@hypothesis_settings(max_examples=40)
@given(text=st.sampled_from(_WAYS_TO_WRITE_IT), values=_VALUES, again=_VALUES)
def test_whatever_is_written_is_read_again_and_no_other_section_changes(
    tmp_path_factory: pytest.TempPathFactory,
    text: str,
    values: dict[str, object],
    again: dict[str, object],
) -> None:
    home = tmp_path_factory.mktemp("home")
    path = home / settings.FILE_NAME
    path.write_bytes(text.encode())
    before = tomllib.loads(text)
    for one in (values, again):
        chosen = write_section(home, "wdk", one)
        assert chosen == settings.load(home)
        held = chosen.wdk.model_dump() if chosen.wdk else {}
        assert {key: held[key] for key, value in one.items() if value is not None} == {
            key: value for key, value in one.items() if value is not None
        }
        assert others(tomllib.loads(path.read_bytes().decode())) == others(before)


def test_a_spelling_that_cannot_be_changed_in_its_place_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / settings.FILE_NAME
    path.write_text('wdk.pay_types.cash = "01"\nwdk.app_key = "k"\n[desk]\nlanguage = "en" # kept\n', "utf-8")
    chosen = write_section(tmp_path, "wdk", {"pay_types": {}, "app_key": None})
    assert chosen.wdk == Wdk()
    assert '[desk]\nlanguage = "en" # kept\n' in path.read_text(encoding="utf-8")


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is waited for."""
    monkeypatch.setattr(disk, "rest", lambda _seconds: None)
    refuse_what_is_open(monkeypatch)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", ["posdesk.toml", "posdesk.toml.bak"])
def test_while_another_program_has_it_open_that_is_said_and_all_is_as_it_was(file: Path, name: str) -> None:
    """An editor, a virus scanner: they have the file, or the copy of what was there before."""
    write_section(file.parent, "ovopark", {"akey": "second"})
    before = {path.name: path.read_bytes() for path in file.parent.iterdir()}
    with held(file.with_name(name)), pytest.raises(SettingsError) as told:
        write_section(file.parent, "ovopark", {"akey": "third"})
    assert str(told.value).startswith(f"{file.with_name(name)} can't be written: another program has it open")
    assert told.value.fault is SettingsFault.IN_USE
    assert {path.name: path.read_bytes() for path in file.parent.iterdir()} == before


@pytest.mark.usefixtures("impatient")
def test_the_first_change_that_is_given_up_leaves_no_copy_of_before(file: Path) -> None:
    with held(file), pytest.raises(SettingsError):
        write_section(file.parent, "ovopark", {"akey": "new"})
    assert [path.name for path in file.parent.iterdir()] == ["posdesk.toml"]


@pytest.mark.usefixtures("impatient")
def test_a_program_that_lets_go_meanwhile_hinders_no_change(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with contextlib.ExitStack() as other:
        other.enter_context(held(file))
        monkeypatch.setattr(disk, "rest", lambda _seconds: other.close())
        write_section(file.parent, "ovopark", {"akey": "new"})
    assert 'akey = "new"' in file.read_text(encoding="utf-8")


def test_a_read_only_file_is_changed_and_stays_read_only(file: Path) -> None:
    file.chmod(stat.S_IREAD)
    for akey in ("second", "third"):
        write_section(file.parent, "ovopark", {"akey": akey})
    assert 'akey = "third"' in file.read_text(encoding="utf-8")
    assert not file.stat().st_mode & stat.S_IWRITE
    assert len(list(file.parent.iterdir())) == 2


def test_the_mark_that_notepad_puts_before_the_text_is_no_mistake_and_stays(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + HAND_WRITTEN.encode())
    assert settings.load(file.parent).store.code == "001"
    write_section(file.parent, "ovopark", {"akey": "new"})
    changed = HAND_WRITTEN.replace('akey = "old"', 'akey = "new"')
    assert file.read_bytes() == b"\xef\xbb\xbf" + changed.encode()
    assert settings.load(file.parent).store.code == "001"
