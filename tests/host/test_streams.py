"""What a command says: no text, and no missing, closed or dead stream, changes how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from posdesk.journal import Journal
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT

TOML = """
[store]
code = "001"
name = "湘阴一店"
[[partner]]
name = "meituan"
url = "http://127.0.0.1:9"
appid = "a"
[[staff]]
name = "李敏"
role = "cashier"
"""
ENDS = {  # with which number each command ends, whatever it speaks through
    ("credentials", "list"): 0,
    ("credentials", "set", "staff/王芳/pin"): 2,
    ("receipts", "import", "{home}/小票.json"): 1,
    ("audit", "verify"): 0,
    ("backup",): 0,
    ("export", "orders", "--format", "csv", "-o", "{home}/订单.csv"): 0,
    ("doctor", "--language", "zh_CN"): 1,
    ("audit", "verify", "--home", "{home}/没有"): 2,
    ("飞",): 2,
    ("simulator", "--config", "{home}/没有.json"): 2,
    ("receipts", "import", "--help"): 0,
}
each_command = pytest.mark.parametrize("words", ENDS, ids=" ".join)
POSIX = pytest.mark.posix("terminals and closed numbers as POSIX has them")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("收银台")
    (made / "posdesk.toml").write_text(TOML, encoding="utf-8")
    (made / "小票.json").write_bytes(b"{")
    Journal.migrate(made)
    return made


def environment(home: Path, **variables: str) -> dict[str, str]:
    """The home by the environment, and what else a case sets; without a stream encoding chosen outside."""
    inherited = {name: value for name, value in seeded_environment({}).items() if name != "PYTHONIOENCODING"}
    return {**inherited, "POSDESK_HOME": str(home), "PYTHONWARNINGS": "default::ResourceWarning", **variables}


def command(home: Path, words: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", "posdesk", *(word.format(home=home) for word in words)]


def ended(
    line: list[str], variables: dict[str, str], feed: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        line, env=variables, cwd=ROOT, input=feed, capture_output=True, check=False, timeout=60
    )


@each_command
def test_what_a_code_page_lacks_is_an_escape_and_no_traceback(home: Path, words: tuple[str, ...]) -> None:
    said = ended(command(home, words), environment(home, PYTHONIOENCODING="cp1252:strict"))
    assert b"Traceback" not in said.stderr
    assert said.returncode == ENDS[words]
    said.stdout.decode("cp1252")
    said.stderr.decode("cp1252")


@pytest.mark.parametrize("variables", [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_a_pipe_gets_utf8_whatever_the_systems_encoding(home: Path, variables: dict[str, str]) -> None:
    said = ended(command(home, ("credentials", "list")), environment(home, **variables))
    assert "staff/李敏/pin" in said.stdout.decode("utf-8")
    refused = ended(
        command(home, ("credentials", "delete", "staff/王芳/pin")), environment(home, **variables)
    )
    assert "李敏" in refused.stderr.decode("utf-8")
    told = ended(command(home, ("doctor", "--json")), environment(home, **variables))
    assert json.loads(told.stdout.decode("utf-8"))["parts"]


def test_a_secret_out_of_a_pipe_is_read_as_utf8(home: Path) -> None:
    """A file of UTF-8 that is read by a code page would be kept as another secret, without a word."""
    program = (
        "from posdesk.commands import credentials; from posdesk.host import command_line; "
        "command_line.make_safe(); "
        "print(ascii(credentials.piped()))"
    )
    variables = environment(home, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ended([sys.executable, "-c", program], variables, "密钥".encode()).stdout == ascii(
        "密钥"
    ).encode() + (os.linesep.encode())


@each_command
def test_a_program_without_streams_ends_as_one_with_them(home: Path, words: tuple[str, ...]) -> None:
    """So does pythonw, and posdeskw, start every command."""
    own = [word.format(home=home) for word in words]
    program = (
        "import sys; sys.stdin = sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = None;"
        f"from posdesk.cli import main; sys.exit(main({own!r}))"
    )
    without = ended([sys.executable, "-c", program], environment(home))
    assert without.returncode == ENDS[words]
    assert without.stdout + without.stderr == b""


@pytest.mark.windows("only Windows has pythonw")
@pytest.mark.parametrize(("words", "code"), [(("audit", "verify"), 0), (("飞",), 2)])
def test_under_pythonw_a_command_ends_with_its_own_code(
    home: Path, words: tuple[str, ...], code: int
) -> None:
    line = [str(Path(sys.executable).with_name("pythonw.exe")), *command(home, words)[1:]]
    assert subprocess.run(line, env=environment(home), cwd=ROOT, check=False, timeout=60).returncode == code


@POSIX
def test_closed_streams_leave_their_numbers_to_no_file_of_ours(home: Path) -> None:
    program = (
        "import os, sys; from posdesk.host import command_line; command_line.make_safe();"
        "own = os.open('own.txt', os.O_WRONLY | os.O_CREAT); os.write(2, b'noise'); print('nowhere');"
        "os.write(own, str(own).encode())"
    )
    shell = ["sh", "-c", 'exec "$@" <&- >&- 2>&-', "sh", sys.executable, "-c", program]
    subprocess.run(shell, env=environment(home), cwd=home, check=True, timeout=60)
    assert int((home / "own.txt").read_text(encoding="ascii")) > 2


@pytest.mark.parametrize("words", [("audit", "verify"), ("doctor",), ("--help",)])
def test_a_pipe_that_nobody_reads_ends_no_command(home: Path, words: tuple[str, ...]) -> None:
    wanted = {"audit": 0, "doctor": 1, "--help": 0}[words[0]]
    with subprocess.Popen(
        command(home, words),
        env=environment(home),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        said = process.stderr.read()
        assert process.wait(60) == wanted
    assert b"Traceback" not in said
    assert b"BrokenPipe" not in said


@POSIX
def test_a_full_disk_is_still_told(home: Path) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
        done = subprocess.run(
            command(home, ("audit", "verify")),
            env=environment(home),
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
            timeout=60,
        )
    assert done.returncode != 0


@POSIX
def test_a_terminal_keeps_its_encoding_and_shows_escapes(home: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(home, ("credentials", "list")),
        env=environment(home, PYTHONIOENCODING="ascii:strict"),
        cwd=ROOT,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        said = os.read(ours, 10_000)
        assert process.wait(60) == 0
    os.close(ours)
    assert rb"staff/\u674e\u654f/pin" in said
    assert b"Traceback" not in said
