"""HTTP/1.1 as bytes, with as little work as can be: what is measured is the other side."""

_HEAD_ENDS = b"\r\n\r\n"
_LENGTH = b"content-length: "


def posted(path: str, body: bytes, content_type: str) -> bytes:
    """A POST on a connection that is kept."""
    head = f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: {content_type}\r\n"
    return f"{head}content-length: {len(body)}\r\n\r\n".encode() + body


def got(path: str) -> bytes:
    """A GET on a connection that is kept."""
    return f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".encode()


def answered(body: bytes) -> bytes:
    """An answer in JSON."""
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body


def end_of(data: bytes | bytearray) -> int:
    """Where the call or answer at the head of `data` ends; 0 while it isn't whole."""
    ends = data.find(_HEAD_ENDS)
    if ends < 0:
        return 0
    head = bytes(data[:ends]).lower() + b"\r\n"
    at = head.index(_LENGTH) + len(_LENGTH)
    end = ends + len(_HEAD_ENDS) + int(head[at : head.index(b"\r\n", at)])
    return end if len(data) >= end else 0
