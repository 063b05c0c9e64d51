"""What a simulator is told at its start, as one JSON object; secrets come only in here, never in argv."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from posdesk.settings.settings import SignatureRecipe
from posdesk.simulator.faults import FaultRule
from posdesk.simulator.web import Model

REFUSED_ITEM = "900404"
"""The item code that the till sells now and then and WDK does not know."""


class OvoparkStore(Model):
    """A store of the enterprise: its two numbers name one store."""

    dep_id: int
    shop_id: str


class SimulatedOvopark(Model):
    """The enterprise and its key.

    Empty `stores` take any store. `numbers` is how `stat.code` and `systime` come (the document shows both).
    `timetable_name` is the parameter whose name the document lost; without one it is an unknown name.
    `repeat_window_s` is for how long a call of the same `_sig` is answered -100, 0 never.
    """

    akey: Annotated[str, Field(min_length=1, max_length=20)]
    secret: Annotated[str, Field(min_length=1, repr=False)]
    aid: str = "S107"
    expired_akeys: tuple[str, ...] = ()
    enterprise_id: int = 11
    enterprise_name: str = "湘阴便利"
    stores: tuple[OvoparkStore, ...] = ()
    numbers: Literal["int", "text", "mixed"] = "mixed"
    timetable_name: str = ""
    accepts_negative: bool = True
    repeat_window_s: Annotated[float, Field(ge=0)] = 60


class WdkRules(Model):
    """What WDK knows of the merchant; empty means anything, `refused_items` nothing.

    `unknown_sales` is whether a return may name a sale that WDK never got.
    """

    stores: tuple[str, ...] = ()
    pay_types: tuple[str, ...] = ()
    refused_items: tuple[str, ...] = (REFUSED_ITEM,)
    order_from: tuple[str, ...] = ("RENRENLE", "SANJIANG")
    unknown_sales: bool = False


class SimulatedWdk(Model):
    """The app on the Taobao Open Platform. An empty `session` means that the merchant has none.

    `per_minute` calls are answered in any 60 s (0: any number), the next one begins a ban of `ban_s`.
    `wrapper` False leaves the reply's outermost name off, as `simplify` does.
    """

    app_key: Annotated[str, Field(min_length=1)]
    secret: Annotated[str, Field(min_length=1, repr=False)]
    session: Annotated[str, Field(repr=False)] = ""
    rules: WdkRules = WdkRules()
    per_minute: Annotated[int, Field(ge=0)] = 0
    ban_s: Annotated[float, Field(gt=0)] = 10
    wrapper: bool = True


class SimulatedTill(Model):
    """A till that hands its receipts in at `target`, the listener's /receipts, with the bearer `token`.

    `late_after_s` and `refused_after_s` are when, once, a receipt of an earlier hour and one that WDK
    refuses come; 0 never. `receipts_per_minute` 0 means that nothing happens of itself.
    """

    target: Annotated[str, Field(pattern=r"^https?://")] = "http://127.0.0.1:8765/receipts"
    token: Annotated[str, Field(repr=False)] = ""
    store_id: str = "33571001"
    pos_no: str = "POS001"
    order_from: str = "RENRENLE"
    receipts_per_minute: Annotated[float, Field(ge=0)] = 2
    returns_share: Annotated[float, Field(ge=0, le=1)] = 0.08
    late_after_s: Annotated[float, Field(ge=0)] = 0
    refused_after_s: Annotated[float, Field(ge=0)] = 0
    refused_item: str = REFUSED_ITEM
    retry_s: Annotated[float, Field(gt=0)] = 1
    timeout_s: Annotated[float, Field(gt=0)] = 10


class SimulatedPrinter(Model):
    """A receipt printer. `folder` is where its slips lie as PNG; without one they end with the simulator.

    Where `port` is taken it listens at any free one. `answers_jobs`: it knows GS ( H.
    """

    port: Annotated[int, Field(ge=0, le=65535)] = 9100
    folder: str = ""
    width: Literal[80, 58] = 80
    answers_jobs: bool = True


class SimulatedPartner(Model):
    """An ordering site that we play. `dedup` is whether a repeat with the same `seq` is taken as a repeat.

    `items` is the shape in which it sends and wants single things (the document shows both),
    `status_cmd` the command of its status events (the document's sample names the wrong one).
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    appid: Annotated[str, Field(min_length=1)]
    appkey: Annotated[str, Field(repr=False)]
    sources: tuple[int, ...] = (4,)
    items: Literal["object", "list"] = "object"
    signature: SignatureRecipe | Literal["none"] = SignatureRecipe()
    dedup: bool = True
    status_cmd: Literal["TpOrderStatusChange", "VerificationSaleOrder"] = "TpOrderStatusChange"


class SimulatedStore(Model):
    """The store whose orders are made: the platforms' `storecode`, `storeuid` and `storename`."""

    code: str = "001"
    uid: int = 1
    name: str = "湘阴一店"


class Traffic(Model):
    """What customers and riders do of themselves.

    `burst` orders come within the first `burst_s` seconds; the shares are of all orders made;
    `unaccepted_after_s` is when the platform itself cancels an order nobody accepted (0: never).
    """

    burst: Annotated[int, Field(ge=0)] = 5
    burst_s: Annotated[float, Field(gt=0)] = 18
    cancelled_share: Annotated[float, Field(ge=0, le=1)] = 0.08
    repeated_share: Annotated[float, Field(ge=0, le=1)] = 0.06
    changed_share: Annotated[float, Field(ge=0, le=1)] = 0.04
    wrong_sums_share: Annotated[float, Field(ge=0, le=1)] = 0.02
    cancel_after_s: tuple[float, float] = (15, 120)
    repeat_after_s: tuple[float, float] = (3, 15)
    rider_after_s: tuple[float, float] = (60, 240)
    unaccepted_after_s: Annotated[float, Field(ge=0)] = 0


class SimulatorConfig(Model):
    """The whole of it. `target` is the store's listener, without the query.

    `seed` None means another run each time. `orders_per_minute` 0 means that nothing happens of itself:
    orders come over the control alone. `push_retry_s` are the pauses before an unacknowledged push
    is repeated, the last one again and again, until `push_tries` attempts were made. `ovopark`, `wdk`,
    `till` and `printer` are there where they are named.
    """

    partners: Annotated[tuple[SimulatedPartner, ...], Field(min_length=1)]
    target: Annotated[str, Field(pattern=r"^https?://")] = "http://127.0.0.1:8765/center/gateway"
    store: SimulatedStore = SimulatedStore()
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    seed: int | None = None
    orders_per_minute: Annotated[float, Field(ge=0)] = 2
    traffic: Traffic = Traffic()
    ovopark: SimulatedOvopark | None = None
    wdk: SimulatedWdk | None = None
    till: SimulatedTill | None = None
    printer: SimulatedPrinter | None = None
    faults: tuple[FaultRule, ...] = ()
    push_timeout_s: Annotated[float, Field(gt=0)] = 10
    push_retry_s: Annotated[tuple[float, ...], Field(min_length=1)] = (1, 2, 5, 10, 30)
    push_tries: Annotated[int, Field(ge=1)] = 50

    @model_validator(mode="after")
    def _one_of_each(self) -> "SimulatorConfig":
        names = [partner.name for partner in self.partners]
        doubled = {name for name in names if names.count(name) > 1}
        if doubled:
            raise ValueError(f"partner {sorted(doubled)[0]!r} stands there twice")
        return self
