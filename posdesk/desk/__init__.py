"""The desk: everything that is Qt. It shows what the journal holds and asks for what a person wants.

`desk` joins the parts, `links` leads from one page to another. Below them, never upwards:

- `orders/`, `pickup/`, `hours/`, `sync/`, `shift/`, `settings/`: a folder a page; no page knows another.
- `output/`: what leaves the desk as file or paper.
- `frame/`: the window around the pages, alarm, sign-in; `stop/` stands over every page.
- `cards/`: an order as facts, laid out as marks, painted.
- `widgets/`, `paint/`: what they are made of; `scan/` reads keys before any of them.
- `bridge/`: the one way to journal and engine: act, ask, and what has changed since.
- `words/`: what is said, in the language on screen; `theme/`: colours, type and lengths.
"""
