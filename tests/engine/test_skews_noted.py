"""How far the clocks are apart is kept on disk, for whoever asks beside a running desk."""

import asyncio
from datetime import timedelta
from pathlib import Path

from posdesk.domain.orders.answer import Answer, Verdict
from posdesk.engine.heartbeat import Heartbeat
from posdesk.engine.listening.listener_socket import SocketProof
from posdesk.engine.status import StatusBoard
from posdesk.journal import heartbeats
from tests.engine.making import partner, settings
from tests.journal.making import SetClock, opened


def test_the_skew_measured_last_is_kept_with_the_next_beat(tmp_path: Path) -> None:
    clock = SetClock()
    with opened(tmp_path, clock) as journal:
        board = StatusBoard(settings(partner(), partner("eleme")), clock)
        board.alive("127.0.0.1:1")
        proof = SocketProof(clock)
        watch = Heartbeat(journal, board, clock, proof)
        for ahead_s in (10, 4000):
            now = clock.now()
            board.answered("meituan", Answer(Verdict.DONE, server_time=now - timedelta(seconds=ahead_s)))
            clock.walk(10)
            proof.proven()
            asyncio.run(watch.look())
            found = journal.read(heartbeats.skews_noted)
            assert found == {"meituan": heartbeats.Skew(ahead_s, clock.now())}
