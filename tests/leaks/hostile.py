"""Platforms that fail in every way and repeat, in each, what nobody should read: a phone and the secrets."""

import itertools
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Hostile(ThreadingHTTPServer):
    """Answers each call in the next way; `said` is what it repeats, by the beginning of the path."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, said: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.said = said
        self.calls = 0
        self.numbers = {start: itertools.count() for start in said}

    @property
    def address(self) -> str:
        """http://host:port."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A caller that hung up is none."""


class _Handler(BaseHTTPRequestHandler):
    server: Hostile
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """The next way to fail."""
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.calls += 1
        start = next(start for start in self.server.said if self.path.startswith(start))
        said = self.server.said[start]
        ways = (self._refusal, self._page, self._no_http, self._bad_header, self._half, self._not_json)
        ways[next(self.server.numbers[start]) % len(ways)](said)

    def _refusal(self, said: str) -> None:
        """A refusal in the words of all three platforms at once."""
        stat = {"code": 206001, "codename": f"no: {said}", "systime": "0", "cid": said}
        top = {"code": 15, "msg": said, "sub_code": "isv.bad", "sub_msg": f"no: {said}", "request_id": "r"}
        self._send(200, {"code": 7, "seq": said, "msg": said, "stat": stat, "error_response": top})

    def _page(self, said: str) -> None:
        self._raw(f"HTTP/1.1 500 {said}\r\ncontent-length: {len(said)}\r\n\r\n{said}")

    def _no_http(self, said: str) -> None:
        self._raw(f"{said}\r\n\r\n")

    def _bad_header(self, said: str) -> None:
        self._raw(f"HTTP/1.1 200 OK\r\n{said} no header\r\ncontent-length: 0\r\n\r\n")

    def _half(self, said: str) -> None:
        self._raw(f'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{{"code": "{said}"')

    def _not_json(self, said: str) -> None:
        self._raw(f"HTTP/1.1 200 OK\r\ncontent-length: {len(said)}\r\n\r\n{said}")

    def _send(self, status: int, answer: object) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _raw(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its own name
        """Nothing on stderr."""


@contextmanager
def hostile(said: Mapping[str, str]) -> Iterator[Hostile]:
    """A platform in a thread, ended with the block."""
    server = Hostile(said)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
