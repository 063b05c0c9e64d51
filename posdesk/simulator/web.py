"""JSON and forms in, JSON out, and a sentence for wrong use."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from posdesk.settings.faults import wrong_key


class Model(BaseModel):
    """Unknown keys are an error, and nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


_TYPE = "application/x-www-form-urlencoded"


class BadForm(Exception):  # noqa: N818  its text is what the platform answers
    """The body is no such form; the text says why, in the platforms' language."""


async def read_form(request: Request) -> dict[str, str]:
    """Name and value of every field, empty ones too. Raises BadForm."""
    if request.url.query:
        raise BadForm("参数应放在请求体中，而非 URL")
    kind, _, parameter = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != _TYPE:
        raise BadForm(f"Content-Type 应为 {_TYPE}，收到 {kind!r}")
    if parameter.strip().lower() not in ("", "charset=utf-8"):
        raise BadForm(f"字符集应为 UTF-8，收到 {parameter.strip()!r}")
    return _fields(await request.body())


def _fields(body: bytes) -> dict[str, str]:
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, strict_parsing=bool(body), errors="strict"
        )
    except ValueError as error:
        raise BadForm(f"请求体不是 UTF-8 表单：{error}") from error
    names = [name for name, _ in pairs]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise BadForm(f"参数 {doubled[0]} 重复")
    return dict(pairs)


_T = TypeVar("_T")
Handler = Callable[[Request], Awaitable[Response]]


class WrongUse(Exception):  # noqa: N818  it is an answer's text
    """The control was asked for something that can't be."""


def as_json(form: TypeAdapter[_T], value: _T) -> Response:
    """The value as JSON."""
    return Response(form.dump_json(value), media_type="application/json")


def answer(handler: Handler) -> Handler:
    """The handler, with wrong use answered by HTTP 400 and a sentence."""

    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except WrongUse as error:
            return PlainTextResponse(str(error), status_code=400)
        except ValidationError as error:
            return PlainTextResponse(str(wrong_key(error)), status_code=400)

    return guarded
