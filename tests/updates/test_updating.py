"""An update from looking to the first start, and the way back: nothing of the shop's is lost (row 67)."""

import contextlib
import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from posdesk import cli
from posdesk.doctor import machine
from posdesk.domain.books.receipt import Door
from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderState
from posdesk.journal import backup, schema
from posdesk.journal.audit import audit
from posdesk.journal.books import postings, receipts
from posdesk.journal.lock import holder_of
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.updates import installed, keys, launcher, taking, updating
from posdesk.updates.launcher import CURRENT, FIRST_START, VERSIONS, WENT_BACK
from posdesk.updates.refusals import UpdateRefused, Why
from tests.journal.later_schema import ADDS, later
from tests.journal.making import KEY, Counter, key_of, opened
from tests.journal.shifts.making import Till
from tests.journal.takings import till
from tests.support.paths import ROOT
from tests.support.processes import PATIENCE_S, kill, wait_for
from tests.support.update_keys import public
from tests.updates.chain import NOW, Chain, environment_of, installed_in
from tests.updates.making import BROKEN, FAILS, Root, environment, root_in


@pytest.fixture
def root(tmp_path: Path) -> Root:
    """0.1.0 runs here, of today's schema."""
    made = root_in(tmp_path)
    made.add("0.1.0", schema=schema.VERSION)
    (made.system / CURRENT).write_text("0.1.0", encoding="utf-8")
    return made


@pytest.fixture
def chain(tmp_path: Path) -> Chain:
    """Where the chain lays its updates."""
    return Chain(tmp_path / "chain")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A shop's home: an order that was made and handed over, nothing open."""
    with opened(tmp_path / "home") as journal:
        Counter(journal).add()
        Counter(journal).event(PlatformStatus.COMPLETED)
    return tmp_path / "home"


def updated(root: Root, chain: Chain, home: Path) -> Path | None:
    offer = updating.look(home, str(chain.folder), NOW, known=public())
    return updating.update(home, offer, installed_in(root), lambda: NOW, actor="Li")


def why_not(act: Any) -> UpdateRefused:
    with pytest.raises(UpdateRefused) as refused:
        act()
    return refused.value


def lines(home: Path) -> list[tuple[str, str]]:
    """What the audit trail says of the program."""
    with contextlib.closing(sqlite3.connect(home / schema.FILE_NAME)) as db:
        rows = db.execute("SELECT what, actor, detail FROM audit WHERE what LIKE 'program.%' ORDER BY number")
        return [(f"{what} by {actor}", json.loads(detail)["name"]) for what, actor, detail in rows]


