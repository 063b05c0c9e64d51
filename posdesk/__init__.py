"""posdesk: the order desk on a store's counter PC.

The rooms, from top to bottom; nobody imports upwards, and only `desk/` knows Qt (pyproject.toml holds both):

- `cli`, `commands/`, `app`: the commands' words, and what they do; `app` puts the parts together.
- `export`, `workbook`, `sealing`: tables in files; the audit trail's seal of a command that writes.
- `demo/`: the shop that plays itself.
- `desk/`: the window; a folder a page, one way to journal and engine (`desk/bridge`: act, ask, changes).
- `doctor/`: what is wrong with a home, and what to do, for command and Health page.
- `moving/`: the shop goes to a new PC: one file, packed there and taken over here.
- `gateway/`: the public end of a chain; platforms call it, its stores' counters hear of it over NATS.
- `engine/`: all that waits on the network, in one asyncio thread: `listening/`, `sending/`.
- `updates/`: a new version, proven and taken by a person; what starts posdesk, and goes back.
- `simulator/`: the platforms and the till as the documents describe them, with faults on demand.
- `platforms/`, `journal/`, `devices/`: the wires; the only SQL; sounds. None of them knows another.
- `settings/`, `host/`: posdesk.toml and the keyring; what any program needs of this PC.
- `domain/`, `errors`, `records`: what a shop knows, without I/O; every error that crosses a border; our
  `dataclass`.

Three walks:

1. An order comes in: `engine/listening/gateway` checks and reads the call (`platforms/o2o`), `journal/orders`
   stores it, code 0 is answered, the journal's notice reaches `desk/bridge/live_orders`, a card appears,
   the alarm rings.
2. A button is pressed: the page acts, `engine/actions` writes an intent, the card shows *sending*,
   `engine/sending/outbox` sends it, what came of it is written down, and the card shows that.
3. An hour closes: `engine/sending/hours` asks the journal which closed hours have no confirmed report of
   their present totals; each becomes a posting, and `engine/sending/poster` sends it.

Something new: a page is a folder in `desk/`, added in `desk/desk.py`; a platform is a folder in `platforms/`;
a command's words stand in `cli`, what it does in `commands/`; a setting stands in `settings/settings.py`,
a table in `journal/steps.py`. A line out of the books is a `Book` with its `Line` in `domain/books/posting`,
a section and a secret in `settings/`, a route in `engine/sending/routes`, its words in `desk/words/lines`; a
table whose CHECK forbids the new word is made anew without it (its words then stand in
`journal/rescue/readable`). Words stand with their page, in English, and in `resources/translations/` in
Chinese.
"""

import os
import sys
from types import ModuleType
from typing import Any, Final

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
"""We have none: without this each start searches every installed package for some."""

_modules: dict[str, Any] = sys.modules
_no_plugins = ModuleType("pydantic.plugin._loader")
vars(_no_plugins)["get_plugins"] = tuple
_modules.setdefault(_no_plugins.__name__, _no_plugins)
"""Nor does it import for that what reads the packages' papers: e-mail, zip and csv among it."""

_modules.setdefault("httpx._main", None)
"""httpx's own command, which draws rich and pygments in where somebody has them installed: 6 MB, 40 ms."""

__version__: Final = "0.1.0"
