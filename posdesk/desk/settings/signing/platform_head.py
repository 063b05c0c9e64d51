"""Which platform is on screen: its tag, its name, and what is known of its signature."""

from functools import partial

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from posdesk.desk.paint import paint_tag
from posdesk.desk.theme import FontRole, StateRole, Theme
from posdesk.desk.widgets.label import Chip, Mark, Words
from posdesk.desk.widgets.painted import Painted
from posdesk.desk.words.partners import partner_name
from posdesk.domain.orders.source import Source
from posdesk.domain.status import FormState, PartnerStatus

translate = QCoreApplication.translate


class PlatformHead(Painted):
    """Words alone."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Says nothing until `show_partner`."""
        super().__init__(theme, parent)
        self._mark, self._name = Mark(theme, 28), Words(theme, FontRole.STRONG)
        self._chips = {
            known: Chip(theme, StateRole.DONE if known else StateRole.HALF) for known in (True, False)
        }
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._name)
        for chip in self._chips.values():
            row.addWidget(chip)
        row.addStretch(1)

    def show_partner(self, partner: PartnerStatus | None, proof: str, *, changed: bool) -> None:
        """Show this one, None for a new one; `proof` is what is known of its form."""
        source = partner.sources[0] if partner is not None and partner.sources else Source.OTHER
        self._mark.show_painted(partial(_paint, source))
        new = translate("signing", "A new platform")
        self._name.say(partner_name(partner) if partner is not None else new)
        is_proven = partner is not None and partner.form is FormState.PROVEN
        words = translate("signing", "not saved yet") if changed else proof if partner is not None else ""
        self._chips[True].say(words if is_proven and not changed else "")
        self._chips[False].say("" if is_proven and not changed else words)


def _paint(source: Source, painter: object, rect: object, theme: Theme) -> None:
    paint_tag(painter, rect, source, theme)  # type: ignore[arg-type]
