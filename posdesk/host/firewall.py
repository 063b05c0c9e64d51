"""Whether Windows' firewall lets calls in to a port: its rules are read here and never changed.

The rules stand in the registry, a line each, in English on every Windows (`netsh` is translated):

    v2.32|Action=Allow|Active=TRUE|Dir=In|Protocol=6|LPort=8765|Name=posdesk|

What a rule leaves out it doesn't ask for. A rule that blocks is stronger than any that allows. Windows makes
such rules itself, for the program, where nobody with an administrator's right answered its question.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

POLICY: Final = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy"
CHAIN_POLICY: Final = r"SOFTWARE\Policies\Microsoft\WindowsFirewall"
"""What a chain's administrators set for all their PCs."""
PROFILES: Final = ("DomainProfile", "StandardProfile", "PublicProfile")
_RULES: Final = "FirewallRules"
_TCP, _ANY_PROTOCOL = 6, 256
_BESIDE: Final = ("RA4", "RA6", "LA4", "LA6", "IF", "IFType", "RPort", "Svc", "AppPkgId", "LUAuth", "RUAuth")
"""What narrows a rule to some callers or doors: one of those says nothing of calls from anywhere."""


class Wall(StrEnum):
    """What the firewall does with a call to the port."""

    OFF = "off"
    OPEN = "open"
    BLOCKED = "blocked"  # by a rule of its own
    SHUT = "shut"  # no rule lets it in
    UNKNOWN = "unknown"  # the rules can't be read, or this is no Windows


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule for calls that come in; empty ports or program: any of them."""

    name: str
    allows: bool
    ports: tuple[tuple[int, int], ...] = ()
    program: str = ""

    def holds_for(self, port: int, program: str) -> bool:
        """Whether it is about calls to this port of this program."""
        is_ports = not self.ports or any(low <= port <= high for low, high in self.ports)
        return is_ports and self.program.lower() in {"", program.lower()}


@dataclass(frozen=True, slots=True)
class Firewall:
    """What Windows' firewall holds now; `is_on` is false only where every profile has it off."""

    is_on: bool = True
    rules: tuple[Rule, ...] = field(default=())
    is_known: bool = True

    def lets_in(self, port: int, program: str) -> tuple[Wall, str]:
        """What it does with a call, and the name of the rule by which."""
        if not self.is_known:
            return Wall.UNKNOWN, ""
        if not self.is_on:
            return Wall.OFF, ""
        about = [rule for rule in self.rules if rule.holds_for(port, program)]
        for allows, wall in ((False, Wall.BLOCKED), (True, Wall.OPEN)):
            if named := [rule.name for rule in about if rule.allows is allows]:
                return wall, named[0]
        return Wall.SHUT, ""


def rule_of(line: str) -> Rule | None:
    """A rule as the registry has it.

    None for one that is off, for calls out, for another protocol than TCP, or for some callers only.
    """
    _version, *parts = line.split("|")
    pairs = [(name, value) for name, is_pair, value in (part.partition("=") for part in parts) if is_pair]
    said = {name: [value for each, value in pairs if each == name] for name, _ in pairs}
    first = {name: values[0] for name, values in said.items()}
    is_ours = first.get("Active") == "TRUE" and first.get("Dir") == "In" and not said.keys() & set(_BESIDE)
    if not is_ours or first.get("Protocol", str(_ANY_PROTOCOL)) not in {str(_TCP), str(_ANY_PROTOCOL)}:
        return None
    ports = tuple(_ports([*said.get("LPort", ()), *said.get("LPort2_10", ())]))
    if ("LPort" in said or "LPort2_10" in said) and not ports:
        return None  # a port by a service's name: RPC and the like
    name, program = first.get("Name", ""), first.get("App", "").lower()
    return Rule(name, first.get("Action") == "Allow", ports, program)


def _ports(values: Iterable[str]) -> Iterator[tuple[int, int]]:
    """`8765` and `8000-9000`."""
    for value in values:
        low, _, high = value.partition("-")
        if low.isdecimal() and (high or low).isdecimal():
            yield int(low), int(high or low)


def opening(port: int) -> str:
    """The command by which an administrator opens the port: by the port, as each version lies elsewhere."""
    return (
        f'netsh advfirewall firewall add rule name="posdesk {port}" dir=in action=allow'
        f" protocol=TCP localport={port}"
    )


def firewall(policies: Sequence[str] = (POLICY, CHAIN_POLICY)) -> Firewall:
    """What Windows has now; nothing is known elsewhere, or where it lets nobody read it."""
    try:
        lines = [line for policy in policies for line in _values(rf"{policy}\{_RULES}")]
        on = [_is_on(rf"{policies[0]}\{profile}") for profile in PROFILES]
    except PermissionError:
        return Firewall(is_known=False)
    found = (rule_of(line) for line in lines)
    return Firewall(any(on), tuple(rule for rule in found if rule is not None), is_known=bool(lines))


if sys.platform == "win32":
    import winreg

    def _values(key: str) -> Iterator[str]:
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                count = winreg.QueryInfoKey(opened)[1]
                yield from (str(winreg.EnumValue(opened, number)[1]) for number in range(count))
        except FileNotFoundError:
            return

    def _is_on(key: str) -> bool:
        """A profile that says nothing has it on."""
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, key) as opened:
                return bool(winreg.QueryValueEx(opened, "EnableFirewall")[0])
        except FileNotFoundError:
            return True

else:

    def _values(key: str) -> Iterator[str]:
        yield from ()

    def _is_on(key: str) -> bool:
        return True
