"""A store's listener with the real shape, which writes down what it was sent."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from tests.support.processes import wait_for


@dataclass(frozen=True)
class Received:
    """One call: its query, its content type, its body, who it says it is."""

    query: dict[str, str]
    content_type: str
    body: bytes
    authorization: str = ""

    @property
    def frame(self) -> dict[str, object]:
        frame = json.loads(self.body)
        assert isinstance(frame, dict)
        return frame


class Store:
    """Answers code 0, after the answers that stand in `script`: (HTTP status, body) each."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.script: list[tuple[int, bytes]] = []
        self.url = ""
        self.port = 0

    def take(self, call: Received) -> tuple[int, bytes]:
        self.received.append(call)
        if self.script:
            return self.script.pop(0)
        return 200, json.dumps({"code": 0, "msg": "", "seq": call.frame.get("seq")}).encode()

    def wait_for(self, count: int) -> list[Received]:
        wait_for(lambda: len(self.received) >= count, f"call number {count} to the store")
        return self.received


@contextmanager
def listening_store(port: int = 0) -> Iterator[Store]:
    """A store on that port, or any free one."""
    store = Store()
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(store))
    store.port = server.server_address[1]
    store.url = f"http://127.0.0.1:{store.port}/center/gateway"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield store
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(store: Store) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
            by = self.headers.get("Authorization", "")
            status, answer = store.take(Received(query, self.headers["Content-Type"], body, by))
            self.send_response(status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  http.server's own name
            pass

    return Handler
