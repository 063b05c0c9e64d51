"""Small manners of the control: JSON out of values, and a sentence for wrong use."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from posdesk.settings.faults import wrong_key

_T = TypeVar("_T")
Handler = Callable[[Request], Awaitable[Response]]


class WrongUse(Exception):  # noqa: N818  it is an answer's text
    """The control was asked for something that can't be."""


def told(form: TypeAdapter[_T], value: _T) -> Response:
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
