"""An act's content on its way, packed where it is longer than the stream takes."""

import base64
import json
import zlib
from collections.abc import Mapping
from typing import Final

_PACKED: Final = "packed"
_MOST: Final = 8 * 2**20  # bytes unpacked; a call has one MiB at the most


def packed(text: str) -> str:
    """The JSON of a content that holds another's JSON, shorter as a rule."""
    return json.dumps({_PACKED: base64.b64encode(zlib.compress(text.encode("utf-8"), 9)).decode("ascii")})


def unpacked(content: Mapping[str, object]) -> Mapping[str, object]:
    """What was packed, with what stands beside it; any other content as it is. Raises ValueError."""
    held = content.get(_PACKED)
    if not isinstance(held, str):
        return content
    opened = zlib.decompressobj()
    try:
        data = opened.decompress(base64.b64decode(held, validate=True), _MOST)
    except zlib.error as error:
        raise ValueError("a packed content that can't be opened") from error
    if opened.unconsumed_tail:
        raise ValueError(f"a packed content of over {_MOST} bytes")
    whole = json.loads(data)
    if not isinstance(whole, dict):
        raise ValueError("a packed content that is no object")  # noqa: TRY004 - of its text
    return {**whole, **{name: value for name, value in content.items() if name != _PACKED}}
