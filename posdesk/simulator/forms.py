"""A form as the wire has it: strictly UTF-8, every name once, nothing in the query."""

from urllib.parse import parse_qsl

from starlette.requests import Request

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
