"""What the store adds to an order, as the detail shows it: notes, promise, and the packing list's rows."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from posdesk.desk.cards.draft import CardDraft
from posdesk.desk.cards.marks import Box, Button, Fill, Glyph
from posdesk.desk.cards.parts import GAP, TARGET
from posdesk.desk.orders.own_actions import PackingList
from posdesk.desk.paint import ButtonKind
from posdesk.desk.theme import RADIUS, Color, FontRole, Sign
from posdesk.desk.widgets.alt_keys import OrdersKey
from posdesk.desk.words.say import actor_name, exact_time
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.order import OrderLine
from posdesk.domain.orders.own import may_promise
from posdesk.domain.orders.packing import ItemScan, may_pack, pieces_of, progress
from posdesk.domain.privacy import without_phones


class OwnAct(StrEnum):
    """What can be pressed of it in the detail."""

    NOTE = "note"
    PROMISE = "promise"
    PACKING = "packing"
    PACK_LINE = "pack_line"
    CHECK = "check"  # arg: the line's place


def own_part(draft: CardDraft, view: OrderView, packing: PackingList | None, at: Box, *, keys: bool) -> int:
    """The buttons, then the notes, each with who and when; returns where they end.

    `keys`: whether the letters are painted, and so act; not while a panel has them.
    """
    return notes(draft, view, at._replace(y=_buttons(draft, view, packing, at, keys=keys)))


def notes(draft: CardDraft, view: OrderView, at: Box) -> int:
    """Each with who wrote it and when; returns where they end."""
    y = at.y
    for note in view.own.notes:
        who = f"{exact_time(note.at)}  {actor_name(note.actor)}"
        y = draft.lines(at._replace(y=y + 4, h=18), who, FontRole.CAPTION, Color.MUTED)
        y = draft.lines(at._replace(y=y, h=22), without_phones(note.text), FontRole.BODY_BOLD)
    return y + 6 if view.own.notes else y


def _buttons(draft: CardDraft, view: OrderView, packing: PackingList | None, at: Box, *, keys: bool) -> int:
    """Under each other where they don't fit side by side."""
    wanted = [(OwnAct.NOTE, QCoreApplication.translate("Orders", "Note"), OrdersKey.NOTE)]
    if may_promise(view.order):
        promise = QCoreApplication.translate("Orders", "Promise a time")
        wanted.append((OwnAct.PROMISE, promise, OrdersKey.PROMISE))
    if may_pack(view.order) and packing is None:
        words = QCoreApplication.translate("Orders", "Packing list")
        wanted.append((OwnAct.PACKING, words, OrdersKey.PACKING))
    return _flow(draft, wanted, at, keys=keys) + 4


def _flow(draft: CardDraft, wanted: list[tuple[OwnAct, str, OrdersKey]], at: Box, *, keys: bool) -> int:
    x, y = at.x, at.y
    for act, label, key in wanted:
        wide = draft.measure.width(label, FontRole.BODY_BOLD) + 88
        if x > at.x and x + wide > at.right:
            x, y = at.x, y + TARGET + GAP
        draft.put(Button(Box(x, y, min(wide, at.w), TARGET), act, label, key if keys else ""))
        x += wide + GAP
    return y + TARGET


def packing_head(draft: CardDraft, view: OrderView, packing: PackingList, at: Box, *, keys: bool) -> int:
    """That the list is open and what scans do now, how far it is, what the last code was, and its buttons."""
    start = len(draft.marks)
    inner = Box(at.x + 10, at.y + 8, at.w - 20, 22)
    now = progress(view.order.content.lines, packed_of(view, packing))
    title = QCoreApplication.translate("Orders", "Packing list open: {done} of {wanted} packed")
    draft.put(Glyph(Box(inner.x, inner.y + 1, 20, 20), Sign.BARCODE, Color.ACCENT))
    words = inner._replace(x=inner.x + 28, w=inner.w - 28)
    y = draft.lines(words, title.format(done=now.done, wanted=now.wanted), FontRole.BODY_BOLD)
    rule = QCoreApplication.translate(
        "Orders", "Scans check off this order's dishes. No code is asked of a platform here."
    )
    y = draft.lines(inner._replace(y=y, h=18), rule, FontRole.CAPTION)
    if packing.last is not None:
        y = draft.lines(inner._replace(y=y + 2), *_last_said(packing.last))
    wanted = [
        (OwnAct.PACK_LINE, QCoreApplication.translate("Orders", "Check the chosen one"), OrdersKey.PACK_LINE),
        (OwnAct.PACKING, QCoreApplication.translate("Orders", "Close the list"), OrdersKey.PACKING),
    ]
    y = _flow(draft, wanted, inner._replace(y=y + 6), keys=keys) + 8
    box = Box(at.x, at.y, at.w, y - at.y)
    draft.marks[start:start] = [Fill(box, Color.ACCENT_SOFT, RADIUS.control, Color.FOCUS)]
    return y + 6


def _last_said(last: ItemScan) -> tuple[str, FontRole, Color]:
    words, color = {
        ItemScan.PACKED: (QCoreApplication.translate("Orders", "Packed."), Color.GOOD),
        ItemScan.ALL_DONE: (QCoreApplication.translate("Orders", "All packed."), Color.GOOD),
        ItemScan.WRONG: (
            QCoreApplication.translate("Orders", "Not in this order: take it out of the bag."),
            Color.BAD,
        ),
        ItemScan.TOO_MANY: (
            QCoreApplication.translate("Orders", "One too many: all of these are packed already."),
            Color.BAD,
        ),
    }[last]
    return words, FontRole.BODY_BOLD, color


def packed_of(view: OrderView, packing: PackingList | None) -> dict[int, int]:
    """Pieces in the bag by line: what is on disk, and what the open list counted since."""
    ahead = packing.ahead if packing is not None and packing.key == view.order.key else {}
    return {**view.own.packed, **ahead}


def check_box(draft: CardDraft, line: OrderLine, at: int, pieces: int, box: Box) -> None:
    """The row's own button: empty, some of it, or a check."""
    wanted = pieces_of(line)
    if not wanted:
        return
    done, some = pieces >= wanted, 0 < pieces < wanted
    label = f"{pieces}/{wanted}" if some else "" if done else "  "
    kind = ButtonKind.PRIMARY if done else ButtonKind.OUTLINED
    sign = Sign.CHECK if done else None
    draft.put(Button(box, OwnAct.CHECK, label, kind=kind, sign=sign, stacked=False, arg=str(at)))
