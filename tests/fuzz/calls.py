"""One hostile call: method, path, query, headers, body; all from one seed, so that any can be made again."""

import copy
import gzip
import hashlib
import hmac
import random
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import quote

from posdesk.platforms.jsontext import BadJson, read_json
from tests.fuzz.shapes import TEXTS, Chance, Pairs, bend, tree_of, written
from tests.support.paths import ROOT

APPID, APPKEY, TOKEN = "fuzz-app", "fuzz-key", "fuzz-token"
BY_CMD = "by-cmd-app"  # the partner whose signature is over cmd and seq
GATEWAY, RECEIPTS = "/center/gateway", "/receipts"
_O2O = [
    tree_of((ROOT / f"tests/data/o2o/{name}.request.json").read_bytes())
    for name in ("AddSaleOrderBill", "AddSaleOrderBill", "CancelSaleOrderBill", "TpOrderStatusChange")
]
_RECEIPT = tree_of((ROOT / "tests/data/wdk/ReceiptOrderDO.json").read_bytes())
_PATHS = (
    "/healthz",
    "/",
    "/center",
    "/center/gateway/",
    "//center/gateway",
    "/center//gateway//",
    "/receipts/",
    "//healthz/",
    "/receipts/x",
    "/%00",
    "/..%2f",
    "//",
    "/CENTER/GATEWAY",
)
_METHODS = ("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "POST")
_HEADERS = (
    (b"content-encoding", b"gzip"), (b"content-encoding", b"identity"), (b"content-encoding", b"\xff"),
    (b"transfer-encoding", b"gzip, chunked"), (b"origin", b"null"), (b"content-type", b"text/html"),
    (b"content-length", b"99999999999"), (b"content-length", b"-1"), (b"content-length", b"\xb2"),
    (b"host", b""),
    (b"x-forwarded-for", b"10.0.0.1"), (b"authorization", b"Bearer"), (b"expect", b"100-continue"),
    (b"cookie", b"\xff\xfe\0"), (b"connection", b"close"),
    (b"upgrade", b"h2c"), (b"connection", b"Upgrade, HTTP2-Settings"), (b"content-encoding", b"UTF-8"),
    (b"content-encoding", b"gbk, br"), (b"content-encoding", b"identity, us-ascii"),
    (b"content-encoding", b"x" * 300),
)  # fmt: skip
MOST_BILLS = 300  # different numbers: most calls meet an order that is there


@dataclass(slots=True)
class Call:
    """What a stranger, or a platform gone mad, sends; `pieces` is the body as it comes in."""

    method: str
    path: str
    query: bytes
    headers: list[tuple[bytes, bytes]]
    pieces: list[bytes] = field(default_factory=list)
    hangs_up: bool = False

    @property
    def body(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces)


def call_of(seed: int, number: int) -> Call:
    """The call of that number in a run with that seed."""
    chance = random.Random(f"{seed}/{number}")
    at_gateway = chance.random() < 0.7
    body = _bent_bytes(_body(at_gateway, chance), chance)
    query = _query(body, chance) if at_gateway else b""
    headers = [] if at_gateway else [(b"authorization", _token(chance))]
    call = Call("POST", GATEWAY if at_gateway else RECEIPTS, query, headers, _cut(body, chance))
    if chance.random() < 0.06:
        _odd_head(call, chance)
    call.hangs_up = chance.random() < 0.01
    return call


def _body(at_gateway: bool, chance: Chance) -> bytes:
    tree = copy.deepcopy(chance.choice(_O2O) if at_gateway else _RECEIPT)
    _renumber(tree, chance)
    if not at_gateway and chance.random() < 0.3:
        tree = [tree, copy.deepcopy(tree)]
    for _ in range(chance.choice((0, 1, 1, 1, 2, 2, 3, 5, 9))):
        bend(tree, chance)
    return written(tree, chance).encode("utf-8", "surrogatepass")


def _renumber(tree: Any, chance: Chance) -> None:
    number = chance.randrange(MOST_BILLS)
    for at, (key, value) in enumerate(tree):
        if key == "tbillno":
            tree[at] = (key, f"B{number}")
        elif key == "serial_num":
            tree[at] = (key, f"S{number}")
        elif key == "items":
            _renumber(value if isinstance(value, Pairs) else value[0], chance)


def _bent_bytes(body: bytes, chance: Chance) -> bytes:
    if chance.random() > 0.15:
        return body
    at, much = chance.randrange(len(body) + 1), chance.randrange(1, 40)
    return chance.choice(
        (
            lambda: body[:at],
            lambda: body[:at] + chance.randbytes(much) + body[at:],
            lambda: body[:at] + chance.randbytes(1) + body[at + 1 :],
            lambda: body[:at] + body[at + much :],
            lambda: body * 2,
            lambda: b"\xef\xbb\xbf" + body,
            lambda: gzip.compress(body, 1),
            partial(chance.randbytes, much),
            lambda: body.decode("utf-8", "replace").encode("utf-16"),
            lambda: body + b" " * (1024 * 1024),
            lambda: body[:at] + b"[" * 100_000 + body[at:],
        )
    )()


def sign_of(body: bytes) -> bytes:
    """The right sign of a body."""
    return hmac.new(APPKEY.encode(), body, hashlib.sha256).hexdigest().encode()


def _sign_by_cmd(body: bytes) -> str:
    """The signature over what the parser says that these two are; it needs no body that is JSON."""
    try:
        call = read_json(body)
    except BadJson:
        call = {}
    said = [call.get(name) for name in ("cmd", "seq")] if isinstance(call, dict) else []
    text = "".join(each for each in said if isinstance(each, str)) + APPKEY
    return hashlib.md5(text.encode("utf-8", "surrogatepass")).hexdigest()


def is_plain(call: Call) -> bool:
    """Whether nothing is odd about its head."""
    heads = dict(call.headers)
    odd = bytes(range(0x20)) + b"\x7f"
    legal = not set(heads.get(b"authorization", b"")) & set(odd)
    printable = all(0x20 < each < 0x7F for each in call.query)
    known = call.method == "POST" and call.path in {GATEWAY, RECEIPTS} and not call.hangs_up
    once = len(heads) == len(call.headers)  # of two the first would count, and heads are shuffled
    return known and once and heads.keys() <= {b"authorization"} and legal and printable


def is_signed(call: Call) -> bool:
    """Whether it goes to the gateway under our partner's right sign."""
    right = f"appid={APPID}&sign=".encode() + sign_of(call.body)
    return call.path == GATEWAY and call.query == right


def _query(body: bytes, chance: Chance) -> bytes:
    if chance.random() < 0.1:
        return f"appid={BY_CMD}&sign={_sign_by_cmd(body)}".encode()
    right = f"appid={APPID}&sign={sign_of(body).decode()}"
    if chance.random() < 0.93:
        return right.encode()
    strange = quote(chance.choice(TEXTS)[:3000].encode("utf-8", "replace"))
    return chance.choice(
        (
            b"",
            right.upper().encode(),
            f"appid={APPID}&sign={strange}".encode(),
            f"appid={strange}&sign={sign_of(body).decode()}".encode(),
            f"appid={APPID}&appid={strange}&sign={sign_of(body).decode()}".encode(),
            right.encode() + b"&" + chance.randbytes(20),
            b"&" * 2000,
            b"appid=%ff%fe&sign=%00",
        )
    )


def _token(chance: Chance) -> bytes:
    if chance.random() < 0.93:
        return f"Bearer {TOKEN}".encode()
    return chance.choice(
        (b"", b"Bearer", b"bearer  " + TOKEN.encode(), b"Basic x", b"Bearer \xff\0", b"Bearer x")
    )


def _odd_head(call: Call, chance: Chance) -> None:
    what = chance.randrange(3)
    if what == 0:
        call.method = chance.choice(_METHODS)
    elif what == 1:
        call.path = chance.choice(_PATHS)
    else:
        call.headers.append(chance.choice(_HEADERS))


def _cut(body: bytes, chance: Chance) -> list[bytes]:
    if chance.random() < 0.8 or len(body) < 2:
        return [body]
    at = sorted({chance.randrange(len(body)) for _ in range(3)})
    return [body[start:end] for start, end in zip([0, *at], [*at, len(body)], strict=True)]


def on_the_wire(call: Call, chance: Chance) -> bytes:
    """The call as HTTP/1.1, its head bent a little."""
    head = [
        f"{call.method} {call.path}?".encode() + call.query.replace(b" ", b"+") + b" HTTP/1.1",
        b"host: x",
    ]
    head += [name + b": " + value for name, value in call.headers]
    head.append(f"content-length: {len(call.body)}".encode())
    text = b"\r\n".join([*head, b"", b""])
    if chance.random() < 0.7:
        at = chance.randrange(len(text))
        text = (
            text[:at] + chance.choice((b"", b"\r\n", b"\0", b":", b" ", chance.randbytes(3))) + text[at + 1 :]
        )
    return text + call.body
