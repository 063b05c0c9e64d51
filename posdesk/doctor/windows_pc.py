"""What only a Windows PC has: its firewall's rule for our port, and the account that posdesk belongs to."""

import sys

from posdesk.doctor.report import Finding, Text, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.engine.listening.exposure import is_loopback
from posdesk.host import owner
from posdesk.host.firewall import Firewall, Wall, firewall, opening


def wall(snapshot: Snapshot) -> Finding | None:
    """Whether the firewall lets calls in to our port; nothing on another system."""
    if sys.platform != "win32":
        return None
    listener = snapshot.settings.listener
    return wall_finding(firewall(), listener.host, listener.port, sys.executable)


def wall_finding(found: Firewall, host: str, port: int, program: str) -> Finding:
    """The firewall's line; a port that only this PC reaches needs nothing of it."""
    if is_loopback(host):
        return ok("firewall", "只有本机使用端口，不需要防火墙规则", "for this PC only: no rule is needed")
    state, name = found.lets_in(port, program)
    if state is Wall.OFF:
        return ok("firewall", "Windows 防火墙已关闭", "Windows' firewall is off", wall=state.value)
    if state is Wall.OPEN:
        zh, en = f"Windows 防火墙已放行端口 {port}（规则“{name}”）", f"lets port {port} in (rule “{name}”)"
        return ok("firewall", zh, en, wall=state.value, rule=name)
    return look("firewall", _why(state, port, name), _todo(state, port, name), wall=state.value, rule=name)


def _why(state: Wall, port: int, name: str) -> Text:
    if state is Wall.BLOCKED:
        return Text(f"规则“{name}”拦截端口 {port} 的呼入", f"the rule “{name}” blocks calls to port {port}")
    if state is Wall.SHUT:
        return Text(
            f"没有放行端口 {port} 的规则，外面打不进来", f"no rule lets port {port} in: no call gets through"
        )
    return Text("读不到 Windows 防火墙的规则", "its rules can't be read")


def _todo(state: Wall, port: int, name: str) -> Text:
    """The one step that needs an administrator."""
    command = opening(port)
    if state is Wall.BLOCKED:
        zh = f"请管理员在“高级安全 Windows 防火墙 → 入站规则”里删除“{name}”，再运行：{command}"
        return Text(zh, f"An administrator removes the inbound rule “{name}”, then runs: {command}")
    if state is Wall.SHUT:
        return Text(f"请管理员运行一次：{command}", f"An administrator runs once: {command}")
    return Text(
        f"请管理员确认端口 {port} 已放行。", f"Have an administrator see to it that port {port} is let in."
    )


def account(_snapshot: Snapshot) -> Finding | None:
    """Which account posdesk belongs to on this PC; nothing where set-up named none."""
    path = owner.marker()
    named = owner.owner(path) if path is not None else ""
    return account_finding(named, owner.account(), str(path)) if named else None


def account_finding(named: str, own: str, path: str) -> Finding:
    """The account's line; an account's name is a person's often, so it stands in the file only."""
    if named.lower() == own.lower():
        return ok("account", "属于本账户", "belongs to this account")
    found = Text(
        f"这台电脑上的 posdesk 属于另一个 Windows 账户，名字在 {path} 里",
        f"on this PC posdesk belongs to another Windows account: {path} names it",
    )
    todo = Text(
        "用那个账户登录 Windows。该账户不再使用时，请管理员删除这个文件，再重新安装。",
        "Sign in to Windows as that one. If it is no longer used, an administrator deletes that file; then "
        "install posdesk again.",
    )
    return look("account", found, todo)
