"""The return codes of ovopark's document, with its words."""

from enum import IntEnum


class Code(IntEnum):
    """Every documented code, and two of ours where the document has none."""

    SUCCESS = 0
    KEY_NOTNULL = 1
    KEY_UNLAWFUL = 2
    KEY_HAS_EXPIRED = 3
    SIGN_METHOD_NOTNULL = 4
    SIGN_TYPE_NOTEXIST = 5
    SIGN_NOTNULL = 6
    SIGN_WRONG = 7
    METHOD_NOTNULL = 8
    METHOD_NOTEXIST_CODE = 9
    REQUESTMODE_NOTNULL = 10
    APPLICATIONID_NOTNULL = 11
    APPLICATIONID_NOTSAME = 12
    VERSION_NOTNULL = 13
    TIMESTAMP_NOTNULL = 14
    TIMESTAMP_FORMAT_ERROR = 15
    TIMESTAMP_OVERTIME = 16
    FORMAT_TYPE_NOTEXIST = 17
    API_CALL_REPEAT = -100
    API_SYSTEM_CALL_ERROR = -500
    UNKNOWN_ERROR = -999
    USER_NOTEXIST = 206001
    SALES_REPEAT = 208001
    DATE_FORMAT_ERROR = 208006
    PARAMETER_ERROR = 100001  # ours: the document names no code for a wrong business parameter
    STORE_NOTEXIST = 100002  # ours: nor for a store that the enterprise doesn't have


WORDS: dict[Code, str] = {
    Code.SUCCESS: "操作成功",
    Code.KEY_NOTNULL: "_akey cannot be empty",
    Code.KEY_UNLAWFUL: "_akey is illegal",
    Code.KEY_HAS_EXPIRED: "_akey has expired",
    Code.SIGN_METHOD_NOTNULL: "The _sm parameter cannot be empty",
    Code.SIGN_TYPE_NOTEXIST: "_sm type does not exist",
    Code.SIGN_NOTNULL: "The _sig parameter cannot be empty",
    Code.SIGN_WRONG: "Invalid signature, please check the parameters and signature format",
    Code.METHOD_NOTNULL: "The _mt parameter cannot be empty",
    Code.METHOD_NOTEXIST_CODE: (
        "The method name corresponding to _mt does not exist or is not registered in the service"
    ),
    Code.REQUESTMODE_NOTNULL: "The _requestMode parameter cannot be empty",
    Code.APPLICATIONID_NOTNULL: "_aid parameter cannot be empty",
    Code.APPLICATIONID_NOTSAME: "_aid does not match the current key",
    Code.VERSION_NOTNULL: "_version version number cannot be empty",
    Code.TIMESTAMP_NOTNULL: "_timestamp timestamp cannot be empty",
    Code.TIMESTAMP_FORMAT_ERROR: "_timestamp timestamp format error",
    Code.TIMESTAMP_OVERTIME: "_timestamp has expired",
    Code.FORMAT_TYPE_NOTEXIST: "_format type does not exist",
    Code.API_CALL_REPEAT: "Interface duplicate call",
    Code.API_SYSTEM_CALL_ERROR: "API call failed, system exception",
    Code.UNKNOWN_ERROR: "Open platform system exception",
    Code.USER_NOTEXIST: "开放平台用户不存在",
    Code.SALES_REPEAT: "销售额重复提交",
    Code.DATE_FORMAT_ERROR: "日期格式化错误,请按照文档指定的格式上报",
    Code.PARAMETER_ERROR: "参数错误",
    Code.STORE_NOTEXIST: "门店不存在",
}

_CODES = {int(code): code for code in Code}
_OWN_DOING = frozenset({Code.SUCCESS, Code.SALES_REPEAT, Code.API_CALL_REPEAT})


class OvoparkRefusal(Exception):  # noqa: N818  it is an answer
    """A call that is answered with another code than 0."""

    def __init__(self, code: Code, words: str = "") -> None:
        super().__init__(words or WORDS[code])
        self.code = code
        self.words = str(self)

    @property
    def is_complaint(self) -> bool:
        """Whether the call itself broke the contract; a duplicate did not."""
        return self.code not in _OWN_DOING


def name_of(code: int) -> str:
    """The document's name for a code; the number itself for one that it doesn't have."""
    return _CODES[code].name if code in _CODES else str(code)


def words_of(code: int) -> str:
    """The document's words for a code."""
    return WORDS[_CODES[code]] if code in _CODES else f"error {code}"
