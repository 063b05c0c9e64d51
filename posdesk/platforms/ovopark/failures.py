"""The failure table of ovopark: every return code of its document, and one line for any other."""

from functools import partial

from posdesk.domain.failure import Failure, Mend, WhoActs, held_back, wrong_call

DUPLICATE = "208001"

_missing = partial(wrong_call, by=("ovopark ", "ovopark"))


def _perhaps(code: str, name: str, zh: str, en: str) -> Failure:
    """Nobody knows whether the hour is there."""
    return Failure(code, name, WhoActs.LATER, Mend.WAIT, zh, en, unknown=True)


FAILURES: tuple[Failure, ...] = (
    Failure(
        "0",
        "SUCCESS",
        WhoActs.NOBODY,
        Mend.NOTHING,
        "ovopark 已收到这一小时的销售额。不用做什么。",
        "ovopark has this hour's sales. Nothing is to be done.",
    ),
    held_back(
        "1",
        "KEY_NOTNULL",
        Mend.SETTINGS,
        "发给 ovopark 的报告里没有开发者 key。在设置里填上 akey，再发送。",
        "The report to ovopark carried no developer key. Enter akey in the settings, then send it again.",
    ),
    held_back(
        "2",
        "KEY_UNLAWFUL",
        Mend.SETTINGS,
        "ovopark 不认识设置里的开发者 key。核对 akey，改好后再发送。",
        "ovopark does not know the developer key in the settings. Check akey, then send again.",
    ),
    held_back(
        "3",
        "KEY_HAS_EXPIRED",
        Mend.PLATFORM,
        "ovopark 的开发者 key 已到期。请联系 ovopark 续期，续好后再发送。",
        "The developer key at ovopark has expired. Ask ovopark to renew it, then send again.",
    ),
    _missing("4", "SIGN_METHOD_NOTNULL", "没有签名算法", "the signature method was left out"),
    held_back(
        "5",
        "SIGN_TYPE_NOTEXIST",
        Mend.SETTINGS,
        "ovopark 不支持设置里的签名算法。把 sign_method 改成 md5，再发送。",
        "ovopark does not know the settings' signature method. Set sign_method to md5, then send again.",
    ),
    _missing("6", "SIGN_NOTNULL", "没有签名", "the signature was left out"),
    held_back(
        "7",
        "SIGN_WRONG",
        Mend.SECRET,
        "ovopark 说签名不对，多半是密钥填错了。重新填写 ovopark 的密钥，再发送。",
        "ovopark says that the signature is wrong, so most likely the secret is. "
        "Enter ovopark's secret again, then send.",
    ),
    _missing("8", "METHOD_NOTNULL", "没有接口名", "the method's name was left out"),
    held_back(
        "9",
        "METHOD_NOTEXIST_CODE",
        Mend.PLATFORM,
        "ovopark 没有为这个 key 开通按小时上报销售额。请联系 ovopark 开通，开通后再发送。",
        "ovopark has not opened hourly sales for this key. Ask ovopark to open it, then send again.",
    ),
    _missing("10", "REQUESTMODE_NOTNULL", "没有请求方式", "the request mode was left out"),
    held_back(
        "11",
        "APPLICATIONID_NOTNULL",
        Mend.SETTINGS,
        "发给 ovopark 的报告里没有系统编号。在设置里填上 aid（一般是 S107），再发送。",
        "The report to ovopark carried no system id. Set aid (usually S107), then send it again.",
    ),
    held_back(
        "12",
        "APPLICATIONID_NOTSAME",
        Mend.SETTINGS,
        "设置里的 aid 和 akey 不是一对。向 ovopark 核对这两项，改好后再发送。",
        "aid and akey in the settings do not belong together. Check both with ovopark, then send again.",
    ),
    _missing("13", "VERSION_NOTNULL", "没有版本号", "the version was left out"),
    _missing("14", "TIMESTAMP_NOTNULL", "没有时间戳", "the time stamp was left out", everything=False),
    _missing(
        "15",
        "TIMESTAMP_FORMAT_ERROR",
        "时间戳格式不对",
        "the time stamp's format is wrong",
        everything=False,
    ),
    Failure(
        "16",
        "TIMESTAMP_OVERTIME",
        WhoActs.LATER,
        Mend.CLOCK,
        "电脑时钟和 ovopark 的差得太多，报告没有被收下。"
        "校准电脑时钟，报告会自动再发；还停着的，请按“再发一次”。",
        "The PC's clock is too far from ovopark's, so the report was not taken. "
        "Set the PC's clock; the report is sent again by itself, or by Send again where it has stopped.",
        clock=True,
    ),
    _missing("17", "FORMAT_TYPE_NOTEXIST", "返回格式不存在", "the reply's format does not exist"),
    _perhaps(
        "-100",
        "API_CALL_REPEAT",
        "ovopark 说这次调用重复了，这一小时收没收到还不知道。稍后会自动再问，不用做什么。",
        "ovopark calls this a repeated call, so nobody knows yet whether it has the hour. "
        "It is asked again by itself; nothing is to be done.",
    ),
    _perhaps(
        "-500",
        "API_SYSTEM_CALL_ERROR",
        "ovopark 的系统出错，这一小时收没收到还不知道。稍后会自动再发，不用做什么。",
        "ovopark's system failed, so nobody knows yet whether it has the hour. "
        "It is sent again by itself; nothing is to be done.",
    ),
    _perhaps(
        "-999",
        "UNKNOWN_ERROR",
        "ovopark 的开放平台异常，这一小时收没收到还不知道。稍后会自动再发，不用做什么。",
        "ovopark's open platform failed, so nobody knows yet whether it has the hour. "
        "It is sent again by itself; nothing is to be done.",
    ),
    held_back(
        "206001",
        "开放平台用户不存在",
        Mend.PLATFORM,
        "ovopark 的开放平台上没有这个用户。核对设置里的 akey 和 enterprise_id，或联系 ovopark，再发送。",
        "ovopark's open platform has no such user. "
        "Check akey and enterprise_id in the settings or ask ovopark, then send again.",
    ),
    Failure(
        DUPLICATE,
        "销售额重复提交",
        WhoActs.YOURS,
        Mend.COMPARE,
        "ovopark 已经有这一小时的销售额，不收第二份。先比对两边的数，再决定覆盖还是保留。",
        "ovopark holds sales for this hour and took no second report. Compare both, then replace or keep it.",
    ),
    _missing("208006", "日期格式化错误", "日期格式不对", "the date's format is wrong", everything=False),
    Failure(
        "*",
        "UNDOCUMENTED",
        WhoActs.YOURS,
        Mend.PLATFORM,
        "ovopark 用文档里没有的答复拒收了这一小时。请把它的原话告诉 ovopark，问清后再发送。",
        "ovopark refused this hour with an answer that its document does not have. "
        "Tell ovopark its own words and ask what is wrong, then send again.",
    ),
)
_LINES = {line.code: line for line in FAILURES}
UNDOCUMENTED = _LINES["*"]


def line_of(code: str) -> Failure:
    """The line of a return code ("208001"); a code that nobody documents has a line of its own."""
    return _LINES.get(code, UNDOCUMENTED)
