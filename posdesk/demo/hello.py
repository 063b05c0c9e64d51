"""What the demo says in the terminal at its start: who signs in how, and what there is to try."""

import sys
from collections.abc import Mapping
from pathlib import Path

from posdesk.demo.shop import PINS, STAFF
from posdesk.domain.rights import Role

_ROLES: Mapping[str, Mapping[Role, str]] = {
    "en": {role: role.value for role in Role},
    "zh_CN": {Role.CASHIER: "收银", Role.MANAGER: "经理", Role.ADMINISTRATOR: "管理员"},
}
_LINES: Mapping[str, tuple[str, str, str]] = {
    "en": (
        "posdesk demo: a made-up shop. The first orders come within seconds; no real platform is called.",
        """\
  Try: F2 accepts the marked order, F3 refuses it, F4 calls it ready, F5 shows all of it.
       F8 on an order that is ready leads to Pickup (Ctrl+2); there it is handed over.
       F12 signs in. Ctrl+3 shows the hours, Ctrl+4 what waits and what differs.""",
        "  It is kept in {home}; the secrets are not.",
    ),
    "zh_CN": (
        "posdesk 演示：虚构的门店。几秒内就有第一批订单，不会调用任何真实平台。",
        """\
  可以试试：F2 接下标出的订单，F3 拒单，F4 叫号备好，F5 查看全部内容。
       在备好的订单上按 F8 到取货页（Ctrl+2），在那里交付。
       F12 登录。Ctrl+3 看各小时，Ctrl+4 看等待和差异。""",
        "  内容保存在 {home}；密钥不保存。",
    ),
}


def hello(language: str, kept_in: Path | None) -> str:
    """The lines, `language` being "en" or "zh_CN"."""
    head, tries, kept = _LINES[language]
    roles = _ROLES[language]
    pins = (f"  PIN {pin}  {who.name} ({roles[who.role]})" for who, pin in zip(STAFF, PINS, strict=True))
    tail = (kept.format(home=kept_in),) if kept_in is not None else ()
    return "\n".join((head, *pins, tries, *tail, ""))


def say(text: str) -> None:
    """On stdout, where there is one, with what its encoding lacks escaped."""
    if sys.stdout is None:  # started by an icon on Windows
        return
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()
