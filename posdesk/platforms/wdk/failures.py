"""The failure table of WDK: the gateway's codes (TOP's public meaning of each), sub-codes, and any other.

A code that the gateway decides on stands by itself; behind 15 and 50, and behind codes that nobody
documents, the sub-code decides.
"""

from functools import partial

from posdesk.domain.failure import Failure, Mend, WhoActs, held_back, wrong_call

DONE = "is_success=true"
LIMITED = "7"
CLOCK = "31"
MISSING_ARGUMENT = "40"
NOT_SUCCESS = "is_success=false"

_ours = partial(wrong_call, by=("淘宝开放平台", "The Taobao Open Platform"))


def _receipt(code: str, name: str, zh: str, en: str) -> Failure:
    """This one receipt is not what WDK wants; the next one may be."""
    return Failure(code, name, WhoActs.YOURS, Mend.RECEIPT, zh, en)


def _perhaps(code: str, name: str, zh: str, en: str) -> Failure:
    """Nobody knows whether WDK has the receipt."""
    return Failure(
        code,
        name,
        WhoActs.LATER,
        Mend.WAIT,
        f"{zh}，WDK 收没收到这张小票还不知道。稍后会用同一个流水号再发，不用做什么。",
        f"{en}, so nobody knows yet whether WDK has this receipt. "
        "It is sent again under the same number; nothing is to be done.",
        unknown=True,
    )


_GATEWAY: tuple[Failure, ...] = (
    _perhaps("3", "Upload Fail", "上传没有成功", "The upload failed"),
    Failure(
        LIMITED,
        "App Call Limited",
        WhoActs.LATER,
        Mend.WAIT,
        "淘宝开放平台限制了调用次数，小票还没有发出。等限制到期会自动再发，不用做什么。",
        "The Taobao Open Platform limits how often we may call, so the receipt has not been taken yet. "
        "It is sent again when the limit ends; nothing is to be done.",
    ),
    _ours("9", "Http Action Not Allowed", "不允许这种 HTTP 方法", "this HTTP method is not allowed"),
    _perhaps("10", "Service Currently Unavailable", "WDK 的服务暂时不可用", "WDK's service is not available"),
    held_back(
        "11",
        "Insufficient ISV Permissions",
        Mend.PLATFORM,
        "这个应用没有同步小票的权限。请在淘宝开放平台为它开通五道口外部订单同步，再发送。",
        "This application may not send receipts. Have the Taobao Open Platform open "
        "alibaba.wdk.order.sync for it, then send again.",
    ),
    held_back(
        "12",
        "Insufficient User Permissions",
        Mend.PLATFORM,
        "授权的商家没有同步小票的权限。请联系 WDK 为商家开通，再发送。",
        "The merchant who gave the session may not send receipts. Ask WDK for the right, then send again.",
    ),
    held_back(
        "13",
        "Insufficient Partner Permissions",
        Mend.PLATFORM,
        "合作伙伴的权限不够，小票发不出去。请联系 WDK 开通，再发送。",
        "The partner's rights are not enough to send receipts. Ask WDK for them, then send again.",
    ),
    _perhaps(
        "15", "Remote Service Error", "淘宝开放平台后面的服务出错", "The service behind the platform failed"
    ),
    _ours("21", "Missing Method", "没有接口名", "the method's name was left out"),
    _ours("22", "Invalid Method", "接口名不存在", "the method does not exist"),
    _ours("23", "Invalid Format", "返回格式不对", "the reply's format is not known"),
    _ours("24", "Missing Signature", "没有签名", "the signature was left out"),
    held_back(
        "25",
        "Invalid Signature",
        Mend.SECRET,
        "淘宝开放平台说签名不对，多半是密钥填错了。重新填写 WDK 的密钥，再发送。",
        "The Taobao Open Platform says that the signature is wrong, so most likely the secret is. "
        "Enter WDK's secret again, then send.",
    ),
    held_back(
        "26",
        "Missing Session",
        Mend.SECRET,
        "淘宝开放平台要商家的授权码，我们没有。填上 WDK 的 session，再发送。",
        "The Taobao Open Platform wants the merchant's session, and there is none. "
        "Enter WDK's session, then send again.",
    ),
    held_back(
        "27",
        "Invalid Session",
        Mend.SECRET,
        "商家的授权码无效或已过期。请商家重新授权，填上新的 session，再发送。",
        "The merchant's session is not valid or has expired. "
        "Have the merchant authorise again, enter the new session, then send again.",
    ),
    held_back(
        "28",
        "Missing App Key",
        Mend.SETTINGS,
        "发给 WDK 的小票里没有 app_key。在设置里填上，再发送。",
        "The call to WDK carried no app_key. Enter it in the settings, then send again.",
    ),
    held_back(
        "29",
        "Invalid App Key",
        Mend.SETTINGS,
        "淘宝开放平台不认识设置里的 app_key。核对后改好，再发送。",
        "The Taobao Open Platform does not know the app_key in the settings. Check it, then send again.",
    ),
    _ours("30", "Missing Timestamp", "没有时间戳", "the time stamp was left out", everything=False),
    Failure(
        CLOCK,
        "Invalid Timestamp",
        WhoActs.LATER,
        Mend.CLOCK,
        "电脑时钟和淘宝开放平台的差得太多，小票没有被收下。校准电脑时钟，小票会自动再发；还停着的，请按“再发一次”。",
        "The PC's clock is too far from the Taobao Open Platform's, so the receipt was not taken. "
        "Set the PC's clock; the receipt is sent again by itself, or by Send again where it has stopped.",
        clock=True,
    ),
    _ours("32", "Missing Version", "没有版本号", "the version was left out"),
    _ours("33", "Invalid Version", "版本号不对", "the version is wrong"),
    _ours("34", "Unsupported Version", "不支持这个版本号", "the version is not supported"),
    _receipt(
        MISSING_ARGUMENT,
        "Missing Required Arguments",
        "这张小票缺少 WDK 要的内容。按它的原话在收银台补上，再发送。",
        "This receipt lacks something that WDK wants. "
        "Add it at the till after WDK's own words, then send again.",
    ),
    _receipt(
        "41",
        "Invalid Arguments",
        "这张小票里有 WDK 不认的内容。按它的原话在收银台改好，再发送。",
        "This receipt has something that WDK does not take. "
        "Mend it at the till after WDK's own words, then send again.",
    ),
    held_back(
        "42",
        "Forbidden Request",
        Mend.PLATFORM,
        "淘宝开放平台禁止了这个请求，授权不够。请联系 WDK 或请商家重新授权，再发送。",
        "The Taobao Open Platform forbids this call: what was authorised is not enough. "
        "Ask WDK, or have the merchant authorise again, then send again.",
    ),
    _receipt(
        "43",
        "Parameter Error",
        "这张小票里有个值 WDK 不接受。按它的原话在收银台改好，再发送。",
        "A value in this receipt is not what WDK accepts. "
        "Mend it at the till after WDK's own words, then send again.",
    ),
    _perhaps("50", "Remote Service Error", "WDK 的服务出错", "WDK's service failed"),
    held_back(
        "53",
        "Insufficient Security Level",
        Mend.PLATFORM,
        "这个应用的安全等级不够，小票发不出去。请在淘宝开放平台提高等级或重新授权，再发送。",
        "This application's security level is too low to send receipts. "
        "Raise it at the Taobao Open Platform or authorise again, then send again.",
    ),
)

