"""The second window of `posdesk demo --counters 2`: a process of its own that ends with the one before it."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

from posdesk import app
from posdesk.demo import shop
from posdesk.demo.lines import Lines
from posdesk.demo.run import TrainingSecrets
from posdesk.demo.two_counters import Place
from posdesk.errors import PosdeskError
from posdesk.host import logs, private
from posdesk.settings.settings import Desk


def main() -> int:
    """Show the desk that stdin's first line tells of, until its window is closed or stdin ends."""
    private.begin()
    lines = Lines()
    told = lines.next()
    if told is None:
        return 1
    lines.follow(lambda _line: None, _end)
    try:
        return _show(json.loads(told))
    except PosdeskError as error:
        sys.stderr.write(f"posdesk demo: {error}\n")
        return 1
    finally:
        logs.stop()  # Windows removes no folder with a log that is open


def _end() -> None:
    """As Ctrl+C would; before the desk can be asked it is ended at once, its home is thrown away."""
    signal.raise_signal(signal.SIGTERM)


def _show(told: dict[str, Any]) -> int:
    place = Place.read(told["place"])
    place.write_identity(Path(told["home"]))
    chosen = shop.settings(told["simulator"], Desk.model_validate(told["desk"]), told["printer"])
    return app.run_desk(
        Path(told["home"]),
        chosen=shop.at_counter(chosen, shop.SECOND, place.relay),
        secrets=TrainingSecrets({**told["secrets"], **place.secrets}),
        half="right",
    )


if __name__ == "__main__":
    sys.exit(main())
