"""Work that many things ask for: the first time at once, a flood of it once."""

import threading

from pytestqt.qtbot import QtBot

from posdesk.desk.bridge.threads import Pace, Post

LONG_MS = 3_600_000


def test_the_first_is_done_without_a_wait_and_a_flood_once_after_it(qtbot: QtBot) -> None:
    done: list[int] = []
    pace = Pace(Post(), lambda: done.append(1), LONG_MS)
    pace.want()
    qtbot.waitUntil(lambda: done == [1])
    asking = [threading.Thread(target=pace.want) for _ in range(20)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    pace.want()
    qtbot.wait(0)
    assert done == [1]
    pace.rest.start(0)
    qtbot.waitUntil(lambda: done == [1, 1])


def test_once_nothing_was_asked_for_the_next_is_done_at_once_again(qtbot: QtBot) -> None:
    done: list[int] = []
    pace = Pace(Post(), lambda: done.append(1), 0)
    pace.want()
    qtbot.waitUntil(lambda: done == [1] and not pace.rest.isActive())
    pace.rest.setInterval(LONG_MS)
    pace.want()
    qtbot.waitUntil(lambda: done == [1, 1])
