"""The harness: what it fails, and what it hands to a test."""

import subprocess
import sys

import keyring
import pytest
from hypothesis import settings

from tests.support.keyring_backend import MemoryKeyring, seeded_environment
from tests.support.left_out import is_windows

_HARNESS = ("-p", "tests.support.harness", "-W", "error")


@pytest.fixture(autouse=True)
def _wait_for_threads_briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSDESK_JOIN_S", "2")


def _outcomes(pytester: pytest.Pytester, source: str) -> dict[str, int]:
    pytester.makepyfile(source)
    result = pytester.runpytest_subprocess(*_HARNESS)
    return result.parseoutcomes()


def test_a_thread_left_behind_fails_the_test(pytester: pytest.Pytester) -> None:
    outcomes = _outcomes(
        pytester,
        """
        import threading
        def test_leaves_one():
            threading.Thread(target=threading.Event().wait, daemon=True).start()
        """,
    )
    assert outcomes == {"passed": 1, "errors": 1}


def test_a_collector_left_on_fails_the_test(pytester: pytest.Pytester) -> None:
    outcomes = _outcomes(
        pytester,
        """
        import gc
        def test_leaves_it_on():
            gc.enable()
        """,
    )
    assert outcomes == {"passed": 1, "errors": 1}


def test_a_time_out_that_is_swallowed_ends_the_run_and_says_where_it_hung(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        @pytest.mark.timeout(0.5)
        def test_hangs():
            while True:
                try:
                    while True:
                        pass
                except BaseException:  # as PySide does around a slot
                    pass
        """
    )
    result = pytester.runpytest_subprocess(*_HARNESS, timeout=60)
    assert result.ret == 1
    result.stderr.fnmatch_lines(["Timeout*", "*in test_hangs"])


def test_a_thread_that_ends_by_itself_is_waited_for(pytester: pytest.Pytester) -> None:
    outcomes = _outcomes(
        pytester,
        """
        import threading
        def test_ends():
            threading.Timer(0.2, lambda: None).start()
        """,
    )
    assert outcomes == {"passed": 1}


def test_an_exception_in_a_thread_fails_the_test(pytester: pytest.Pytester) -> None:
    outcomes = _outcomes(
        pytester,
        """
        import threading
        def test_breaks_elsewhere():
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        """,
    )
    assert outcomes.get("passed", 0) == 0


def test_an_exception_that_nobody_can_catch_fails_the_test(pytester: pytest.Pytester) -> None:
    outcomes = _outcomes(
        pytester,
        """
        class Broken:
            def __del__(self):
                raise ValueError("unraisable")
        def test_drops_it():
            Broken()
        """,
    )
    assert outcomes.get("passed", 0) == 0


@pytest.mark.posix("Windows always has a screen")
def test_a_window_test_without_a_screen_fails_in_words(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    pytester.makeini("[pytest]\nmarkers = window: x")
    pytester.makepyfile("import pytest\n@pytest.mark.window\ndef test_window(): pass")
    result = pytester.runpytest_subprocess(*_HARNESS)
    result.stdout.fnmatch_lines(["*this test needs a screen and DISPLAY is not set*"])
    assert result.ret == 1


@pytest.mark.posix("Windows has no Secret Service")
def test_the_secret_service_of_a_person_is_never_written_to(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POSDESK_TEST_SECRET_SERVICE", raising=False)
    pytester.makeini("[pytest]\nmarkers = secretservice: x")
    pytester.makepyfile("import pytest\n@pytest.mark.secretservice\ndef test_secret(): pass")
    result = pytester.runpytest_subprocess(*_HARNESS)
    result.stdout.fnmatch_lines(["*would write to yours*"])
    assert result.ret == 1


def test_the_checks_that_failed_stand_above_the_last_line(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POSDESK_FAILED_CHECKS", "ruff check, mypy")
    pytester.makepyfile("def test_nothing(): pass")
    result = pytester.runpytest_subprocess(*_HARNESS)
    result.stdout.fnmatch_lines(["*checks that failed*", "ruff check, mypy", "*1 passed*"])


@pytest.mark.parametrize("run", [1, 2])
def test_each_test_starts_with_an_empty_keyring(memory_keyring: MemoryKeyring, run: int) -> None:
    assert keyring.get_password("posdesk", "listener/token") is None
    keyring.set_password("posdesk", "listener/token", f"token {run}")
    assert memory_keyring.get_password("posdesk", "listener/token") == f"token {run}"


def test_a_subprocess_finds_the_secrets_it_was_seeded_with() -> None:
    ask = "import keyring; print(keyring.get_password('posdesk', 'partner/meituan/appkey'))"
    environment = seeded_environment({"partner/meituan/appkey": "钥匙 k"})
    command = [sys.executable, "-X", "utf8", "-c", ask]
    answer = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert answer.stdout.decode().strip() == "钥匙 k"


@pytest.mark.secretservice
def test_the_real_secret_service_keeps_a_secret() -> None:
    keyring.set_password("posdesk", "harness", "秘密")
    try:
        assert keyring.get_keyring().__module__ == "keyring.backends.SecretService"
        assert keyring.get_password("posdesk", "harness") == "秘密"
    finally:
        keyring.delete_password("posdesk", "harness")


def test_generated_examples_have_no_deadline() -> None:
    assert settings.default is not None
    assert settings.default.deadline is None


_MARKERS = "[pytest]\nmarkers =\n  posix: x\n  windows: x\n  not_by_wine: x\n  secretservice: x\n"
_OTHER_SYSTEM = "posix" if is_windows() else "windows"


def test_what_cannot_run_here_is_left_out_and_its_reason_said_once(pytester: pytest.Pytester) -> None:
    pytester.makeini(_MARKERS)
    pytester.makepyfile(f"""
        import pytest

        @pytest.mark.{_OTHER_SYSTEM}("nothing here mends clocks")
        @pytest.mark.parametrize("number", range(3))
        def test_mends(number): assert False

        def test_runs_everywhere(): pass
        """)
    result = pytester.runpytest_subprocess(*_HARNESS)
    assert result.parseoutcomes() == {"passed": 1, "deselected": 3}
    result.stdout.fnmatch_lines(["*left out on this system*", "3 tests: nothing here mends clocks"])


def test_a_test_that_is_left_out_must_say_why(pytester: pytest.Pytester) -> None:
    pytester.makeini(_MARKERS)
    pytester.makepyfile(f"import pytest\n@pytest.mark.{_OTHER_SYSTEM}\ndef test_mends(): pass")
    result = pytester.runpytest_subprocess(*_HARNESS)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*say why it is marked `{_OTHER_SYSTEM}`*"])
