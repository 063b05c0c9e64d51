"""Three receipts as a till hands them in, to try its folder out with: read, and kept nowhere."""

from typing import Final

from posdesk.platforms.jsontext import write_json

COUNT: Final = 3


def sample_file() -> bytes:
    """They name no store and no till that could be one's own."""
    return write_json([_receipt(number) for number in range(1, COUNT + 1)]).encode("utf-8")


def _receipt(number: int) -> dict[str, object]:
    return {
        "actual_amt": 990,
        "op_name": "posdesk test",
        "op_num": "0",
        "pos_no": "posdesk-test",
        "serial_num": f"posdesk-test-{number}",
        "store_id": "posdesk-test",
    }
