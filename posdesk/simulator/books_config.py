"""What the simulated ovopark, WDK and till are told at their start."""

from typing import Annotated, Literal

from pydantic import Field

from posdesk.simulator.model import Model

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
