"""The form of a call to ovopark, signed. The parameters' names are those of the vendor's older page.

(See contracts.md.) The signature is over every parameter sent but `_sig`, sorted by name, between two copies
of the secret. An empty value would take part in it, so none is ever sent.
"""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from posdesk.domain.books.posting import HourFigures
from posdesk.domain.clock import in_china
from posdesk.domain.money import yuan_of
from posdesk.settings.book_sections import Ovopark

_HASHES = ("md5", "sha1")


def sign(params: Mapping[str, str], secret: str) -> str:
    """The upper-case hex `_sig` of these parameters; `_sm` in them names the hash, md5 or sha1.

    Names sort in plain code-unit order, values are raw UTF-8 text. Empty values take part, so never send
    one. Raises ValueError for another `_sm`. Source: ovopark's signing page, with its official vector.
    """
    method = params.get("_sm", "md5")
    if method not in _HASHES:
        raise ValueError(f"_sm: {method!r} is not one of {', '.join(_HASHES)}")
    named = sorted((name, value) for name, value in params.items() if name != "_sig")
    text = secret + "".join(name + value for name, value in named) + secret
    return hashlib.new(method, text.encode("utf-8"), usedforsecurity=False).hexdigest().upper()


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
