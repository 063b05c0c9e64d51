"""Is a call exactly what the document says? If not, its code says what is wrong, and a sentence with it."""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from posdesk.domain.clock import CHINA
from posdesk.simulator.config import SimulatedOvopark
from posdesk.simulator.ovopark.codes import Code, OvoparkRefusal

REPORT = "open.ovopark.pos.reportSalesHourly"
LOOK_UP = "open.gateway.authentication"
_VERSIONS = {REPORT: "v1", LOOK_UP: "v2"}
_TOLERANCE = timedelta(minutes=10)
_LENGTHS = {
    "_aid": 20, "_akey": 20, "_mt": 100, "_sm": 100, "_requestMode": 100, "_version": 100,
    "_timestamp": 100, "_sig": 40, "_format": 10,
}  # fmt: skip
_TIME = "%Y-%m-%d %H:%M:%S"

Params = Mapping[str, str]
_Check = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class Report:
    """One report as it was sent; `store` is the shop's code where both are known."""

    enterprise_id: int
    store: str
    hour: str
    total: str
    deal_num: str
    deal_person_num: str
    cover: bool

    @property
    def subject(self) -> str:
        """The store and the hour."""
        return f"{self.store} {self.hour}"


def check_public(config: SimulatedOvopark, params: Params, now: datetime) -> None:
    """The public parameters, in the gateway's order, the signature last. Raises Refusal."""
    _check_key(config, params)
    _check_method(params)
    _needed(params, "_timestamp", Code.TIMESTAMP_NOTNULL)
    _check_time(params["_timestamp"], now)
    if params.get("_format", "json") != "json":
        raise OvoparkRefusal(Code.FORMAT_TYPE_NOTEXIST)
    _check_lengths(params)
    _check_signature(config, params)


def report_of(config: SimulatedOvopark, params: Params) -> Report:
    """The report in a call. Raises Refusal."""
    business = {name: value for name, value in params.items() if name not in _LENGTHS}
    _check_fields(business, _report_fields(config))
    if not {"depId", "shopId"} & business.keys():
        raise _wrong("depId 和 shopId 不能同时为空")
    if int(business["enterpriseId"]) != config.enterprise_id:
        raise OvoparkRefusal(Code.USER_NOTEXIST)
    if not config.accepts_negative and "-" in business["total"]:
        raise _wrong(f"total 不能为负数，收到 {business['total']!r}")
    return Report(
        config.enterprise_id,
        _store(config, business),
        business["createTime"],
        business["total"],
        business["dealNum"],
        business["dealPersonNum"],
        business.get("isCover") == "1",
    )


def organisation_of(params: Params) -> str:
    """The `orgid` of a look-up. Raises Refusal."""
    business = {name: value for name, value in params.items() if name not in _LENGTHS}
    _check_fields(business, {"orgid": (True, _whole(11))})
    return business["orgid"]


def signature(params: Params, secret: str) -> str:
    """The right `_sig` of these parameters, by our own few lines: a bug that both share must not hide."""
    pairs = "".join(name + params[name] for name in sorted(params) if name != "_sig")
    return hashlib.new(params["_sm"], f"{secret}{pairs}{secret}".encode()).hexdigest().upper()


def _check_key(config: SimulatedOvopark, params: Params) -> None:
    _needed(params, "_akey", Code.KEY_NOTNULL)
    if params["_akey"] in config.expired_akeys:
        raise OvoparkRefusal(Code.KEY_HAS_EXPIRED)
    if params["_akey"] != config.akey:
        raise OvoparkRefusal(Code.KEY_UNLAWFUL)
    _needed(params, "_aid", Code.APPLICATIONID_NOTNULL)
    if params["_aid"] != config.aid:
        raise OvoparkRefusal(Code.APPLICATIONID_NOTSAME)


def _check_method(params: Params) -> None:
    _needed(params, "_mt", Code.METHOD_NOTNULL)
    _needed(params, "_requestMode", Code.REQUESTMODE_NOTNULL)
    if params["_requestMode"].lower() != "post":
        raise _wrong(f"_requestMode 应为 post，收到 {params['_requestMode']!r}")
    _needed(params, "_version", Code.VERSION_NOTNULL)
    if _VERSIONS.get(params["_mt"]) != params["_version"]:
        raise OvoparkRefusal(Code.METHOD_NOTEXIST_CODE)
    _needed(params, "_sm", Code.SIGN_METHOD_NOTNULL)
    if params["_sm"] not in ("md5", "sha1"):
        raise OvoparkRefusal(Code.SIGN_TYPE_NOTEXIST)
    _needed(params, "_sig", Code.SIGN_NOTNULL)


