"""WDK's answers: the Taobao Open Platform's error codes, and its two replies as JSON or XML."""

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from starlette.responses import Response

from posdesk.simulator.delivery import JSON

MESSAGES: dict[int, str] = {
    3: "Upload Fail",
    7: "App Call Limited",
    9: "Http Action Not Allowed",
    10: "Service Currently Unavailable",
    11: "Insufficient ISV Permissions",
    12: "Insufficient User Permissions",
    13: "Insufficient Partner Permissions",
    15: "Remote Service Error",
    21: "Missing Method",
    22: "Invalid Method",
    23: "Invalid Format",
    24: "Missing Signature",
    25: "Invalid Signature",
    26: "Missing Session",
    27: "Invalid Session",
    28: "Missing App Key",
    29: "Invalid App Key",
    30: "Missing Timestamp",
    31: "Invalid Timestamp",
    32: "Missing Version",
    33: "Invalid Version",
    34: "Unsupported Version",
    40: "Missing Required Arguments",
    41: "Invalid Arguments",
    42: "Forbidden Request",
    43: "Parameter Error",
    50: "Remote service error",
    53: "Insufficient security level",
}
_SUB_CODES: dict[int, str] = {
    7: "accesscontrol.limited-by-app-access-count",
    11: "isv.permission-api-package-limit",
    15: "isp.remote-service-error",
    40: "isv.missing-parameter:receipt_order",
    41: "isv.invalid-parameter",
    50: "isv.invalid-parameter",
}


class WdkRefusal(Exception):  # noqa: N818  it is an answer
    """A call that is answered by an `error_response`; `complaint`: the call itself broke the contract."""

    def __init__(
        self, code: int, sub_msg: str = "", *, sub_code: str | None = None, complaint: bool = True
    ) -> None:
        super().__init__(sub_msg or message_of(code))
        self.code = code
        self.sub_code = _SUB_CODES.get(code, "") if sub_code is None else sub_code
        self.sub_msg = sub_msg
        self.is_complaint = complaint


def message_of(code: int) -> str:
    """TOP's words for a code."""
    return MESSAGES.get(code, f"Error {code}")


def refused(sub_msg: str) -> WdkRefusal:
    """WDK's own refusal of a receipt that is right in form (the document's sample answers in this way)."""
    return WdkRefusal(50, sub_msg, complaint=False)


def limited(seconds: int) -> WdkRefusal:
    """The throttle's answer, with how long it lasts."""
    return WdkRefusal(7, f"This ban will last for {seconds} more seconds", complaint=False)


_WRAPPER = "alibaba_wdk_order_sync_response"
_XML = "text/xml; charset=utf-8"

Fields = Mapping[str, object]


def success(target: str) -> Fields:
    """A receipt that was taken."""
    return {"is_success": True, "return_code": 0, "message": "", "target": target}


def failure(words: str) -> Fields:
    """A call that went through to a WDK that says no."""
    return {"is_success": False, "return_code": 1, "message": words}


def error(code: int, msg: str, sub_code: str, sub_msg: str, request_id: str) -> Fields:
    """What an `error_response` holds; empty parts are left out."""
    whole = {"code": code, "msg": msg, "sub_code": sub_code, "sub_msg": sub_msg, "request_id": request_id}
    return {name: value for name, value in whole.items() if value != ""}


def rendered(
    fields: Fields, *, is_error: bool, as_json: bool, wrapper: bool, headers: Mapping[str, str]
) -> Response:
    """The whole reply, at HTTP 200 always."""
    name = "error_response" if is_error else _WRAPPER
    if not as_json:
        return Response(_xml(name, fields), headers=headers, media_type=_XML)
    whole = {name: fields} if is_error or wrapper else fields
    return Response(json.dumps(whole, ensure_ascii=False), headers=headers, media_type=JSON)


def _xml(name: str, fields: Fields) -> str:
    inner = "".join(f"<{tag}>{escape(_text(value))}</{tag}>" for tag, value in fields.items())
    return f'<?xml version="1.0" encoding="utf-8" ?><{name}>{inner}</{name}>'


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
