"""What is set for the platforms of the books: the sections `[ovopark]` and `[wdk]`."""

from typing import Annotated, Literal

from pydantic import Field

from posdesk.settings.model import Model, Seen


class Ovopark(Model):
    """Hourly sales (contracts.md, section 2); one counter of a store holds it.

    `deal_num` and `deal_person_num` say which count goes where: the mapping comes from one front end only.
    `grace_min` gathers late receipts after the hour's end. `timetable_name` is the parameter that the
    document lost ("synchronise to the timetable"); without a name it is never sent.
    """

    url: Annotated[Seen, Field(pattern=r"^https?://")] = "https://openapi.opretail.com/cloud.api"
    aid: str = "S107"
    akey: str = ""
    enterprise_id: int | None = None
    dep_id: int | None = None
    shop_id: str = ""
    sign_method: Literal["md5", "sha1"] = "md5"
    grace_min: Annotated[float, Field(ge=0, le=55)] = 5
    zero_hours: bool = False
    cover: Literal["auto", "ask"] = "auto"
    deal_num: Literal["items", "receipts"] = "items"
    deal_person_num: Literal["items", "receipts"] = "receipts"
    timetable_name: Annotated[str, Field(pattern=r"^(i[A-Za-z0-9_]*)?$")] = ""
    timetable: Literal[0, 1] = 1

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys without which nothing can be reported."""
        store = "" if self.dep_id is not None or self.shop_id else "shop_id"
        enterprise = "" if self.enterprise_id is not None else "enterprise_id"
        return tuple(key for key in ("" if self.akey else "akey", enterprise, store) if key)


class Wdk(Model):
    """Receipts (contracts.md, section 3).

    `from_orders` makes receipts of completed orders, for stores whose tills don't ring those themselves.
    `order_from`, `merchant_code`, `op_name`, `op_num`, `fee_item_code` and `pay_types` (our tender's code to
    WDK's number) serve only those. `returns` is the sign that WDK wants a return's amounts to carry.
    """

    url: Annotated[Seen, Field(pattern=r"^https?://")] = "https://eco.taobao.com/router/rest"
    app_key: str = ""
    store_id: str = ""
    pos_no: str = ""
    sign_method: Literal["md5", "hmac", "hmac-sha256"] = "hmac-sha256"
    order_from: str = ""
    merchant_code: str = "HM"
    op_name: str = "posdesk"
    op_num: str = "0"
    fee_item_code: str = "FEE"
    pay_types: dict[str, str] = Field(default_factory=dict)
    returns: Literal["positive", "negative"] = "positive"
    from_orders: bool = False
    repeat_unknown: bool = True

    @property
    def missing(self) -> tuple[str, ...]:
        """The keys without which nothing can be sent."""
        needed = {"app_key": self.app_key, "store_id": self.store_id, "pos_no": self.pos_no}
        return tuple(key for key, value in needed.items() if not value)


Section = Ovopark | Wdk
"""What is set for a platform of the books."""
