"""What we answer a platform: our own codes, and the reply's JSON.

The business codes of the vendor are unknown (contracts.md), so this table is ours; the README shows it.
"""

from collections.abc import Sequence
from decimal import Decimal
from enum import IntEnum
from typing import TypeAlias

from posdesk.errors import PosdeskError
from posdesk.platforms.jsontext import write_json

Echo: TypeAlias = str | int | Decimal
"""A call's `seq` as it came: it goes back so, a number as that number."""


class AnswerCode(IntEnum):
    """Our codes: 10xx the call can't be read, 20xx the caller is not known, 30xx we can't take it now."""

    OK = 0
    BAD_JSON = 1001
    NOT_AN_OBJECT = 1002
    MISSING_FIELD = 1003
    WRONG_TYPE = 1004
    BAD_VALUE = 1005
    UNKNOWN_CMD = 1006
    TOO_LARGE = 1007
    OTHER_STORE = 1008
    CONTRADICTION = 1009
    NOT_TAKEN = 1010
    UNKNOWN_APPID = 2001
    NO_SIGNATURE = 2002
    WRONG_SIGNATURE = 2003
    TOO_MANY_CALLS = 2004
    NO_APPKEY = 3001
    NOT_STORED = 3002
    STOPPING = 3003
    OUR_FAULT = 3004
    UNKNOWN_BILL = 3005
    NO_COUNTER = 3006


WORDS: dict[AnswerCode, tuple[str, str]] = {
    AnswerCode.OK: ("", ""),
    AnswerCode.BAD_JSON: ("不是 JSON", "not JSON"),
    AnswerCode.NOT_AN_OBJECT: ("必须是 JSON 对象", "a JSON object is wanted"),
    AnswerCode.MISSING_FIELD: ("缺少必填字段", "a required field is missing"),
    AnswerCode.WRONG_TYPE: ("类型不对", "wrong type"),
    AnswerCode.BAD_VALUE: ("值不在允许范围", "a value that is not allowed"),
    AnswerCode.UNKNOWN_CMD: ("未知命令", "unknown cmd"),
    AnswerCode.TOO_LARGE: ("请求体过大", "the body is too large"),
    AnswerCode.OTHER_STORE: ("不是本店的订单", "an order for another store"),
    AnswerCode.CONTRADICTION: ("同一单据出现两次且内容不同", "one bill twice with different content"),
    AnswerCode.NOT_TAKEN: ("不接收这样的请求", "such a call is not taken"),
    AnswerCode.UNKNOWN_APPID: ("未知 appid", "unknown appid"),
    AnswerCode.NO_SIGNATURE: ("缺少签名", "no sign"),
    AnswerCode.WRONG_SIGNATURE: ("签名不对", "wrong sign"),
    AnswerCode.TOO_MANY_CALLS: ("签名错误次数过多，请稍后再试", "too many wrong signs, try later"),
    AnswerCode.NO_APPKEY: ("本店暂时不能验证签名，请稍后再推", "the sign can't be checked now, send again"),
    AnswerCode.NOT_STORED: ("暂时不能保存，请稍后再推", "it can't be stored now, send again"),
    AnswerCode.STOPPING: ("本店程序正在退出，请稍后再推", "we are closing, send again"),
    AnswerCode.OUR_FAULT: ("本店程序出错，请稍后再推", "a fault of ours, send again"),
    AnswerCode.UNKNOWN_BILL: ("没有此单据，也没有可送达的门店", "no such bill, and no store to send it to"),
    AnswerCode.NO_COUNTER: (
        "该门店没有在线的收银台，请稍后再推",
        "no counter of this store is there, send again",
    ),
}


class CallRefused(PosdeskError):  # noqa: N818 - what we say to a platform
    """A call that is answered with a code other than 0; nothing of it is stored."""

    def __init__(self, code: AnswerCode, msg: str = "", seq: Echo = "", field: str = "") -> None:
        """`msg` says what and where, for the platform's people; `seq` is the call's, to be echoed.

        `field` is where alone, as a path in the call; empty where it is about no field.
        """
        self.code, self.seq, self.field = code, seq, field
        self.msg = msg or both(*WORDS[code])
        super().__init__(self.msg)

    @property
    def is_for_content(self) -> bool:
        """Whether the call's content is the reason: the same call would be refused again."""
        return AnswerCode.BAD_JSON <= self.code < AnswerCode.UNKNOWN_APPID

    def answer(self) -> bytes:
        """The reply's body."""
        return answer(self.code, self.seq, self.msg)


def answer(code: AnswerCode, seq: Echo, msg: str = "", items: object = None) -> bytes:
    """A reply's body in UTF-8; without a `msg` a failure gets its code's own words."""
    words = msg if msg or code is AnswerCode.OK else both(*WORDS[code])
    reply: dict[str, object] = {"code": int(code), "msg": words, "seq": seq}
    if items is not None:
        reply["items"] = items
    return write_json(reply).encode("utf-8", "replace")


def cancelled_items(bills: Sequence[tuple[str, str]]) -> object:
    """The `items` that answer CancelSaleOrderBill, from (tbillno, billno): an object, a list for several."""
    items = [{"tbillno": tbillno, "billno": billno} for tbillno, billno in bills]
    return items[0] if len(items) == 1 else items


def both(zh: str, en: str) -> str:
    """One line in both languages; empty for two empty texts."""
    return f"{zh} / {en}" if zh or en else ""
