"""The whole house in this process: a real window, the real engine, a simulator beside it."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from posdesk.app import House, opened
from posdesk.credentials import Credentials
from posdesk.desk.desk import Desk
from posdesk.engine import door
from posdesk.settings import Desk as DeskSettings
from posdesk.settings import Listener, Partner, Settings, Staff, Store
from posdesk.simulator.config import SimulatedPartner
from tests.support.simulator import FOUR_SITES, RunningSimulator, quiet_config, running_simulator

STAFF = (Staff(name="李敏"), Staff(name="王经理", role="manager"))
PINS = {"staff/李敏/pin": "111111", "staff/王经理/pin": "222222"}


class SeededSecrets(Credentials):
    """Secrets by name, held in memory; the keyring is not asked."""

    def __init__(self, partners: tuple[SimulatedPartner, ...]) -> None:
        super().__init__()
        self._held.update({f"partner/{p.name}/appkey": p.appkey for p in partners} | PINS)

    async def refresh(self, names: object) -> None:
        """All there is, is in memory."""


@dataclasses.dataclass
class Shop:
    """A counter at work."""

    desk: Desk
    house: House
    simulator: RunningSimulator


def settings_for(
    simulator: str, partners: tuple[SimulatedPartner, ...], undo_s: float, language: str
) -> Settings:
    """Settings of a shop with these partners."""
    return Settings(
        store=Store(code="001", uid=1, name="湘阴一店", undo_s=undo_s),
        listener=Listener(port=0),
        partner=tuple(
            Partner(
                name=p.name,
                url=f"{simulator}/{p.name}{door.GATEWAY_PATH}",
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
) -> Iterator[Shop]:
    """A counter with its window open and its engine taking orders; closed in stages on the way out."""
    bound = door.bind(Listener(port=0))
    target = f"http://{door.address_of(bound)}{door.GATEWAY_PATH}"
    with running_simulator(quiet_config(target=target, partners=partners)) as simulator:
        chosen = settings_for(simulator.address, partners, undo_s, language)
        desk = Desk(chosen)
        with opened(home, chosen, SeededSecrets(partners)) as house:
            house.engine.adopt(bound)
            desk.show(
                house.home,
                house.journal,
                house.engine,
                actions=house.actions,
                book_actions=house.book_actions,
                secrets=house.secrets,
                clock=house.clock,
            )
            house.engine.start()
            try:
                yield Shop(desk, house, simulator)
            finally:
                desk.close()
