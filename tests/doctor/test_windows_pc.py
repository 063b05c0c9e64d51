"""What doctor says of a Windows PC: the firewall's one step for an administrator, and whose posdesk it is."""

from pathlib import Path

import pytest

from posdesk.doctor.report import TITLES, State
from posdesk.doctor.windows_pc import account_finding, wall_finding
from posdesk.host import owner
from posdesk.host.firewall import Firewall, Rule

PROGRAM = r"C:\posdesk\pythonw.exe"
OPEN = Firewall(rules=(Rule("收单", allows=True, ports=((8765, 8765),)),))
BLOCKED = Firewall(
    rules=(
        Rule("收单", allows=True, ports=((8765, 8765),)),
        Rule("pythonw.exe", allows=False, program=PROGRAM),
    )
)


@pytest.mark.parametrize(
    ("found", "host", "state", "words"),
    [
        (Firewall(), "127.0.0.1", State.OK, "no rule is needed"),
        (Firewall(is_on=False), "0.0.0.0", State.OK, "is off"),
        (OPEN, "0.0.0.0", State.OK, "lets port 8765 in (rule “收单”)"),
        (Firewall(), "0.0.0.0", State.LOOK, "no rule lets port 8765 in"),
        (BLOCKED, "0.0.0.0", State.LOOK, "the rule “pythonw.exe” blocks"),
        (Firewall(is_known=False), "::", State.LOOK, "can't be read"),
    ],
)
def test_doctor_says_whether_the_firewall_lets_the_port_in(
    found: Firewall, host: str, state: State, words: str
) -> None:
    said = wall_finding(found, host, 8765, PROGRAM)
    assert (said.part in TITLES, said.state) == (True, state)
    assert words in said.found.en
    assert said.found.zh
    assert bool(said.todo.en) == bool(said.todo.zh) == (state is State.LOOK)


@pytest.mark.parametrize("found", [Firewall(), BLOCKED])
def test_the_one_step_names_an_administrator_and_the_command(found: Firewall) -> None:
    todo = wall_finding(found, "0.0.0.0", 8765, PROGRAM).todo
    assert "administrator" in todo.en
    assert "管理员" in todo.zh
    assert todo.en.endswith("protocol=TCP localport=8765")


def test_another_account_is_told_whose_posdesk_it_is_and_neither_name_is_handed_on() -> None:
    assert account_finding(r"SHOP\Li", r"shop\li", "account.txt").state is State.OK
    other = account_finding(r"SHOP\li", r"SHOP\wang", r"C:\ProgramData\posdesk\account.txt")
    assert other.state is State.LOOK
    said = " ".join((other.found.zh, other.found.en, other.todo.zh, other.todo.en))
    assert r"C:\ProgramData\posdesk\account.txt" in said
    assert "li" not in said.replace("ProgramData", "").split()
    assert "wang" not in said


def test_the_account_is_read_as_set_up_writes_it(tmp_path: Path) -> None:
    marker = tmp_path / "account.txt"
    assert owner.owner(marker) == ""
    marker.write_bytes(b"\xff\xfe" + "门店\\收银\r\n".encode("utf-16-le"))
    assert owner.owner(marker) == "门店\\收银"
    marker.write_bytes(b"")  # cut off
    assert owner.owner(marker) == ""


@pytest.mark.windows("only Windows has such accounts")
def test_this_account_has_a_name() -> None:
    assert owner.account()
    assert owner.marker() is not None
