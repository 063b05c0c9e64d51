"""The Taobao Open Platform's error codes, with its words."""

MESSAGES: dict[int, str] = {
    3: "Upload Fail",
    7: "App Call Limited",
    9: "Http Action Not Allowed",
    10: "Service Currently Unavailable",
    11: "Insufficient ISV Permissions",
    12: "Insufficient User Permissions",
    13: "Insufficient Partner Permissions",
    15: "Remote Service Error",
    21: "Missing Method",
    22: "Invalid Method",
    23: "Invalid Format",
    24: "Missing Signature",
    25: "Invalid Signature",
    26: "Missing Session",
    27: "Invalid Session",
    28: "Missing App Key",
    29: "Invalid App Key",
    30: "Missing Timestamp",
    31: "Invalid Timestamp",
    32: "Missing Version",
    33: "Invalid Version",
    34: "Unsupported Version",
    40: "Missing Required Arguments",
    41: "Invalid Arguments",
    42: "Forbidden Request",
    43: "Parameter Error",
    50: "Remote service error",
    53: "Insufficient security level",
}
_SUB_CODES: dict[int, str] = {
    7: "accesscontrol.limited-by-app-access-count",
    11: "isv.permission-api-package-limit",
    15: "isp.remote-service-error",
    40: "isv.missing-parameter:receipt_order",
    41: "isv.invalid-parameter",
    50: "isv.invalid-parameter",
}


class Refusal(Exception):  # noqa: N818  it is an answer
    """A call that is answered by an `error_response`; `complaint`: the call itself broke the contract."""

    def __init__(
        self, code: int, sub_msg: str = "", *, sub_code: str | None = None, complaint: bool = True
    ) -> None:
        super().__init__(sub_msg or message_of(code))
        self.code = code
        self.sub_code = _SUB_CODES.get(code, "") if sub_code is None else sub_code
        self.sub_msg = sub_msg
        self.is_complaint = complaint


def message_of(code: int) -> str:
    """TOP's words for a code."""
    return MESSAGES.get(code, f"Error {code}")


def refused(sub_msg: str) -> Refusal:
    """WDK's own refusal of a receipt that is right in form (the document's sample answers in this way)."""
    return Refusal(50, sub_msg, complaint=False)


def limited(seconds: int) -> Refusal:
    """The throttle's answer, with how long it lasts."""
    return Refusal(7, f"This ban will last for {seconds} more seconds", complaint=False)
