"""The form of a call to ovopark. The parameters' names are those of the vendor's older page (contracts.md).

An empty value would take part in the signature, so none is ever sent.
"""

from datetime import datetime

from posdesk.domain.books.posting import HourFigures
from posdesk.domain.clock import in_china
from posdesk.domain.money import yuan_of
from posdesk.platforms.ovopark.signature import sign
from posdesk.settings.settings import Ovopark

REPORT = "open.ovopark.pos.reportSalesHourly"
LOOK_UP = "open.gateway.authentication"
_VERSIONS = {REPORT: "v1", LOOK_UP: "v2"}


def report_params(settings: Ovopark, hour: datetime, figures: HourFigures, *, cover: bool) -> dict[str, str]:
    """The business parameters of an hour's report: its whole totals; `cover` replaces what is there.

    `hour` is aware. `depId` wins over `shopId`; the timetable's parameter is sent only where it has a name.
    """
    counts = {"items": figures.items, "receipts": figures.receipts}
    store = {"depId": _text(settings.dep_id)} if settings.dep_id is not None else {"shopId": settings.shop_id}
    timetable = {settings.timetable_name: str(settings.timetable)} if settings.timetable_name else {}
    params = {
        "enterpriseId": _text(settings.enterprise_id),
        "dealNum": str(counts[settings.deal_num]),
        "total": format(yuan_of(figures.net_fen), "f"),
        "dealPersonNum": str(counts[settings.deal_person_num]),
        "createTime": in_china(hour).strftime("%Y-%m-%d %H:%M:%S"),
        "isCover": "1" if cover else "",
    }
    return _filled(params | store | timetable)


def look_up_params(settings: Ovopark, orgid: str) -> dict[str, str]:
    """The business parameter of a look-up; without an `orgid` the enterprise id stands for it."""
    return _filled({"orgid": orgid or _text(settings.enterprise_id)})


def signed_form(
    settings: Ovopark, method: str, business: dict[str, str], *, at: datetime, secret: str
) -> dict[str, str]:
    """The whole form of a call that is stamped with this moment (aware), in China time."""
    public = {
        "_aid": settings.aid,
        "_akey": settings.akey,
        "_mt": method,
        "_sm": settings.sign_method,
        "_requestMode": "post",
        "_version": _VERSIONS[method],
        "_timestamp": in_china(at).strftime("%Y%m%d%H%M%S"),
        "_format": "json",
    }
    params = _filled(public | business)
    return params | {"_sig": sign(params, secret)}


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def _filled(params: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in params.items() if value}
