"""The product's listener, with all that it checks and reads, over a journal that keeps nothing.

python -m tests.bench.programs.not_storing
"""

import asyncio
from collections.abc import Iterable
from concurrent.futures import Future
from typing import Any

from posdesk.domain.clock import SystemClock
from posdesk.engine.listening import http_server, listener, listener_socket
from posdesk.engine.listening.gateway import Gateway
from posdesk.engine.listening.intake import Intake
from posdesk.engine.loop import EngineLoop
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.settings.settings import Listener, Partner, Settings, Store
from tests.bench.programs import word
from tests.engine.making import HeldSecrets
from tests.support.simulator import MEITUAN


class NoJournal(Journal):
    """Every job is done at once, and nothing of it."""

    def __init__(self) -> None:
        """No file is opened."""

    def write(self, job: Any, *, later: bool = False) -> "Future[Any]":
        """See `Journal`."""
        done: Future[Any] = Future()
        done.set_result([])
        return done

    def write_all(self, jobs: Iterable[Any]) -> "list[Future[Any]]":
        """See `Journal`."""
        return [self.write(job) for job in jobs]


async def main() -> None:
    """Serve until ended."""
    partner = Partner(name=MEITUAN.name, url="http://127.0.0.1:9", appid=MEITUAN.appid)
    chosen = Settings(store=Store(code="001", uid=1), listener=Listener(port=0), partner=(partner,))
    journal, clock, secrets = NoJournal(), SystemClock(), HeldSecrets(**{MEITUAN.name: MEITUAN.appkey})
    status = StatusBoard(chosen, clock)
    gateway = Gateway(chosen, journal, secrets, status, clock)
    intake = Intake(chosen, journal, secrets, clock)
    routes = listener.Routes(gateway, intake, status, body_limit_bytes=chosen.listener.body_limit_bytes)
    bound = listener_socket.bind(chosen.listener)
    server = http_server.Server(routes.app(), bound)
    word.listens(bound.getsockname())
    await server.run()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=EngineLoop) as runner:
        runner.run(main())