def test_an_update_is_taken_backed_up_noted_and_started_the_next_time(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    kept = updated(root, chain, home)
    assert kept is not None
    assert kept.parent == home / backup.FOLDER
    assert backup.is_whole(kept)
    assert lines(home) == [("program.updated by Li", "0.1.0 > 0.2.0")]
    assert not (root.own / taking.INCOMING).exists()
    assert root.start() == 0
    assert root.starts() == ["0.2.0 --version", "0.2.0 "]


@pytest.mark.posix("Windows keeps a profile's folders private by itself")
def test_the_package_is_run_from_a_folder_that_is_ours_alone(
    root: Root, chain: Chain, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chain.lay(root)
    seen: list[tuple[int, int]] = []
    run = taking._unpack

    def look(package: Path, version: str, places: launcher.Places) -> None:
        modes = (package.parent.stat().st_mode, package.stat().st_mode)
        seen.append((stat.S_IMODE(modes[0]), stat.S_IMODE(modes[1])))
        assert package.is_relative_to(root.own)
        run(package, version, places)

    monkeypatch.setattr(taking, "_unpack", look)
    updated(root, chain, home)
    assert seen == [(0o700, 0o600)]


def test_an_update_that_does_not_start_here_is_never_switched_to(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root, way=BROKEN)
    assert why_not(lambda: updated(root, chain, home)).why is Why.NO_START
    assert root.places.current() == "0.1.0"
    assert lines(home) == []
    chain.lay(root)
    updated(root, chain, home)
    assert root.places.current() == "0.2.0", "the next one is laid in its place"


def test_a_package_of_another_version_than_its_list_says_is_refused(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root, says={"version": "0.3.0"})
    assert why_not(lambda: updated(root, chain, home)).why is Why.NOT_LAID
    assert root.places.current() == "0.1.0"


def test_an_update_waits_for_the_shift_the_orders_the_calls_and_the_prints(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    with opened(home) as journal:
        Till(journal).open()
        assert why_not(lambda: updated(root, chain, home)).open_now == {"shifts": 1}
        counter = Counter(journal)
        counter.add("A2")
        counter.write(lambda tx: receipts.store(tx, (till("0001"),), Door.HTTP))
        counter.write(postings.queue_receipts)
        refused = why_not(lambda: updated(root, chain, home))
    assert refused.open_now == {"shifts": 1, "orders": 1, "calls": 1}
    assert str(refused).endswith("Still open: the shift, orders (1), calls to platforms (1).")


def test_an_update_that_is_taken_but_not_started_yet_is_not_taken_twice(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    updated(root, chain, home)
    running = installed_in(root)
    look = partial(updating.look, home, str(chain.folder), NOW, known=public(), running=running)
    assert why_not(look).why is Why.SAME
    assert updating.go_back(home, running, NOW, "Li") == "0.1.0"
    assert look().manifest.version == "0.2.0"


def test_of_older_versions_only_the_last_ones_are_kept(root: Root, chain: Chain, home: Path) -> None:
    """What ran before an update and before that: the rest goes at the next one, so the disk is bounded."""
    for version in ("0.2.0", "0.3.0", "0.4.0", "0.5.0"):
        chain.lay(root, version)
        updated(root, chain, home)
        root.start()
    laid = {each.name for each in (root.own / VERSIONS).iterdir()}
    assert laid - {"0.1.0"} == {"0.3.0", "0.4.0", "0.5.0"}


# A first start


def test_a_version_that_answers_its_own_healthz_stays_and_no_other_ends_the_wait(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    updated(root, chain, home)
    for version, is_left in (("0.1.0", True), ("0.2.0", False)):
        with environment(environment_of(root, version)):
            installed.came_up()
        assert (root.own / FIRST_START).exists() is is_left


def test_a_start_in_a_home_that_is_in_use_gives_its_try_back(root: Root, chain: Chain, home: Path) -> None:
    chain.lay(root)
    updated(root, chain, home)
    launcher.put(root.own / FIRST_START, '{"version": "0.2.0", "former": "0.1.0", "tries": 1}')
    with environment({**environment_of(root, "0.2.0"), launcher.COUNTED: "1"}):
        for _ in range(2):
            installed.could_not_tell()
    first = root.places.first_start()
    assert first is not None
    assert first.tries == 0


def test_the_real_engine_ends_the_wait_once_its_healthz_answered(root: Root, tmp_path: Path) -> None:
    """The launcher starts a version that is this very posdesk; its own /healthz ends the first start."""
    folder = root.add("0.2.0")
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from posdesk.cli import main; sys.exit(main())"
    (folder / "start.py").write_text(start, encoding="utf-8")
    command = [sys.executable, "./start.py"]
    facts = {"version": "0.2.0", "built": "2026-11-01", "schema": 6, "beside": 6}
    text = json.dumps({**facts, "window": command, "console": command})
    (folder / launcher.VERSION_FILE).write_text(text, encoding="utf-8")
    launcher.switch(root.places, "0.2.0")
    work = tmp_path / "shop"
    work.mkdir()
    (work / "posdesk.toml").write_text("[listener]\nport = 0\n", encoding="utf-8")
    line = [sys.executable, str(root.file), "--home", str(work), "engine"]
    with subprocess.Popen(line, env=root.environment(), stdout=subprocess.DEVNULL) as process:
        try:
            wait_for(lambda: not (root.own / FIRST_START).exists(), "its own /healthz", patience_s=90)
            assert process.poll() is None
        finally:
            end(work, process)
    assert root.places.current() == "0.2.0"


def end(work: Path, launcher_process: "subprocess.Popen[bytes]") -> None:
    """The launcher first, which would start it once more; then the posdesk that it started."""
    launcher_process.kill()
    holder = holder_of(work)
    if holder is not None:
        kill(int(holder))
        wait_for(lambda: holder_of(work) is None, "its end")


# The way back


def test_gone_back_with_the_orders_that_came_meanwhile_still_there(
    root: Root, chain: Chain, home: Path
) -> None:
    """The new version brings a new schema that lets the former one in; the shop trades on in both."""
    chain.lay(root, schema=schema.VERSION + 1, beside=schema.VERSION)
    updated(root, chain, home)
    with pytest.MonkeyPatch.context() as patch:
        later(patch, (ADDS, schema.VERSION))
        with opened(home) as journal:
            Counter(journal).add("B1")
            Counter(journal).done(Kind.ACCEPT, key_of("B1"))
    assert updating.go_back(home, installed_in(root, "0.2.0"), NOW, "Li") == "0.1.0"
    assert root.start() == 0
    assert root.versions_started()[-1] == "0.1.0"
    with opened(home) as journal:
        counter = Counter(journal)
        assert counter.order(key_of("B1")).state is OrderState.ACCEPTED
        assert counter.order(KEY).state is OrderState.COMPLETED
        counter.add("B2")
        assert journal.read(audit.verify).broken_at is None
    assert [line for line, _ in lines(home)] == ["program.updated by Li", "program.went_back by Li"]
    assert why_not(lambda: installed.way_back(installed_in(root), home)).why is Why.NO_FORMER


def test_a_former_version_that_can_not_open_the_journal_is_no_way_back_and_that_is_said(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root, schema=schema.VERSION + 1, beside=schema.VERSION + 1)
    updated(root, chain, home)
    running = installed_in(root, "0.2.0")
    assert installed.way_back(running, home) == "0.1.0", "while the journal is as it was"
    with pytest.MonkeyPatch.context() as patch:
        later(patch, (ADDS, schema.VERSION + 1))
        with opened(home):
            pass
    refused = why_not(lambda: updating.go_back(home, running, NOW, "Li"))
    assert refused.why is Why.FORMER_SHUT_OUT
    assert "0.1.0 can't open the journal as it is now" in str(refused)
    assert root.places.current() == "0.2.0"


@pytest.mark.posix("Windows has one root")
def test_what_a_packages_upgrade_left_beside_the_new_version_can_be_gone_back_to(
    root: Root, home: Path
) -> None:
    """An administrator's apt laid 0.2.0; nobody but the account can choose for the account."""
    root.add("0.2.0", schema=schema.VERSION)
    (root.system / CURRENT).write_text("0.2.0", encoding="utf-8")
    assert updating.go_back(home, installed_in(root, "0.2.0"), NOW, "Li") == "0.1.0"
    root.start()
    assert root.versions_started() == ["0.1.0"]
    assert (root.system / CURRENT).read_text(encoding="utf-8") == "0.2.0"


def test_without_a_former_version_there_is_no_way_back(root: Root, chain: Chain, home: Path) -> None:
    running = installed_in(root)
    assert why_not(lambda: installed.way_back(running, home)).why is Why.NO_FORMER
    chain.lay(root)
    updated(root, chain, home)
    (root.system / VERSIONS / "0.1.0" / launcher.VERSION_FILE).unlink()
    assert why_not(lambda: installed.way_back(running, home)).why is Why.FORMER_GONE


def test_no_backup_is_ever_put_back_by_an_update_or_a_way_back(root: Root, chain: Chain, home: Path) -> None:
    """What was taken after the backup stays, also where the launcher went back by itself."""
    chain.lay(root, way=FAILS)
    updated(root, chain, home)
    with opened(home) as journal:
        Counter(journal).add("C1")
    assert root.start() == 0
    assert root.versions_started()[-1] == "0.1.0"
    assert (root.own / WENT_BACK).exists()
    with opened(home) as journal:
        assert Counter(journal).order(key_of("C1")).state is OrderState.NEW


def test_of_two_updates_at_once_one_is_refused_and_leaves_the_others_package_alone(
    root: Root, chain: Chain, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second one would copy what nobody has hashed yet to where the first one runs it from."""
    chain.lay(root)
    other = Chain(chain.folder.with_name("other"))
    other.lay(root, "0.3.0").write_bytes(b"of a stranger")
    lay = taking._run
    refused: list[Why] = []

    def meanwhile(command: Any, version: str, patience_s: float) -> str:
        if not refused:
            refused.append(why_not(lambda: updated(root, other, home)).why)
            refused.append(why_not(lambda: updating.go_back(home, installed_in(root), NOW, "Li")).why)
        return lay(command, version, patience_s)

    monkeypatch.setattr(taking, "_run", meanwhile)
    updated(root, chain, home)
    assert refused == [Why.BUSY, Why.BUSY]
    assert root.places.current() == "0.2.0"


def test_what_could_not_be_switched_to_is_no_update_in_the_audit_trail(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    (root.own / launcher.FORMER).mkdir()
    assert why_not(lambda: updated(root, chain, home)).why is Why.DISK
    assert lines(home)[-1][0] == "program.updated.failed by Li"
    assert root.places.current() == "0.1.0"


@pytest.mark.posix("Windows has one root")
def test_what_was_noted_before_a_packages_upgrade_is_not_the_version_before(
    root: Root, chain: Chain, home: Path
) -> None:
    """The account took 0.2.0; then an administrator's apt laid 0.3.0, and took 0.1.0 away."""
    chain.lay(root)
    updated(root, chain, home)
    root.add("0.3.0", schema=schema.VERSION)
    (root.system / CURRENT).write_text("0.3.0", encoding="utf-8")
    shutil.rmtree(root.system / VERSIONS / "0.1.0")
    assert installed.way_back(installed_in(root, "0.3.0"), home) == "0.2.0"


# Cut off

KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from posdesk.host import disk
from posdesk.journal import backup
from posdesk.journal.audit import audit
from posdesk.updates import launcher, taking, updating
from tests.support.update_keys import public
from tests.updates.chain import NOW, installed_in
from tests.updates.making import Root

system, own, home, place, last = map(Path, sys.argv[1:])
left = int(last.name)

def counted(function):
    def act(*words, **names):
        global left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGTERM if os.name == "nt" else signal.SIGKILL)
        return function(*words, **names)
    return act

for where, name in (
    (launcher, "put"), (launcher, "_replace"), (disk, "replace"), (disk, "remove"), (backup, "copy"),
    (audit, "write_beside"), (taking, "_run"), (taking, "_hash_of"), (taking, "_emptied"), (os, "fsync"),
):
    setattr(where, name, counted(getattr(where, name)))
offer = updating.look(home, str(place), NOW, known=public())
updating.update(home, offer, installed_in(Root(system, own)), lambda: NOW, actor="Li")
print("done")
"""


def _seen(environment: Mapping[str, str]) -> dict[str, str]:
    """With the checkout on the path, before what stands there."""
    path = [str(ROOT), str(ROOT / "installer"), environment.get("PYTHONPATH", "")]
    return {**environment, "PYTHONPATH": os.pathsep.join(each for each in path if each)}


def killed_after(root: Root, chain: Chain, home: Path, step: int) -> bool:
    """Update in a process that is killed before its step of that number; whether it came to its end."""
    words = [str(root.system), str(root.own), str(home), str(chain.folder), str(step)]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, *words],
        cwd=ROOT,
        env=_seen(os.environ),
        capture_output=True,
        check=False,
    )
    assert done.returncode != 1, done.stderr.decode()
    return done.stdout.strip() == b"done"


def laid(root: Root) -> set[str]:
    """All names in the account's own root, but for what a draft is called."""
    return {each.name for each in root.own.rglob("*") if not each.name.endswith(".part")}


@pytest.mark.timeout(600)
def test_killed_at_each_step_of_an_update_it_is_the_old_or_the_new_version_whole(
    root: Root, chain: Chain, home: Path
) -> None:
    """And the next try goes through, over whatever was left."""
    chain.lay(root)
    steps, before, version = 0, laid(root), "0.1.0"
    while version == "0.1.0":
        steps += 1
        is_done = killed_after(root, chain, home, steps)
        version = root.places.current()
        assert root.places.folder_of(version) is not None
        assert not is_done or version == "0.2.0"
        if laid(root) != before or version == "0.2.0":  # another state than the last one that was tried
            before = laid(root)
            assert root.start("doctor") == 0
            assert root.versions_started()[-1] == version
    assert steps > 10
    with opened(home) as journal:
        assert Counter(journal).order(KEY).state is OrderState.COMPLETED
        assert journal.read(audit.verify).broken_at is None
    assert root.start() == 0
    assert root.places.current() == "0.2.0"


# Nothing is called, and the command

SILENT = """
import sys
def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}:
        print("CALLED", event, args, file=sys.stderr)
sys.addaudithook(watch)
from posdesk.cli import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("words", [("update", "--check"), ("update",), ("update", "--check", "--from", "")])
def test_where_no_place_is_set_nothing_is_ever_called(root: Root, home: Path, words: tuple[str, ...]) -> None:
    line = [sys.executable, "-c", SILENT.replace("from posdesk.cli", _WITH_KEYS), "--home", str(home), *words]
    done = subprocess.run(
        line,
        cwd=ROOT,
        env=_seen(environment_of(root)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert "No place for updates is set" in done.stderr
    assert "CALLED" not in done.stderr


_WITH_KEYS = """from posdesk.updates import keys
from tests.support.update_keys import public
keys.of_build = public
from posdesk.cli"""


def test_only_the_place_of_updates_is_asked_and_only_by_a_person() -> None:
    """Remedy: nothing in the engine or at a start looks for updates; `updating.look` is a person's act."""
    asked = [
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "posdesk").rglob("*.py"))
        if "updating.look" in path.read_text(encoding="utf-8")
    ]
    assert [
        path for path in asked if path.startswith(("posdesk/engine", "posdesk/app", "posdesk/host"))
    ] == []
    callers = [
        path.name
        for path in sorted((ROOT / "posdesk" / "updates").glob("*.py"))
        if "httpx" in path.read_text(encoding="utf-8")
    ]
    assert callers == ["source.py"]


def test_the_command_says_what_the_page_says(
    root: Root, chain: Chain, home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "of_build", public)
    monkeypatch.setattr("posdesk.domain.clock.SystemClock.now", lambda _self: NOW)
    chain.lay(root)
    (home / "posdesk.toml").write_text(f"[update]\nfrom = {str(chain.folder)!r}\n", encoding="utf-8")
    plain = ("--home", str(home), "update")
    with environment(environment_of(root)):
        assert cli.main([*plain, "--check"]) == 0
        assert cli.main([*plain, "--from", str(chain.folder)]) == 0
        assert cli.main([*plain, "--check"]) == 0
        assert cli.main([*plain, "--back"]) == 0
        assert cli.main([*plain, "--back"]) == 1
    said = capsys.readouterr()
    assert said.out.splitlines()[0] == "Version 0.2.0 can be taken until 2026-12-29; 0.1.0 runs here."
    assert "Version 0.2.0 is taken: it starts when posdesk is opened the next time." in said.out
    assert "Version 0.2.0 is what runs here." in said.out
    assert "Version 0.1.0 starts when posdesk is opened the next time." in said.out
    assert "There is no earlier version here to go back to" in said.err


def test_posdesk_opens_again_by_the_launcher_with_the_words_it_had(
    root: Root, chain: Chain, home: Path
) -> None:
    chain.lay(root)
    updated(root, chain, home)
    with environment(environment_of(root)):
        running = installed.needed()
        with running.start_again(["--home", "/a home"]) as process:
            assert process.wait(PATIENCE_S) == 0
    assert root.starts()[-1] == "0.2.0 --home /a home"


@pytest.mark.parametrize(
    ("built", "went_back", "state"),
    [("2026-11-01", "", "ok"), ("2025-01-01", "", "look"), ("2026-11-01", "0.2.0", "look")],
)
def test_doctor_says_how_old_the_program_is(root: Root, built: str, went_back: str, state: str) -> None:
    """A build of long ago, and one that was gone back to, are for a person to look at."""
    facts = launcher.facts_of(root.places, "0.1.0")
    text = json.dumps({**facts, "built": built})
    (root.system / VERSIONS / "0.1.0" / launcher.VERSION_FILE).write_text(text, encoding="utf-8")
    if went_back:
        launcher.put(root.own / WENT_BACK, went_back)
    with environment(environment_of(root)):
        found = machine.build_of(installed.launched(), NOW)
    assert (found.state, found.facts["built"]) == (state, built)
    assert "0.1.0" in found.found.zh
    assert "0.1.0" in found.found.en
    assert bool(found.todo.en) is (state == "look")


def test_doctor_says_where_no_launcher_started_it() -> None:
    found = machine.build_of(None, NOW)
    assert (found.state, found.facts["days"]) == ("ok", None)
