"""The design's numbers and colours as they stand in resources/tokens.json."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from posdesk.host.resources import resource


@cache
def tokens() -> Mapping[str, Any]:
    """Returns the whole file. Raises FileNotFoundError where it is missing."""
    found: Mapping[str, Any] = json.loads(resource("tokens.json").read_text(encoding="utf-8"))
    return found
