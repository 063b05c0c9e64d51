"""The tests that every change passes by Python for Windows, under wine: `start.py test` runs them, too.

Ends with 0 where they passed, with 1 where one failed, and with NOT_HERE where Windows can't be run on this
machine: then nothing was tried. POSDESK_WINDOWS=must, as CI says, makes that a failure, too.
All tests on Windows: `installer/release.py`.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINE = ROOT / "installer" / "windows" / "wine.py"
NOT_HERE = 77
MUST = "POSDESK_WINDOWS"
PATIENCE_S = 2700.0  # many times what they take by themselves
SAME_EACH_TIME = ("--randomly-seed=20261122", "--hypothesis-profile=replay")
_DOOR, _JOURNAL = "tests/engine/listening/test_listener_socket.py", "tests/journal"
_LAUNCHER = "tests/updates/test_launcher.py"
_RELAY = "tests/engine/relay"
TRIED: dict[str, tuple[str, ...]] = {
    "listener": (
        "tests/engine/test_loop.py",
        f"{_DOOR}::test_hundreds_of_reset_connections_never_close_the_door",
        f"{_DOOR}::test_a_busy_loop_is_not_taken_for_a_lost_door",
    ),
    "journal": (
        f"{_JOURNAL}/test_writer.py",
        f"{_JOURNAL}/orders/test_orders.py",
        f"{_JOURNAL}/test_crashes.py",
    ),
    "locks": (f"{_JOURNAL}/test_lock.py", "tests/engine/test_home_guard.py"),
    "vault": ("tests/settings/test_credentials.py",),
    "folder": (
        "tests/engine/listening/test_folder.py",
        "tests/engine/listening/test_folder_events.py",
        "tests/engine/test_folder_process.py",
    ),
    "backup and restore": (
        f"{_JOURNAL}/test_backup.py",
        f"{_JOURNAL}/test_compressed.py",
        f"{_JOURNAL}/rescue/test_restore.py",
        "tests/test_cli_backup.py",
    ),
    "boot": ("tests/host/test_boot.py", f"{_JOURNAL}/rescue/test_boot.py"),
    "export": ("tests/test_export.py",),
    "relay": (
        f"{_RELAY}/test_orders.py",
        f"{_RELAY}/test_tls_line.py",
        f"{_RELAY}/test_acts_between.py::test_what_one_counter_does_the_other_knows",
        f"{_RELAY}/test_acts_between.py::test_a_receipt_counts_in_the_hour_at_both",
        f"{_RELAY}/test_claims_at_work.py::test_the_second_press_names_the_first_counter",
        f"{_RELAY}/test_claims_at_work.py::test_an_order_is_handed_out_at_one_counter",
    ),
    "updates": (
        f"{_LAUNCHER}::test_a_new_version_that_comes_up_stays",
        f"{_LAUNCHER}::test_a_new_version_that_never_comes_up_is_tried_twice_then_the_former_one_is_started",
        f"{_LAUNCHER}::test_a_version_that_could_not_tell_is_neither_started_again_nor_gone_back_from",
        "tests/updates/test_updating.py::test_an_update_is_taken_backed_up_noted_and_started_the_next_time",
        "tests/updates/test_updating.py::test_gone_back_with_the_orders_that_came_meanwhile_still_there",
    ),
    "awake": ("tests/host/test_awake.py",),
    "start at sign-in": ("tests/host/test_autostart.py",),
    "doctor": ("tests/doctor/test_doctor.py",),
    "programs": ("tests/simulator/test_command.py", "tests/engine/test_process.py"),
    "behind another program": (
        "tests/desk/corner/test_corner.py::test_another_program_keeps_its_focus_and_every_key_while_orders_come_"
        "and_one_is_accepted_by_touch",
        "tests/desk/corner/test_corner.py::test_windows_never_activates_it",
        "tests/story/test_the_window_comes_back.py",
    ),
    "desk": ("tests/story/test_the_counter.py::test_an_order_is_heard_accepted_made_scanned_and_verified",),
}


def main() -> int:
    """Makes what is missing, runs the tests, and says how it went in one line."""
    began = time.monotonic()
    if subprocess.run([sys.executable, str(WINE), "--make"], check=False).returncode:
        must = os.environ.get(MUST) == "must"
        print(f"tests on Windows: {'FAILED, ' if must else ''}NOT RUN here, which is not counted as passed")
        return 1 if must else NOT_HERE
    files = [file for part in TRIED.values() for file in part]
    failed = run_on_windows((*files, "-q", *SAME_EACH_TIME), patience_s=PATIENCE_S).returncode
    seconds = time.monotonic() - began
    print(f"tests on Windows (wine): {'FAILED' if failed else 'passed'}, {seconds:.0f} s", flush=True)
    return 1 if failed else 0


def run_on_windows(
    words: Sequence[str], *, kept: bool = False, patience_s: float = 3600
) -> "subprocess.CompletedProcess[str]":
    """Runs pytest for Windows with `words`, a screen and a nats-server beside it; `kept` keeps its output.

    What takes longer than that hangs, and is ended as a failure: all of it, as it is a group of its own.
    Programs for Windows write in code pages, too: a byte that is no UTF-8 ends no run.
    """
    around = (sys.executable, "-m", "tests.support.session", "--nats-server")
    command = [*around, sys.executable, str(WINE), "-m", "pytest", "-p", "no:cacheprovider", *words]
    pipe = subprocess.PIPE if kept else None
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch,  # of who is killed, too
        subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "TMPDIR": scratch},
            stdout=pipe,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="backslashreplace",
            start_new_session=True,
        ) as process,
    ):
        output = ""
        try:
            output, _ = process.communicate(timeout=patience_s)
        except subprocess.TimeoutExpired:
            print(
                f"tests on Windows: not at their end after {patience_s:.0f} s, so they are ended", flush=True
            )
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
    return subprocess.CompletedProcess(command, process.returncode, output)


if __name__ == "__main__":
    sys.exit(main())
