"""Is a call what the Taobao Open Platform wants? If not, its code says what is wrong."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Never

from posdesk.domain.clock import CHINA
from posdesk.simulator.books_config import SimulatedWdk
from posdesk.simulator.wdk.codes import Refusal

METHOD = "alibaba.wdk.order.sync"
_TOLERANCE = timedelta(minutes=10)
_PUBLIC = frozenset(
    {
        "method", "app_key", "session", "timestamp", "v", "format", "sign_method", "sign", "simplify",
        "partner_id", "target_app_key",
    }
)  # fmt: skip
_HMACS = {"hmac": "md5", "hmac-sha256": "sha256"}

Params = Mapping[str, str]


def check_app(config: SimulatedWdk, params: Params) -> None:
    """Method and app key: what the platform looks at before it counts a call. Raises Refusal."""
    _needed(params, "method", 21)
    if params["method"] != METHOD:
        raise Refusal(22)
    _needed(params, "app_key", 28)
    if params["app_key"] != config.app_key:
        raise Refusal(29)
    if params.get("format", "xml") not in ("xml", "json"):
        raise Refusal(23)


def check_public(config: SimulatedWdk, params: Params, now: datetime) -> None:
    """The other public parameters, the signature last but for the session. Raises Refusal."""
    _needed(params, "timestamp", 30)
    _check_time(params["timestamp"], now)
    _needed(params, "v", 32)
    if params["v"] != "2.0":
        raise Refusal(34 if params["v"] == "1.0" else 33)
    _needed(params, "sign", 24)
    if not hmac.compare_digest(signature(params, config.secret).encode(), params["sign"].encode()):
        raise Refusal(25)
    _check_session(config, params)


def receipt_text(params: Params) -> str:
    """The one business parameter, and none beside it. Raises Refusal."""
    _needed(params, "receipt_order", 40)
    beside = sorted(params.keys() - _PUBLIC - {"receipt_order"})
    if beside:
        raise Refusal(41, f"参数 {beside[0]} 不在接口文档中")
    return params["receipt_order"]


def parsed(text: str) -> object:
    """The JSON of `receipt_order`; a number with a point comes as Decimal. Raises Refusal."""
    try:
        value: object = json.loads(
            text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_doubles
        )
    except (ValueError, RecursionError) as error:
        raise Refusal(41, f"receipt_order 不是 JSON：{error!r}"[:200]) from error
    return value


def signature(params: Params, secret: str) -> str:
    """The right `sign` of these parameters, by our own few lines: a bug that both share must not hide."""
    method = params.get("sign_method", "md5")
    text = "".join(name + params[name] for name in sorted(params) if name != "sign" and params[name])
    if method == "md5":
        return hashlib.md5((secret + text + secret).encode(), usedforsecurity=False).hexdigest().upper()
    if method not in _HMACS:
        raise Refusal(25, f"sign_method {method!r} 不存在")
    return hmac.new(secret.encode(), text.encode(), _HMACS[method]).hexdigest().upper()


def _check_time(text: str, now: datetime) -> None:
    try:
        moment = datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)
    except ValueError as error:
        raise Refusal(31) from error
    if abs(now - moment) > _TOLERANCE or len(text) != 19:
        raise Refusal(31)


def _check_session(config: SimulatedWdk, params: Params) -> None:
    if config.session:
        _needed(params, "session", 26)
    if params.get("session", "") != config.session:
        raise Refusal(27)


def _needed(params: Params, name: str, code: int) -> None:
    if not params.get(name):
        raise Refusal(code)


def _no_constant(name: str) -> Never:
    raise ValueError(f"{name} is no JSON")


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key stands there twice")
    return dict(pairs)
