"""The whole house in this process: a real window, the real engine, a simulator beside it."""

import dataclasses
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from posdesk.app import House, opened
from posdesk.desk.desk import Desk
from posdesk.domain.rights import Role
from posdesk.engine.listening import listener_socket
from posdesk.settings.book_sections import Ovopark, Wdk
from posdesk.settings.credentials import Credentials
from posdesk.settings.settings import Desk as DeskSettings
from posdesk.settings.settings import Listener, Partner, Settings, Staff, Store
from posdesk.simulator.config import SimulatedPartner
from tests.support import bookshop
from tests.support.simulator import (
    FOUR_SITES,
    OVOPARK,
    WDK,
    RunningSimulator,
    quiet_config,
    running_simulator,
)

STAFF = (Staff(name="李敏"), Staff(name="王经理", role=Role.MANAGER))
PINS = {"staff/李敏/pin": "111111", "staff/王经理/pin": "222222"}


class SeededSecrets(Credentials):
    """Secrets by name, held in memory; the keyring is not asked."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__()
        self._held.update({f"partner/{p.name}/appkey": p.appkey for p in partners} | PINS | bookshop.SECRETS)

    async def refresh(self, names: object) -> None:
        """All there is, is in memory."""


@dataclasses.dataclass
class Shop:
    """A counter at work."""

    desk: Desk
    house: House
    simulator: RunningSimulator
    bound: socket.socket

    @property
    def receipts(self) -> str:
        """Where a till hands its receipts in."""
        return f"http://{self.house.engine.status.status.address}{listener_socket.RECEIPTS_PATH}"


Keys = Mapping[str, object]


def ovopark_at(url: str, more: Keys) -> Ovopark:
    """What every call to the simulated ovopark names, and these keys."""
    base: Keys = {"url": url, "akey": OVOPARK.akey, "enterprise_id": 11, "shop_id": bookshop.SHOP}
    return Ovopark.model_validate({**base, **more})


def wdk_at(url: str, more: Keys) -> Wdk:
    """What every call to the simulated WDK names, and these keys."""
    base: Keys = {
        "url": url,
        "app_key": WDK.app_key,
        "store_id": bookshop.STORE,
        "pos_no": "POS009",
        "order_from": "RENRENLE",
    }
    return Wdk.model_validate({**base, **more})


def settings_for(
    simulator: str, partners: tuple[SimulatedPartner, ...], undo_s: float, language: str
) -> Settings:
    """Settings of a shop with these partners and no books."""
    return Settings(
        store=Store(code="001", uid=1, name="湘阴一店", undo_s=undo_s),
        listener=Listener(port=0),
        partner=tuple(
            Partner(
                name=p.name,
                url=f"{simulator}/{p.name}{listener_socket.GATEWAY_PATH}",
                appid=p.appid,
                sources=p.sources,
            )
            for p in partners
        ),
        staff=STAFF,
        desk=DeskSettings.model_validate({"language": language, "theme": "light"}),
    )


@contextmanager
def shop(
    home: Path,
    *,
    undo_s: float = 0,
    language: str = "zh_CN",
    partners: tuple[SimulatedPartner, ...] = FOUR_SITES,
    ovopark: Keys | None = None,
    wdk: Keys | None = None,
    changed: Callable[[Settings], Settings] = lambda chosen: chosen,
    secrets: Callable[[tuple[SimulatedPartner, ...]], SeededSecrets] = SeededSecrets,
    holds_port: bool = False,
    start_wait_s: float = 10,
    whole: bool = True,
) -> Iterator[Shop]:
    """A counter with its window open and its engine taking orders; closed in stages on the way out.

    `ovopark` and `wdk` are more keys of those sections, None where the settings shall have no such section;
    `changed` has the last word on the settings. With `holds_port` another program has the engine's port.
    `start_wait_s` is how long the engine's start is waited for, in seconds. Where the desk is not `whole`, it
    stays as it is at its first look.
    """
    bound = listener_socket.bind(Listener(port=0))
    target = f"http://{listener_socket.address_of(bound)}{listener_socket.GATEWAY_PATH}"
    config = quiet_config(target=target, partners=partners, ovopark=OVOPARK, wdk=WDK)
    with running_simulator(config) as simulator:
        books: dict[str, object] = {}
        if ovopark is not None:
            books["ovopark"] = ovopark_at(simulator.ovopark, ovopark)
        if wdk is not None:
            books["wdk"] = wdk_at(simulator.wdk, wdk)
        chosen = settings_for(simulator.address, partners, undo_s, language).model_copy(update=books)
        if holds_port:
            here = Listener(port=int(bound.getsockname()[1]))
            chosen = chosen.model_copy(update={"listener": here})
        with (
            bound,
            desk_at_work(
                home,
                changed(chosen),
                secrets(partners),
                bound=None if holds_port else bound,
                start_wait_s=start_wait_s,
                whole=whole,
            ) as (desk, house),
        ):
            yield Shop(desk, house, simulator, bound)


@contextmanager
def desk_at_work(
    home: Path,
    chosen: Settings,
    secrets: Credentials,
    *,
    bound: socket.socket | None = None,
    start_wait_s: float = 10,
    whole: bool = True,
) -> Iterator[tuple[Desk, House]]:
    """A window over that home and its engine at work, closed in stages on the way out.

    The engine takes the port that is `bound`, else the settings'.
    """
    desk = Desk(chosen)
    with opened(home, chosen, secrets) as house:
        if bound is not None:
            house.engine.adopt(bound)
        desk.show(
            house.home,
            house.journal,
            house.engine,
            actions=house.actions,
            book_actions=house.book_actions,
            print_actions=house.print_actions,
            secrets=house.secrets,
            clock=house.clock,
            whole=whole,
        )
        house.engine.start(start_wait_s)
        try:
            yield desk, house
        finally:
            desk.close()
