"""A process that makes an own order and says how far it is, to be killed anywhere (`test_own_orders`)."""

import sys
from pathlib import Path

from posdesk.domain.orders.intent import Kind, Wish
from posdesk.engine.actions import Actions
from tests.engine.making import PATIENCE_S, HeldSecrets, house, settings
from tests.journal.making import say


def main(home: Path) -> None:
    """Put, accept, put away: after each it waits for a line."""
    with house(home, settings(), HeldSecrets()) as at:
        asked = at.engine.put_own_order("试单", "")
        assert asked is not None
        key = asked.result(PATIENCE_S).key
        assert key is not None
        say("put")
        sys.stdin.readline()
        actions = Actions(at.journal, at.engine)
        actions.wish(Wish(key, Kind.ACCEPT, "Li")).result(PATIENCE_S)
        say("accepted")
        sys.stdin.readline()
        actions.put_away(key, "Li").result(PATIENCE_S)
        say("away")
        sys.stdin.readline()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