_SUB_CODES: tuple[Failure, ...] = (
    _receipt(
        "isv.invalid-parameter",
        "非法参数",
        "WDK 说这张小票的内容不对。按它的原话在收银台改好，再发送。",
        "WDK says that something in this receipt is wrong. "
        "Mend it at the till after WDK's own words, then send again.",
    ),
    _receipt(
        "isp.invalid-parameters",
        "非法参数",
        "WDK 的服务说这张小票的内容不对。按它的原话在收银台改好，再发送。",
        "WDK's service says that something in this receipt is wrong. "
        "Mend it at the till after WDK's own words, then send again.",
    ),
    _receipt(
        "isv.*",
        "ISV error",
        "WDK 拒收了这张小票。按它的原话改好，再发送。",
        "WDK refused this receipt. Mend what its own words name, then send again.",
    ),
    _perhaps("isp.*", "ISP error", "WDK 那边出错", "Something failed at WDK"),
)

_OTHERS: tuple[Failure, ...] = (
    Failure(
        DONE,
        "is_success",
        WhoActs.NOBODY,
        Mend.NOTHING,
        "WDK 已收到这张小票。不用做什么。",
        "WDK has this receipt. Nothing is to be done.",
    ),
    _receipt(
        NOT_SUCCESS,
        "is_success=false",
        "WDK 没有收下这张小票。按它的原话改好，再发送。",
        "WDK did not take this receipt. Mend what its own words name, then send again.",
    ),
    Failure(
        "*",
        "UNDOCUMENTED",
        WhoActs.YOURS,
        Mend.PLATFORM,
        "WDK 用文档里没有的答复拒收了这张小票。请把它的原话告诉 WDK，问清后再发送。",
        "WDK refused this receipt with an answer that its document does not have. "
        "Tell WDK its own words and ask what is wrong, then send again.",
    ),
)

FAILURES: tuple[Failure, ...] = _GATEWAY + _SUB_CODES + _OTHERS
_LINES = {line.code: line for line in FAILURES}
UNDOCUMENTED = _LINES["*"]

_DECIDES = {line.code for line in _GATEWAY} - {"3", "10", "15", "50"}  # alone, whatever is behind it
_FAMILIES = ("isv.", "isp.")


def code_of(code: str, sub_code: str) -> str:
    """Which of an error's two codes decides, and is kept; both where the one behind 15 or 50 is strange."""
    if not sub_code or code in _DECIDES:
        return code
    if sub_code.startswith(_FAMILIES):
        return sub_code
    return f"{code} {sub_code}" if code in {"15", "50"} else code


def line_of(code: str) -> Failure:
    """The line of a code or sub-code ("isv.invalid-parameter:pay_type"); one nobody documents has its own."""
    bare = code.split(":", 1)[0]
    family = f"{bare.split('.', 1)[0]}.*"
    return _LINES.get(bare) or _LINES.get(family) or UNDOCUMENTED
