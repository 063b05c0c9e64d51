"""The document's own samples, word for word, the wrong ones too (tests/data/o2o)."""

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[2] / "data" / "o2o"


def sample(name: str) -> bytes:
    """A sample's bytes: `name` is the document's command and "request" or "reply", with a dot."""
    return (DATA / f"{name}.json").read_bytes()


def an_order(**changes: Any) -> dict[str, Any]:
    """The sample order as a dict, with some fields changed; a field changed to ... is left out."""
    order = json.loads(sample("AddSaleOrderBill.request"))["items"][0] | changes
    return {name: value for name, value in order.items() if value is not ...}


def a_call(items: object, cmd: str = "AddSaleOrderBill", **more: object) -> bytes:
    """A call's body around these items."""
    return json.dumps({"cmd": cmd, "seq": "s-1", "items": items, **more}).encode()
