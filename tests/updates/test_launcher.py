"""What starts posdesk: the current version, and the one before where a new one never comes up."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.updates import launcher
from posdesk.updates.launcher import CURRENT, FIRST_START, FORMER, LOCK, WENT_BACK, FirstStart
from tests.support.paths import ROOT
from tests.updates.making import COMES_UP, FAILS, HANGS, IN_USE, Root, root_in


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """Version 0.1.0 is current, 0.2.0 lies beside it and fails at its start."""
    made = root_in(tmp_path)
    made.add("0.1.0")
    (made.system / CURRENT).write_text("0.1.0\n", encoding="utf-8")
    return made


def switched(root: Root, way: str, **facts: int) -> Root:
    """An update to 0.2.0 has just been switched to."""
    root.add("0.2.0", way, own=True, **facts)
    launcher.switch(root.places, "0.2.0")
    return root


def test_the_current_version_is_started_with_the_words_it_was_called_with(root: Root) -> None:
    assert root.start("--home", "/a home", "doctor", "--json") == 0
    assert root.starts() == ["0.1.0 --home /a home doctor --json"]


def test_a_new_version_that_comes_up_stays(root: Root) -> None:
    assert switched(root, COMES_UP).start() == 0
    assert root.start() == 0
    assert root.versions_started() == ["0.2.0", "0.2.0"]
    assert (root.own / FORMER).read_text(encoding="utf-8") == "0.1.0"


def test_a_new_version_that_never_comes_up_is_tried_twice_then_the_former_one_is_started(root: Root) -> None:
    assert switched(root, FAILS).start("--home", "h") == 0
    assert root.starts() == ["0.2.0 --home h", "0.2.0 --home h", "0.1.0 --home h"]
    assert (root.own / WENT_BACK).read_text(encoding="utf-8") == "0.2.0"
    assert not (root.own / FIRST_START).exists()
    root.start()
    assert root.versions_started()[3:] == ["0.1.0"]


def test_what_hangs_at_its_first_start_is_ended_and_gone_back_from(root: Root) -> None:
    assert switched(root, HANGS).start(patience_s=0.5) == 0
    *hung, last = root.versions_started()
    assert last == "0.1.0"
    assert set(hung) <= {"0.2.0"}, "it may be ended before it wrote anything"
    assert (root.own / WENT_BACK).exists()


@pytest.mark.posix("Windows ends a program without asking it")
def test_what_does_not_come_up_may_close_its_journal_before_it_is_ended(root: Root) -> None:
    """Its port is taken, say, and somebody works in it already."""
    folder = switched(root, HANGS).places.folder_of("0.2.0")
    assert folder is not None
    start = (folder / "start.py").read_text(encoding="utf-8")
    told = "import pathlib, signal, sys; asked = pathlib.Path(sys.argv[1]) / 'asked'\n"
    told += "if asked.exists(): sys.exit(3)\n"
    told += "signal.signal(signal.SIGTERM, lambda *_: sys.exit(asked.touch()))\n"
    (folder / "start.py").write_text(told + start, encoding="utf-8")
    assert root.start(patience_s=5) == 0
    assert (root.own / "asked").exists()


def test_a_launcher_that_was_killed_meanwhile_has_counted_its_try(root: Root) -> None:
    """As if the PC lost its power in each try: the third start is the former version's."""
    switched(root, FAILS)
    for tries in (1, 2):
        (root.own / FIRST_START).write_text(json.dumps(asdict(FirstStart("0.2.0", "0.1.0", tries))))
    assert root.start() == 0
    assert root.versions_started() == ["0.1.0"]


def test_a_version_that_could_not_tell_is_neither_started_again_nor_gone_back_from(root: Root) -> None:
    """Its home was in use by the former one, which still runs."""
    switched(root, IN_USE)
    for _ in range(3):
        assert root.start() == 1
    assert root.versions_started() == ["0.2.0"] * 3
    assert not (root.own / WENT_BACK).exists()


def test_other_commands_are_no_first_start(root: Root) -> None:
    switched(root, FAILS)
    for words in (["doctor"], ["--home", "x", "export", "orders"], ["--version"]):
        root.start(*words)
    assert root.versions_started() == ["0.2.0"] * 3
    assert json.loads((root.own / FIRST_START).read_text(encoding="utf-8"))["tries"] == 0


def test_a_second_launcher_counts_no_try_while_one_watches(root: Root) -> None:
    switched(root, FAILS)
    with launcher.held(root.own / LOCK) as is_ours:
        assert is_ours
        assert root.start() == 3
    assert root.versions_started() == ["0.2.0"]
    assert json.loads((root.own / FIRST_START).read_text(encoding="utf-8"))["tries"] == 0


@pytest.mark.parametrize(
    "text",
    ['{"version": "0.2.0", "former": "0.1.0", "tries": "x"}', '{"version": ["0.2.0"], "former": 5}', "[]"],
)
def test_a_first_start_that_is_no_such_thing_hinders_no_start(root: Root, text: str) -> None:
    switched(root, COMES_UP)
    (root.own / FIRST_START).write_text(text, encoding="utf-8")
    assert root.start() == 0
    assert root.versions_started() == ["0.2.0"]


def test_where_no_try_can_be_counted_it_starts_all_the_same(root: Root) -> None:
    """As on a full disk: a shop that can't be told from a bad version opens."""
    switched(root, COMES_UP)
    (root.own / LOCK).mkdir()
    assert root.start() == 0
    assert root.versions_started() == ["0.2.0"]


