"""What each page is for and what to press next, in a few sentences: F1 shows it below the page's keys."""

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP

_GUIDES = {
    "orders": QT_TRANSLATE_NOOP(
        "guides",
        "Orders go from left to right as work flows. The keys act on the framed one. F2 accepts a new one and"
        " goes on to the next. F3 refuses, after a reason. F4 says that it is ready. A red STOP above: stop"
        " making that order, then F11.",
    ),
    "pickup": QT_TRANSLATE_NOOP(
        "guides",
        "Scan the customer's code on any page, and this one comes up with the order. Compare it, then F8."
        " Verifying can't be taken back. Without a scanner: Alt+C, type the code, Alt+C.",
    ),
    "hours": QT_TRANSLATE_NOOP(
        "guides",
        "A row is an hour and what was reported of it. Arrows choose a cell, F5 opens the receipts behind it."
        " Where an hour differs, the card says why: Alt+V, type the reason, then Alt+S.",
    ),
    "sync": QT_TRANSLATE_NOOP(
        "guides",
        "What has not reached a platform yet, and the three books of a day beside each other. Up and down"
        " choose a row, its buttons then show their keys. What retries by itself needs nobody.",
    ),
    "shift": QT_TRANSLATE_NOOP(
        "guides",
        "Open the shift with the float, write down what goes into the drawer and out of it, and close it"
        " here: first the checklist, then the count, then the Z.",
    ),
    "first_start": QT_TRANSLATE_NOOP(
        "guides",
        "Thirteen steps from an empty PC to the first order. Up and down choose a line, its keys are drawn on"
        " it. Alt+N saves and goes on, Alt+L leaves a step open: the report names it. Close posdesk any time:"
        " it goes on here. Later: Settings, Alt+N.",
    ),
    "settings": QT_TRANSLATE_NOOP(
        "guides",
        "PgUp and PgDn choose a topic, Alt+V goes into its fields. Alt+T asks the platform with what is"
        " entered. Alt+S saves it; nothing counts before that.",
    ),
}


def guide_words(page: str) -> str:
    """The guide of a page by its `Page.key`; empty where it has none."""
    guide = _GUIDES.get(page, "")
    return QCoreApplication.translate("guides", guide) if guide else ""