def _check_time(text: str, now: datetime) -> None:
    if not re.fullmatch(r"[0-9]{14}", text):
        raise OvoparkRefusal(Code.TIMESTAMP_FORMAT_ERROR)
    try:
        moment = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=CHINA)
    except ValueError as error:
        raise OvoparkRefusal(Code.TIMESTAMP_FORMAT_ERROR) from error
    if abs(now - moment) > _TOLERANCE:
        raise OvoparkRefusal(Code.TIMESTAMP_OVERTIME)


def _check_lengths(params: Params) -> None:
    for name, most in _LENGTHS.items():
        if len(params.get(name, "")) > most:
            raise _wrong(f"{name} 长度不能超过 {most}")


def _check_signature(config: SimulatedOvopark, params: Params) -> None:
    if not hmac.compare_digest(signature(params, config.secret).encode(), params["_sig"].encode()):
        raise OvoparkRefusal(Code.SIGN_WRONG)


def _needed(params: Params, name: str, code: Code) -> None:
    if not params.get(name):
        raise OvoparkRefusal(code)


def _check_fields(business: Params, fields: Mapping[str, tuple[bool, _Check]]) -> None:
    """Every field is there and right, and none beside them."""
    for name, (required, check) in fields.items():
        if name in business:
            check(name, business[name])
        elif required:
            raise _wrong(f"{name} 不能为空")
    beside = sorted(business.keys() - fields.keys())
    if beside:
        raise _wrong(f"{beside[0]} 不在接口文档中")


def _report_fields(config: SimulatedOvopark) -> dict[str, tuple[bool, _Check]]:
    fields: dict[str, tuple[bool, _Check]] = {
        "enterpriseId": (True, _whole(11)),
        "dealNum": (True, _number(r"-?[0-9]+", "整数")),
        "total": (True, _number(r"-?[0-9]+(\.[0-9]{1,2})?", "最多两位小数的金额")),
        "dealPersonNum": (True, _number(r"[0-9]+", "整数")),
        "createTime": (True, _hour),
        "depId": (False, _whole(11)),
        "shopId": (False, _text),
        "isCover": (False, _flag),
    }
    return fields | ({config.timetable_name: (False, _flag)} if config.timetable_name else {})


def _whole(most: int) -> _Check:
    def check(name: str, value: str) -> None:
        if not re.fullmatch(rf"[0-9]{{1,{most}}}", value):
            raise _wrong(f"{name} 应为最长 {most} 位的整数，收到 {value[:40]!r}")

    return check


def _number(form: str, what: str) -> _Check:
    def check(name: str, value: str) -> None:
        _text(name, value)
        if not re.fullmatch(form, value):
            raise _wrong(f"{name} 应为{what}，收到 {value[:40]!r}")

    return check


def _text(name: str, value: str) -> None:
    if not value.strip():
        raise _wrong(f"{name} 不能为空")
    if len(value) > 100:
        raise _wrong(f"{name} 长度不能超过 100")


def _flag(name: str, value: str) -> None:
    if value not in ("0", "1"):
        raise _wrong(f"{name} 应为 0 或 1，收到 {value[:40]!r}")


def _hour(name: str, value: str) -> None:
    """The form, then the start of an hour: the document's words are 'statistics time', by the hour."""
    try:
        moment = datetime.strptime(value, _TIME).replace(tzinfo=CHINA)
    except ValueError as error:
        raise OvoparkRefusal(Code.DATE_FORMAT_ERROR) from error
    if moment.strftime(_TIME) != value:
        raise OvoparkRefusal(Code.DATE_FORMAT_ERROR)
    if (moment.minute, moment.second) != (0, 0):
        raise _wrong(f"{name} 应为整点，收到 {value!r}")


def _store(config: SimulatedOvopark, business: Params) -> str:
    """One name for a store whichever of its two numbers was sent; depId wins over shopId."""
    dep, shop = business.get("depId"), business.get("shopId")
    for store in config.stores:
        if (str(store.dep_id) if dep is not None else store.shop_id) == (dep or shop):
            return store.shop_id
    if config.stores:
        raise OvoparkRefusal(Code.STORE_NOTEXIST)
    return f"dep {dep}" if dep is not None else str(shop)


def _wrong(words: str) -> OvoparkRefusal:
    return OvoparkRefusal(Code.PARAMETER_ERROR, words)
