"""The demo's own folder: a new one, an empty one, an earlier demo's; never one that may be a shop's."""

import sys
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.demo.run import demo_home, hello, is_filled, note_filled
from posdesk.demo.shop import PINS, STAFF
from posdesk.errors import SettingsError
from posdesk.settings.settings import DEMO_MARK as MARK


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_or_an_empty_folder_gets_the_mark_and_stays(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "new"):
        with demo_home(folder) as home:
            assert home == folder
            assert names_in(home) == [MARK]
        if folder is tmp_path:
            (folder / MARK).unlink()
    assert names_in(tmp_path / "new") == [MARK]


def test_an_earlier_demos_folder_is_taken_whatever_lies_there(tmp_path: Path) -> None:
    with demo_home(tmp_path):
        (tmp_path / "journal.sqlite").touch()
    with demo_home(tmp_path) as home:
        assert home == tmp_path


@pytest.mark.parametrize("name", ["posdesk.toml", "journal.sqlite", ".hidden"])
def test_a_folder_with_anything_else_in_it_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(SettingsError, match="neither empty nor a demo's"), demo_home(tmp_path):
        pass
    assert names_in(tmp_path) == [name]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_no_mark(tmp_path: Path) -> None:
    (tmp_path / MARK).symlink_to(__file__)
    with pytest.raises(SettingsError), demo_home(tmp_path):
        pass


def test_a_file_and_a_folder_in_no_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for named in (tmp_path / "file", tmp_path / "no" / "where"):
        with pytest.raises(SettingsError, match="can't be used"), demo_home(named):
            pass


def test_without_a_name_it_is_thrown_away() -> None:
    with demo_home(None) as home:
        (home / "journal.sqlite").touch()
        note_filled(home)
        assert not is_filled(home)
    assert not home.exists()


def test_the_last_days_are_stored_once_in_a_home_that_stays(tmp_path: Path) -> None:
    with demo_home(tmp_path) as home:
        assert not is_filled(home)
        note_filled(home)
    with demo_home(tmp_path) as home:
        assert is_filled(home)


def test_a_shop_never_works_in_a_demos_home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with demo_home(tmp_path):
        pass
    for command in ("run", "engine"):
        assert cli.main(["--home", str(tmp_path), command]) == 2
        assert "is the demo's" in capsys.readouterr().err


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_it_says_every_pin_the_keys_and_where_it_is_kept(language: str) -> None:
    home = Path("/srv/demo")
    said = hello(language, home, home / "slips")
    for each in (*PINS, *(person.name for person in STAFF), "F2", "F3", "F8", "F12", "Ctrl+2", str(home)):
        assert each in said
    assert str(home) not in hello(language, None, Path("slips"))
