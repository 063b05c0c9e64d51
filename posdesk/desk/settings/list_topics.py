"""The topics of lists: the platforms' rules, people with their PINs, tenders, which dishes a slip is for."""

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field as PydanticField
from pydantic import field_validator

from posdesk.desk.settings.fields import Field, FieldGroup, FieldKind, Option, SecretField, Topic
from posdesk.desk.settings.list_pane import ListTopic
from posdesk.desk.settings.own_topics import YES_NO
from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.prints import slip_name
from posdesk.domain.printing.slip import SlipKind
from posdesk.domain.rights import Role
from posdesk.settings.model import Model
from posdesk.settings.printers import PrintedSlip
from posdesk.settings.settings import Partner, Settings, Staff, Tender

_WHO = QT_TRANSLATE_NOOP("settings", "Who it is")


class PartnerRules(Model):
    """What of a partner its form among the platforms leaves out."""

    name: str
    accept_within_s: Annotated[float, PydanticField(gt=0)] = 300
    items: Literal["object", "list"] = "object"
    seq_dedup: bool = False
    code_pattern: str = ""

    @field_validator("code_pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern


class _Rules:
    """See `RowKind`."""

    def __init__(self) -> None:
        self._known: dict[str, Partner] = {}

    def rows(self, settings: Settings) -> tuple[Model, ...]:
        """See `RowKind`."""
        self._known = {each.name: each for each in settings.partner}
        keys = tuple(PartnerRules.model_fields)
        return tuple(PartnerRules(**{key: getattr(each, key) for key in keys}) for each in settings.partner)

    def entered(self, row: Model) -> Mapping[str, object]:
        """See `RowKind`; all else of the partner stays."""
        partner = self._known[self.name(row)].model_copy(update=row.model_dump())
        return partner.model_dump(mode="json", exclude_defaults=True)

    def name(self, row: Model) -> str:
        """See `RowKind`."""
        assert isinstance(row, PartnerRules)
        return row.name

    def secret(self, row: Model) -> str:
        """See `RowKind`."""
        return ""


class SlipDishes(Model):
    """A line of the printers' table, by its number from 1, and the product codes that it is for."""

    line: str
    dishes: tuple[str, ...] = ()


class _Dishes:
    """See `RowKind`."""

    def __init__(self) -> None:
        self._known: dict[str, PrintedSlip] = {}

    def rows(self, settings: Settings) -> tuple[Model, ...]:
        """See `RowKind`."""
        self._known = {str(place): each for place, each in enumerate(settings.slip, 1)}
        return tuple(SlipDishes(line=line, dishes=each.dishes) for line, each in self._known.items())

    def entered(self, row: Model) -> Mapping[str, object]:
        """See `RowKind`; all else of the line stays as it was said: one copy of a Z is not the usual two."""
        assert isinstance(row, SlipDishes)
        said = self._known[row.line].model_dump(mode="json", exclude_unset=True, exclude={"dishes"})
        return said | ({"dishes": list(row.dishes)} if row.dishes else {})

    def name(self, row: Model) -> str:
        """See `RowKind`."""
        assert isinstance(row, SlipDishes)
        slip = self._known[row.line]
        return f"{slip_name(SlipKind(slip.kind))} {slip.printer}"

    def secret(self, row: Model) -> str:
        """See `RowKind`."""
        return ""


class _People:
    """See `RowKind`."""

    def rows(self, settings: Settings) -> tuple[Model, ...]:
        """See `RowKind`."""
        return settings.staff

    def entered(self, row: Model) -> Mapping[str, object]:
        """See `RowKind`."""
        return row.model_dump(mode="json", exclude_defaults=True)

    def name(self, row: Model) -> str:
        """See `RowKind`."""
        assert isinstance(row, Staff)
        return row.name

    def secret(self, row: Model) -> str:
        """See `RowKind`."""
        assert isinstance(row, Staff)
        return row.secret_name


class _Tenders:
    """See `RowKind`."""

    def rows(self, settings: Settings) -> tuple[Model, ...]:
        """See `RowKind`."""
        return settings.tender

    def entered(self, row: Model) -> Mapping[str, object]:
        """See `RowKind`."""
        return row.model_dump(mode="json", exclude_defaults=True)

    def name(self, row: Model) -> str:
        """See `RowKind`."""
        assert isinstance(row, Tender)
        return row.name or row.code

    def secret(self, row: Model) -> str:
        """See `RowKind`."""
        return ""


RULES: Final = ListTopic(
    Topic(
        platform="partner",
        key="rules",
        title=QT_TRANSLATE_NOOP("settings", "Platforms: rules"),
        lead=QT_TRANSLATE_NOOP(
            "settings", "What a platform's papers say of its calls. Leave it where they say nothing."
        ),
        test_help="",
        default=PartnerRules.model_construct(name=""),
        groups=(
            FieldGroup(
                QT_TRANSLATE_NOOP("settings", "How its calls are meant"),
                (
                    Field(
                        "name",
                        QT_TRANSLATE_NOOP("settings", "Platform"),
                        QT_TRANSLATE_NOOP("settings", "A new one is added under Platforms and secrets."),
                    ),
                    Field(
                        "accept_within_s",
                        QT_TRANSLATE_NOOP("settings", "Seconds in which it wants an order accepted"),
                        QT_TRANSLATE_NOOP("settings", "300 unless the platform says otherwise."),
                        FieldKind.MINUTES,
                        rule=QT_TRANSLATE_NOOP("settings", "It must be a number above 0."),
                    ),
                    Field(
                        "items",
                        QT_TRANSLATE_NOOP("settings", "items in our calls"),
                        QT_TRANSLATE_NOOP("settings", "Its document shows both."),
                        FieldKind.CHOICE,
                        (
                            Option(QT_TRANSLATE_NOOP("settings", "An object"), value="object"),
                            Option(QT_TRANSLATE_NOOP("settings", "A list"), value="list"),
                        ),
                    ),
                    Field(
                        "seq_dedup",
                        QT_TRANSLATE_NOOP("settings", "It knows a repeated call by its seq"),
                        QT_TRANSLATE_NOOP("settings", "Then what is unknown is sent again by itself."),
                        FieldKind.CHOICE,
                        YES_NO,
                    ),
                    Field(
                        "code_pattern",
                        QT_TRANSLATE_NOOP("settings", "Its pickup codes (regular expression)"),
                        QT_TRANSLATE_NOOP("settings", "Empty: any code may be its own."),
                        rule=QT_TRANSLATE_NOOP("settings", "It is no regular expression."),
                    ),
                ),
            ),
        ),
    ),
    _Rules,
    fixed="name",
    is_open=False,
)

DISHES: Final = ListTopic(
    Topic(
        platform="slip",
        key="dishes",
        title=QT_TRANSLATE_NOOP("settings", "Slips: dishes"),
        lead=QT_TRANSLATE_NOOP(
            "settings", "A slip that only some dishes need, as a bar's. The whole order stands on it then."
        ),
        test_help="",
        default=SlipDishes.model_construct(line=""),
        groups=(
            FieldGroup(
                QT_TRANSLATE_NOOP("settings", "For which dishes it prints"),
                (
                    Field(
                        "line",
                        QT_TRANSLATE_NOOP("settings", "Line of the printers' table"),
                        QT_TRANSLATE_NOOP("settings", "Which slip prints where stands under Printers."),
                    ),
                    Field(
                        "dishes",
                        QT_TRANSLATE_NOOP("settings", "Product codes"),
                        QT_TRANSLATE_NOOP(
                            "settings", "As the platforms send them, with commas between them. Empty: all."
                        ),
                        FieldKind.WORDS,
                    ),
                ),
            ),
        ),
    ),
    _Dishes,
    fixed="line",
    is_open=False,
)

PEOPLE: Final = ListTopic(
    Topic(
        platform="staff",
        key="people",
        title=QT_TRANSLATE_NOOP("settings", "People and PIN"),
        lead=QT_TRANSLATE_NOOP(
            "settings",
            "Whoever does something is named in the records. Somebody must stay who may change people.",
        ),
        test_help="",
        default=Staff.model_construct(name=""),
        groups=(
            FieldGroup(
                _WHO,
                (
                    Field(
                        "name",
                        QT_TRANSLATE_NOOP("settings", "Name"),
                        QT_TRANSLATE_NOOP("settings", "As it stands in the records. It never changes."),
                        rule=QT_TRANSLATE_NOOP("settings", "It must have 1 to 20 characters."),
                    ),
                    Field(
                        "role",
                        QT_TRANSLATE_NOOP("settings", "Role"),
                        QT_TRANSLATE_NOOP("settings", "The higher may all that the lower may."),
                        FieldKind.CHOICE,
                        (
                            Option(QT_TRANSLATE_NOOP("settings", "Cashier"), value=Role.CASHIER),
                            Option(QT_TRANSLATE_NOOP("settings", "Shift manager"), value=Role.MANAGER),
                            Option(QT_TRANSLATE_NOOP("settings", "Administrator"), value=Role.ADMINISTRATOR),
                        ),
                    ),
                    SecretField(
                        "pin",
                        QT_TRANSLATE_NOOP("settings", "PIN"),
                        QT_TRANSLATE_NOOP("settings", "Six digits, nobody else's. Empty: it stays."),
                    ),
                ),
            ),
        ),
    ),
    _People,
    fixed="name",
)

TENDERS: Final = ListTopic(
    Topic(
        platform="tender",
        key="tenders",
        title=QT_TRANSLATE_NOOP("settings", "Ways to pay"),
        lead=QT_TRANSLATE_NOOP("settings", "What a customer pays with at this counter."),
        test_help="",
        default=Tender.model_construct(code="", name=""),
        groups=(
            FieldGroup(
                QT_TRANSLATE_NOOP("settings", "Way to pay"),
                (
                    Field(
                        "code",
                        QT_TRANSLATE_NOOP("settings", "Code (paycode)"),
                        QT_TRANSLATE_NOOP("settings", "The platform's, for your company. It never changes."),
                    ),
                    Field(
                        "name",
                        QT_TRANSLATE_NOOP("settings", "Name (payname)"),
                        QT_TRANSLATE_NOOP("settings", "Stands on screen and in the call."),
                    ),
                    Field(
                        "cash",
                        QT_TRANSLATE_NOOP("settings", "Is it cash?"),
                        QT_TRANSLATE_NOOP("settings", "Cash is counted at the end of a shift."),
                        FieldKind.CHOICE,
                        YES_NO,
                    ),
                ),
            ),
        ),
    ),
    _Tenders,
    fixed="code",
)