def test_a_second_launcher_gives_no_try_back_that_it_did_not_count(root: Root) -> None:
    """Somebody clicks the icon once more while the first one still starts: its home is in use then."""
    switched(root, COMES_UP)
    counted = json.dumps(asdict(FirstStart("0.2.0", "0.1.0", 1)))
    (root.own / FIRST_START).write_text(counted, encoding="utf-8")
    folder = root.places.folder_of("0.2.0")
    assert folder is not None
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
    start += "from posdesk.updates import installed; installed.could_not_tell()"
    (folder / "start.py").write_text(start, encoding="utf-8")
    with launcher.held(root.own / LOCK) as is_ours:
        assert is_ours
        assert root.start() == 0
    assert json.loads((root.own / FIRST_START).read_text(encoding="utf-8"))["tries"] == 1


def test_where_the_former_one_can_not_open_the_journal_nothing_goes_back_by_itself(root: Root) -> None:
    switched(root, FAILS, schema=8, beside=7)
    assert root.start() == 3
    assert root.versions_started() == ["0.2.0"]
    assert (root.own / CURRENT).read_text(encoding="utf-8") == "0.2.0"


@pytest.mark.parametrize("torn", ["", "0.9.9", "../../../etc", "\x00\x00", "0.2.0 "])
def test_a_current_that_names_nothing_that_is_there_starts_the_newest_that_is(root: Root, torn: str) -> None:
    root.add("0.2.0")
    (root.system / CURRENT).write_text(torn, encoding="utf-8")
    assert root.start() == 0
    assert root.versions_started() == ["0.2.0"]


def test_a_torn_current_never_leads_back_to_what_did_not_come_up(root: Root) -> None:
    assert switched(root, FAILS).start() == 0
    for folder in {root.own, root.system}:
        (folder / CURRENT).write_text("\x00\x00", encoding="utf-8")
    assert root.start() == 0
    assert root.versions_started()[-2:] == ["0.1.0", "0.1.0"]


def test_a_version_that_is_not_whole_is_never_started(root: Root) -> None:
    (root.add("0.2.0") / launcher.VERSION_FILE).unlink()
    (root.system / CURRENT).write_text("0.2.0", encoding="utf-8")
    assert root.start() == 0
    assert root.versions_started() == ["0.1.0"]


@pytest.mark.posix("Windows has one root")
@pytest.mark.parametrize(("systems", "started"), [("0.1.0", "0.2.0"), ("0.2.0", "0.2.0"), ("0.3.0", "0.3.0")])
def test_the_systems_version_counts_where_it_is_newer_than_the_accounts_own(
    root: Root, systems: str, started: str
) -> None:
    switched(root, COMES_UP)
    root.start()
    if systems != "0.1.0":
        root.add(systems)
    (root.system / CURRENT).write_text(systems, encoding="utf-8")
    root.start()
    assert root.versions_started()[1:] == [started]


@pytest.mark.posix("Windows has one root")
def test_going_back_behind_the_systems_version_holds_until_that_changes(root: Root) -> None:
    root.add("0.2.0")
    (root.system / CURRENT).write_text("0.2.0", encoding="utf-8")
    launcher.make_current(root.places, "0.1.0")
    root.start()
    root.add("0.3.0")
    (root.system / CURRENT).write_text("0.3.0", encoding="utf-8")
    root.start()
    assert root.versions_started() == ["0.1.0", "0.3.0"]


def test_an_installers_switch_is_an_updates(root: Root) -> None:
    root.add("0.2.0", FAILS)
    assert root.start("--switch", "0.2.0") == 0
    assert root.start() == 0
    assert root.versions_started() == ["0.2.0", "0.2.0", "0.1.0"]


class Killed(BaseException):
    """The power went."""


def switch_cut_off(root: Root, step: int, patch: pytest.MonkeyPatch) -> None:
    """Switch to 0.2.0, then go back from it; the power goes when the so-manieth file is half written."""
    put, done = launcher.put, 0

    def cut(path: Path, text: str) -> None:
        nonlocal done
        done += 1
        if done == step:
            path.with_name(f"{path.name}.1.part").write_text(text[:3], encoding="utf-8")
            raise Killed
        put(path, text)

    patch.setattr(launcher, "put", cut)
    launcher.switch(root.places, "0.2.0")
    launcher.go_back(root.places, FirstStart("0.2.0", "0.1.0"))


@pytest.mark.parametrize("step", range(1, 6 if os.name == "nt" else 8))
def test_killed_at_each_step_of_a_switch_it_is_the_old_or_the_new_version_whole(
    root: Root, step: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new one fails: so whatever was cut off, the old one is what works in the end."""
    root.add("0.2.0", FAILS, own=True)
    with monkeypatch.context() as patch, pytest.raises(Killed):
        switch_cut_off(root, step, patch)
    for _ in range(2):
        assert root.start() == 0
        assert root.versions_started()[-1] == "0.1.0"


@given(st.lists(st.sampled_from(["--home", "--home=a", "doctor", "run", "engine", "x"]), max_size=4))
def test_the_word_of_a_command_is_never_a_homes_name(words: list[str]) -> None:
    found = launcher.word_of(words)
    assert not found.startswith("--home")
    if words[:1] == ["--home"]:
        assert found == launcher.word_of(words[2:])
