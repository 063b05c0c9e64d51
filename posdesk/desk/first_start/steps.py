"""The steps of the first start, in their order: a new one is a file of this folder and a line here."""

from posdesk.desk.first_start.books import BooksStep
from posdesk.desk.first_start.keys import KeysStep
from posdesk.desk.first_start.language import LanguageStep
from posdesk.desk.first_start.own_order import OwnOrderStep
from posdesk.desk.first_start.parts import StepParts
from posdesk.desk.first_start.people import PeopleStep
from posdesk.desk.first_start.platforms import PlatformsStep
from posdesk.desk.first_start.printers import PrintersStep
from posdesk.desk.first_start.relay import RelayStep
from posdesk.desk.first_start.report import ReportStep
from posdesk.desk.first_start.scanner import ScannerStep
from posdesk.desk.first_start.sound import SoundStep
from posdesk.desk.first_start.start import StartStep
from posdesk.desk.first_start.step import Step
from posdesk.desk.first_start.store import StoreStep


def steps_of(parts: StepParts) -> tuple[Step, ...]:
    """All of them, made; the last one tells of those before it."""
    told: tuple[Step, ...] = (
        LanguageStep(parts),
        StoreStep(parts),
        PlatformsStep(parts),
        KeysStep(parts),
        BooksStep(parts),
        PeopleStep(parts),
        SoundStep(parts),
        ScannerStep(parts),
        PrintersStep(parts),
        StartStep(parts),
        RelayStep(parts),
        OwnOrderStep(parts),
    )
    return (*told, ReportStep(parts, told))
