"""What `posdesk simulator` plays where it is handed no file, and what a posdesk needs to play with it.

Its keys are no secrets: they are the same everywhere and open nothing but a simulator.
"""

from posdesk.simulator.config import (
    OvoparkStore,
    SimulatedOvopark,
    SimulatedPartner,
    SimulatedPrinter,
    SimulatedTill,
    SimulatedWdk,
    SimulatorConfig,
)

PORT = 8766
DESK = "127.0.0.1:8765"  # where a posdesk listens whose settings name nothing else
_SITES = (("meituan", 4), ("eleme", 20))
_SLIPS = ("kitchen", "packing", "courier", "customer", "stop", "z")
_STORE_ID, _TILL, _DESK_TILL = "33571001", "POS001", "POS009"


def default_config(desk: str) -> SimulatorConfig:
    """Two sites, both books and a till; `desk` is HOST:PORT of the posdesk that it plays with."""
    return SimulatorConfig(
        partners=tuple(
            SimulatedPartner(
                name=name, appid=f"simulated-{name}", appkey=f"simulated-{name}", sources=(source,)
            )
            for name, source in _SITES
        ),
        target=f"http://{desk}/center/gateway",
        port=PORT,
        ovopark=SimulatedOvopark(
            akey="simulated",
            secret="simulated-ovopark",  # noqa: S106
            stores=(OvoparkStore(dep_id=20331, shop_id="D000001"),),
        ),
        wdk=SimulatedWdk(app_key="12345678", secret="simulated-wdk"),  # noqa: S106
        till=SimulatedTill(
            target=f"http://{desk}/receipts",
            token="simulated-till",  # noqa: S106
            store_id=_STORE_ID,
            pos_no=_TILL,
        ),
        printer=SimulatedPrinter(),
    )


def secrets_of(config: SimulatorConfig) -> dict[str, str]:
    """Each secret that the other side needs, by its name in the keyring."""
    assert config.ovopark is not None
    assert config.wdk is not None
    assert config.till is not None
    return {
        **{f"partner/{partner.name}/appkey": partner.appkey for partner in config.partners},
        "ovopark/secret": config.ovopark.secret,
        "wdk/secret": config.wdk.secret,
        "listener/token": config.till.token,
    }


def settings_of(config: SimulatorConfig, address: str, printer: str) -> str:
    """What belongs into the other side's posdesk.toml: the simulator's URL, its printer's host:port."""
    assert config.ovopark is not None
    assert config.wdk is not None
    partners = "".join(
        f'[[partner]]\nname = "{each.name}"\nurl = "{address}/{each.name}/center/gateway"\n'
        f'appid = "{each.appid}"\nsources = {list(each.sources)}\n\n'
        for each in config.partners
    )
    return (
        f"{partners}"
        f'[ovopark]\nurl = "{address}/ovopark/cloud.api"\nakey = "{config.ovopark.akey}"\n'
        f'enterprise_id = {config.ovopark.enterprise_id}\nshop_id = "{config.ovopark.stores[0].shop_id}"\n\n'
        f'[wdk]\nurl = "{address}/wdk/router/rest"\napp_key = "{config.wdk.app_key}"\n'
        f'store_id = "{_STORE_ID}"\npos_no = "{_DESK_TILL}"\norder_from = "RENRENLE"\n\n'
        f'[[printer]]\nname = "virtual"\naddress = "{printer}"\nanswers = "job"\n\n'
        + "\n".join(f'[[slip]]\nkind = "{kind}"\nprinter = "virtual"\n' for kind in _SLIPS)
    )


def told(config: SimulatorConfig, address: str, printer: str, folder: str) -> str:
    """For whoever started it: what it plays, and how a posdesk comes to play with it."""
    desk = config.target.removeprefix("http://").partition("/")[0]
    named = secrets_of(config).items()
    secrets = "".join(f"  echo {secret}| posdesk credentials set {name}\n" for name, secret in named)
    return (
        f"It sends store 001's orders and receipts to the posdesk at {desk} (or --desk HOST:PORT).\n"
        f"Its printer prints into {folder}.\n"
        "A posdesk plays with it that has this in its posdesk.toml:\n\n"
        f"{settings_of(config, address, printer)}\n"
        "and these keys, which open a simulator only (so never in a shop's own home):\n\n"
        f"{secrets}\nCtrl+C ends it.\n"
    )
