"""Whether Windows' firewall lets a port in, by rules as Windows keeps them, in Chinese and in English."""

import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.host.firewall import Firewall, Rule, Wall, firewall, opening, rule_of

PYTHON = r"C:\Users\li\AppData\Local\Programs\posdesk\versions\0.1.0\python\pythonw.exe"
BY_NETSH = "v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8765|Name=posdesk 8765|"
BY_HAND_ZH = "v2.31|Action=Allow|Active=TRUE|Dir=In|Protocol=6|Profile=Private|LPort=8765|Name=收单端口|"
ASKED_AND_REFUSED = (
    "v2.32|Action=Block|Active=TRUE|Dir=In|Protocol=6|Profile=Public"
    rf"|App={PYTHON}|Name=pythonw.exe|Desc=pythonw.exe|Defer=User|"
)
OTHERS = (
    # as they stand on a new PC: for services, for calls out, for some callers, for a port by its name
    r"v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=RPC|App=%SystemRoot%\system32\svchost.exe|"
    "Svc=eventlog|Name=@FirewallAPI.dll,-29257|",
    r"v2.32|Action=Allow|Active=TRUE|Dir=Out|Protocol=6|App=System|Name=@FirewallAPI.dll,-28511|",
    "v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=17|LPort=8765|Name=UDP|",
    "v2.32|Action=Allow|Active=FALSE|Dir=In|Protocol=6|LPort=8765|Name=off|",
    "v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8765|RA4=LocalSubnet|Name=shop only|",
    r"v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=445|App=System|Name=文件和打印机共享|",
)


WORDS = (
    "v2.32",
    "Action=Allow",
    "Active=TRUE",
    "Dir=In",
    "Protocol=",
    "LPort=8765-",
    "LPort=-1",
    "App",
    "=",
    "",
)


def _of(*lines: str, is_on: bool = True) -> Firewall:
    return Firewall(is_on, tuple(rule for line in (*OTHERS, *lines) if (rule := rule_of(line)) is not None))


@pytest.mark.parametrize(
    ("lines", "wall", "name"),
    [
        ((), Wall.SHUT, ""),
        ((BY_NETSH,), Wall.OPEN, "posdesk 8765"),
        ((BY_HAND_ZH,), Wall.OPEN, "收单端口"),
        ((ASKED_AND_REFUSED,), Wall.BLOCKED, "pythonw.exe"),
        ((BY_NETSH, ASKED_AND_REFUSED), Wall.BLOCKED, "pythonw.exe"),
        (
            ("v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort2_10=8000-9000|Name=range|",),
            Wall.OPEN,
            "range",
        ),
        (
            ("v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort2_10=80|LPort2_10=443|Name=web|",),
            Wall.SHUT,
            "",
        ),
        (
            (f"v2.32|Action=Allow|Active=TRUE|Dir=In|App={PYTHON.upper()}|Name=all of it|",),
            Wall.OPEN,
            "all of it",
        ),
        ((rf"v2.32|Action=Allow|Active=TRUE|Dir=In|App={PYTHON}.other.exe|Name=another|",), Wall.SHUT, ""),
    ],
)
def test_what_the_firewall_does_with_a_call_is_read_from_its_rules(
    lines: tuple[str, ...], wall: Wall, name: str
) -> None:
    assert _of(*lines).lets_in(8765, PYTHON) == (wall, name)


def test_a_firewall_that_is_off_lets_in_and_one_that_cant_be_read_is_not_guessed() -> None:
    assert _of(ASKED_AND_REFUSED, is_on=False).lets_in(8765, PYTHON)[0] is Wall.OFF
    assert Firewall(is_known=False).lets_in(8765, PYTHON)[0] is Wall.UNKNOWN


@given(st.text(max_size=80) | st.lists(st.sampled_from(WORDS), max_size=8).map("|".join))
def test_no_line_however_strange_ends_the_look(line: str) -> None:
    found = rule_of(line)
    assert found is None or isinstance(found, Rule)


def test_the_step_for_an_administrator_opens_the_port_and_no_program() -> None:
    command = opening(8765)
    assert "localport=8765" in command
    assert "program=" not in command  # each version lies elsewhere


@pytest.mark.posix("elsewhere than on Windows there is none")
def test_elsewhere_nothing_is_known_of_it() -> None:
    assert not firewall().is_known


KEY = r"SOFTWARE\posdesk test policy"

if sys.platform == "win32":
    import winreg

    @pytest.fixture
    def policy() -> Iterator[str]:
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, rf"{KEY}\FirewallRules") as rules:
            for number, line in enumerate((*OTHERS, BY_HAND_ZH)):
                winreg.SetValueEx(rules, f"{{{number}}}", 0, winreg.REG_SZ, line)
        with winreg.CreateKey(winreg.HKEY_LOCAL_MACHINE, rf"{KEY}\PublicProfile") as profile:
            winreg.SetValueEx(profile, "EnableFirewall", 0, winreg.REG_DWORD, 0)
        yield KEY
        for name in ("FirewallRules", "PublicProfile"):
            winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, rf"{KEY}\{name}")
        winreg.DeleteKey(winreg.HKEY_LOCAL_MACHINE, KEY)

    @pytest.mark.windows("only Windows has a registry")
    def test_the_rules_are_read_where_windows_keeps_them(policy: str) -> None:
        found = firewall((policy,))
        assert found.is_on  # one profile of three has it off
        assert found.lets_in(8765, PYTHON) == (Wall.OPEN, "收单端口")
        assert not firewall((rf"{policy}\none",)).is_known
