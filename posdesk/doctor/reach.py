"""How a platform reaches this PC, and which ones really came in from outside (engine/listening/reach.py)."""

from posdesk.doctor.report import Finding, Text, look, ok
from posdesk.doctor.running import address_of
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.clock import in_china
from posdesk.engine.listening.exposure import is_loopback
from posdesk.engine.listening.listener_socket import name_of
from posdesk.engine.listening.reach import Door, Reach, reach_of
from posdesk.journal.orders.call_proofs import OutsideCall


def reach(snapshot: Snapshot) -> Finding | None:
    """The address to give to a platform, and what keeps it out; nothing while nothing listens."""
    found = _reach_of(snapshot)
    if snapshot.settings_error or found.door is Door.SHUT:
        return None
    if found.door is Door.THIS_PC:
        zh = f"只有本机的程序能打端口 {found.port}：平台的单要由本机的网关程序转发"
        en = f"only programs of this PC reach port {found.port}: a gateway program here must hand calls in"
        return ok("reach", zh, en, door=found.door.value)
    said = ", ".join(found.urls)
    if found.is_behind_provider:
        here = Text(f"{said}：在运营商的地址转换后面", f"{said}: behind the provider's address translation")
        todo = Text(
            "外面打不进来：要公网地址，或用网关。",
            "Nobody outside reaches it: get a public address, or a gateway.",
        )
        return look("reach", here, todo, urls=found.urls)
    if found.is_behind_router:
        zh, en = (
            f"店内地址 {said}，由路由器转发端口",
            f"in the shop's network {said}; the router forwards the port",
        )
        return ok("reach", zh, en, urls=found.urls)
    return ok("reach", f"给平台的地址 {said}", f"to give to platforms: {said}", urls=found.urls)


def outside(snapshot: Snapshot) -> Finding | None:
    """Which platforms' calls really came from outside: by their peer address, whatever a header says.

    One that never called at all is said by its last receive.
    """
    facts = snapshot.facts
    if facts is None or not facts.is_readable or snapshot.settings_error:
        return None
    called = [each.name for each in snapshot.settings.partner if each.name in facts.received]
    if not called:
        return None
    came = {name: facts.outside[name] for name in called if name in facts.outside}
    never = [name for name in called if name not in came]
    said = ", ".join(_said(name, call) for name, call in came.items())
    whole = {name: call.at for name, call in came.items()}
    if not never:
        return ok("outside", f"从外面打进来：{said}", f"came from outside: {said}", **whole)
    names = ", ".join(never)
    here = Text(f"没有记到从外面打来的：{names}", f"no call from outside is known of {names}")
    if said:
        here = Text(f"{here.zh}；从外面打进来：{said}", f"{here.en}; came from outside: {said}")
    if is_loopback(snapshot.settings.listener.host):  # a gateway program hands them in: nothing else can be
        return ok("outside", here.zh, here.en, **whole)
    todo = Text(
        "请平台按“设置”的“平台和密钥”里的地址推一单，或检查路由器。",
        "Have it push an order to the address in Settings, Platforms and secrets, or look at the router.",
    )
    return look("outside", here, todo, **whole)


def _said(name: str, call: OutsideCall) -> str:
    return f"{name} {in_china(call.at):%Y-%m-%d %H:%M} ({call.address})"


def _reach_of(snapshot: Snapshot) -> Reach:
    bound = address_of(snapshot.home)
    return reach_of(snapshot.settings.listener, name_of((bound.host, bound.port)) if bound else "")
