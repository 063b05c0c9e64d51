"""The two replies of the Taobao Open Platform, as JSON or, where no format was asked for, as XML."""

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from starlette.responses import Response

from posdesk.simulator.spoiling import JSON

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
