"""The desk: everything that is Qt. It shows what the journal holds and asks for what a person wants.

`desk` brings it up and puts it away, `parts` makes what nobody sees at once, `links` leads from one page to
another. Below them, never upwards:

- `orders/`, `pickup/`, `hours/`, `sync/`, `shift/`, `settings/`: a folder a page; no page knows another.
- `output/`: what leaves the desk as file or paper.
- `frame/`: the window around the pages, alarm, sign-in; `stop/` stands over every page.
- `cards/`: an order as facts, laid out as marks, painted.
- `widgets/`, `paint/`: what they are made of; `scan/` reads keys before any of them.
- `bridge/`: the one way to journal and engine: act, ask, and what has changed since.
- `words/`: what is said, in the language on screen; `theme/`: colours, type and lengths.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - before anything else of the desk

if hasattr(builtins, "__orig_import__"):
    builtins.__import__ = builtins.__orig_import__
    """PySide6 reads the source of whatever is imported after it, for a feature that nobody here uses
    (`from __feature__ import snake_case`), and keeps it: 6 MB, and a tenth of a start."""
