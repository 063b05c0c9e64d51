"""The commands, answers and signatures on the wire, as the document spells them."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from posdesk.simulator.config import SimulatedPartner

Wire = Mapping[str, object]


class Cmd(StrEnum):
    """The nine commands; the first six are the counter's, the last three ours."""

    CAPTURE = "CaptureSaleOrderBill"
    ACCEPT = "AccptSaleOrderBill"
    REFUSE = "RefuseSaleOrderBill"
    READY = "PushSaleOrderBillState"
    VERIFY = "VerificationSaleOrder"
    PAY = "PushSaleOrderBillPayInfo"
    ADD = "AddSaleOrderBill"
    CANCEL = "CancelSaleOrderBill"
    STATUS = "TpOrderStatusChange"


COUNTERS_OWN = (Cmd.CAPTURE, Cmd.ACCEPT, Cmd.REFUSE, Cmd.READY, Cmd.VERIFY, Cmd.PAY)


class Code(IntEnum):
    """This simulator's business codes; a real partner's table is unknown."""

    OK = 0
    BAD_SIGNATURE = 1001
    UNKNOWN_APPID = 1002
    BAD_JSON = 1003
    BAD_FIELD = 1004
    BAD_CONTENT_TYPE = 1005
    UNKNOWN_CMD = 1006
    SEQ_REUSED = 1007
    NO_SUCH_ORDER = 2001
    WRONG_STATE = 2002
    NO_SUCH_CODE = 2003
    CODE_USED = 2004
    OTHER_STORE = 2005


@dataclass(frozen=True, slots=True)
class O2OCall:
    """A call that keeps to the contract; `subject` is its bill, or the scanned code of a look-up."""

    cmd: Cmd
    seq: str
    subject: str
    item: Wire


@dataclass(frozen=True, slots=True)
class O2OReply:
    """A platform's answer; `effect` is whether something took effect at the platform just now."""

    code: int
    msg: str = ""
    items: tuple[Wire, ...] | None = None
    effect: bool = False


class Complaint(Exception):  # noqa: N818  it is the answer to a wrong call, not an error of ours
    """A call breaks the contract; `code` and the sentence are its answer, the rest what it seemed to be."""

    def __init__(self, code: Code, msg: str) -> None:
        super().__init__(msg)
        self.code = code
        self.msg = msg
        self.cmd = ""
        self.seq = ""


def sign(partner: SimulatedPartner, body: bytes, cmd: str, seq: str) -> str:
    """The `sign` of a call of this partner; empty where it doesn't sign. `body` is UTF-8."""
    recipe = partner.signature
    if recipe == "none":
        return ""
    text = recipe.text
    named = {"appid": partner.appid, "appkey": partner.appkey, "cmd": cmd, "seq": seq}
    for name, value in named.items():
        text = text.replace("{" + name + "}", value)
    data = text.encode().replace(b"{body}", body)
    keyed, _, name = recipe.hash.rpartition("-")
    if keyed:
        digest = hmac.new(partner.appkey.encode(), data, name).hexdigest()
    else:
        digest = hashlib.new(name, data).hexdigest()
    return digest.upper() if recipe.case == "upper" else digest


def is_signed(partner: SimulatedPartner, given: str, body: bytes, cmd: str, seq: str) -> bool:
    """Whether `given` is the right signature of this call."""
    wanted = sign(partner, body, cmd, seq)
    return hmac.compare_digest(wanted.encode(), given.encode())
