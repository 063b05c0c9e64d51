"""A counter of a chain's store as a process of its own, so that it can be killed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from posdesk.engine.relay import identity
from posdesk.settings.relay import SEED, STORE_KEY
from posdesk.simulator.config import SimulatedPartner
from tests.engine.making import APPKEY
from tests.engine.relay.making import Shop
from tests.support.engine import EngineHome, engine_home
from tests.support.nats_server import SHARD

PARTNER = SimulatedPartner(name="meituan", appid="meituan-app", appkey=APPKEY, sources=(4,))
NOWHERE = "http://127.0.0.1:9"


@contextmanager
def process_of(shop: Shop, folder: Path) -> Iterator[EngineHome]:
    """Counter 1, enrolled and at work; its platform can't be reached."""
    folder.mkdir()
    creds = shop.server.creds_for(shop.code, "1")
    identity.write(folder, creds.jwt)
    made = EngineHome(
        folder,
        NOWHERE,
        [PARTNER],
        code=shop.code,
        more_settings=f'[relay]\nservers = ["{shop.server.url}"]\nshard = "{SHARD}"\n',
        more_secrets={SEED: creds.seed, STORE_KEY: shop.server.store_key(shop.code)},
    )
    with engine_home(made):
        yield made
