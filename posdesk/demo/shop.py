"""The demo's shop: its settings, its made-up secrets, and what the simulator is told of both."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from posdesk.domain.rights import Role
from posdesk.engine.listening.listener_socket import GATEWAY_PATH
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import LISTENER_TOKEN, OVOPARK_SECRET, WDK_SECRET, WDK_SESSION
from posdesk.settings.printers import PrintedSlip, Printer, SlipName
from posdesk.settings.relay import RelaySettings
from posdesk.settings.settings import Desk, Listener, Partner, Settings, Staff, Store

_SLIPS: tuple[SlipName, ...] = ("kitchen", "packing", "courier", "customer", "stop", "z")
STAFF = (Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER))
PINS = ("111111", "222222")
FIRST, SECOND = "1", "2"
STORE_CODE, STORE_UID, STORE_NAME = "001", 1, "湘阴一店"
STORE_ID, TILL, DESK = "33571001", "POS001", "POS009"
_SECOND_DESK = "POS010"
_SITES = (("meituan", (4, 31), 300), ("eleme", (20,), 240), ("baidu", (3,), 300), ("qr", (17,), 180))
SITE_NAMES = tuple(name for name, _, _ in _SITES)
_ENTERPRISE, _SHOP, _DEPARTMENT = 11, "D000001", 20331
_ORIGIN = "RENRENLE"
_PAY_TYPES = {"301": "04", "302": "06", "303": "07", "304": "05", "309": "09", "cash": "01"}
_REFUSED_AFTER_S, _LATE_AFTER_S = 25, 50


@dataclass(frozen=True, slots=True)
class DemoKeys:
    """Keys that were made up a moment ago: the sites' by name, the books' by keyring name."""

    sites: Mapping[str, str]
    books: Mapping[str, str]

    def by_keyring_name(self) -> dict[str, str]:
        """Every secret under the name that the keyring would have it."""
        sites = {f"partner/{name}/appkey": key for name, key in self.sites.items()}
        pins = {person.secret_name: pin for person, pin in zip(STAFF, PINS, strict=True)}
        return {**sites, **pins, **self.books}


def new_keys() -> DemoKeys:
    """New keys, for this demo only."""
    names = (OVOPARK_SECRET, WDK_SECRET, WDK_SESSION, LISTENER_TOKEN)
    return DemoKeys(
        {name: secrets.token_hex(16) for name, _, _ in _SITES}, {n: secrets.token_hex(16) for n in names}
    )


def appid_of(site: str) -> str:
    """Under which it calls and is called."""
    return f"demo-{site}"


def simulator_config(keys: DemoKeys, address: str, slips: str = "") -> dict[str, object]:
    """What the simulator is told: where the desk listens, with its port, and where its slips shall lie."""
    partners = [
        {"name": name, "appid": appid_of(name), "appkey": keys.sites[name], "sources": sources}
        for name, sources, _ in _SITES
    ]
    return {
        "partners": partners,
        "target": f"http://{address}{GATEWAY_PATH}",
        "orders_per_minute": 2,
        "printer": {"port": 0, "folder": slips},
        "traffic": {"unaccepted_after_s": 300},
        "ovopark": {
            "akey": "demo",
            "secret": keys.books[OVOPARK_SECRET],
            "enterprise_id": _ENTERPRISE,
            "stores": [{"dep_id": _DEPARTMENT, "shop_id": _SHOP}],
        },
        "wdk": {
            "app_key": "12345678",
            "secret": keys.books[WDK_SECRET],
            "session": keys.books[WDK_SESSION],
        },
        "till": {
            "target": f"http://{address}/receipts",
            "token": keys.books[LISTENER_TOKEN],
            "store_id": STORE_ID,
            "pos_no": TILL,
            "order_from": _ORIGIN,
            "refused_after_s": _REFUSED_AFTER_S,
            "late_after_s": _LATE_AFTER_S,
        },
    }


def settings(simulator: str, desk: Desk = Desk(), printer: str = "") -> Settings:  # noqa: B008 - frozen
    """The shop's settings: the simulator's address, as a URL, and its printer's as host:port."""
    return Settings(
        store=Store(code=STORE_CODE, uid=STORE_UID, name=STORE_NAME),
        listener=Listener(port=0),
        partner=tuple(
            Partner(
                name=name,
                url=f"{simulator}/{name}{GATEWAY_PATH}",
                appid=appid_of(name),
                sources=sources,
                accept_within_s=seconds,
            )
            for name, sources, seconds in _SITES
        ),
        staff=STAFF,
        desk=desk,
        ovopark=_ovopark(simulator),
        wdk=_wdk(simulator),
        printer=(Printer(name="演示", address=printer, answers="job"),) if printer else (),
        slip=tuple(PrintedSlip(kind=kind, printer="演示") for kind in _SLIPS) if printer else (),
        training=True,
    )


def at_counter(chosen: Settings, counter: str, relay: RelaySettings) -> Settings:
    """The same of one of two counters: the first reports the hours and prints what arrives."""
    is_first = counter == FIRST
    changes: dict[str, object] = {
        "store": chosen.store.model_copy(update={"counter": counter}),
        "relay": relay.model_copy(update={"prints": is_first}),
    }
    if not is_first:
        assert chosen.wdk is not None
        changes |= {"ovopark": None, "wdk": chosen.wdk.model_copy(update={"pos_no": _SECOND_DESK})}
    return chosen.model_copy(update=changes)


def _ovopark(simulator: str) -> Ovopark:
    """A short grace, and a manager who is asked: so there is something to see within a minute."""
    return Ovopark(
        url=f"{simulator}/ovopark/cloud.api",
        akey="demo",
        enterprise_id=_ENTERPRISE,
        shop_id=_SHOP,
        grace_min=0.2,
        cover="ask",
    )


def _wdk(simulator: str) -> Wdk:
    return Wdk(
        url=f"{simulator}/wdk/router/rest",
        app_key="12345678",
        store_id=STORE_ID,
        pos_no=DESK,
        order_from=_ORIGIN,
        pay_types=_PAY_TYPES,
        from_orders=True,
    )
