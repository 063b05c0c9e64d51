"""Three codes teach the scanner while the wizard's keys go on acting; half of them prove nothing."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.scanner import ScannerStep
from posdesk.desk.scan.router import ScanRouter
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.pickup.scan_learning import TEST_CODES
from posdesk.host import autostart
from posdesk.settings.scanner import Scanner
from posdesk.settings.settings import Settings
from tests.desk.first_start.making import Wizard
from tests.support.keys import RealKeys

pytestmark = pytest.mark.window
PATIENCE_MS = 20_000


@pytest.fixture
def router() -> Iterator[ScanRouter]:
    made = ScanRouter()
    made.attach()
    yield made
    made.detach()


def opened(qtbot: QtBot, router: ScanRouter) -> tuple[Wizard, ScannerStep]:
    """The wizard at its scanner step, beside a router that reads real keys."""
    wizard = Wizard(qtbot, progress=Progress(at="sound"))
    (step,) = (each for each in wizard.page.steps if isinstance(each, ScannerStep))
    step.cards.learn_wanted.connect(router.learn)
    step.cards.left.connect(router.stop_learning)
    router.learnt.connect(step.cards.take)
    router.scanned.connect(wizard.page.take_scan)
    wizard.letter("L")
    assert wizard.page.step is step
    return wizard, step


def scanned(qtbot: QtBot, router: ScanRouter, code: str) -> None:
    with qtbot.waitSignal(router.learnt, timeout=PATIENCE_MS), RealKeys() as keys:
        keys.type_burst(code, 8, "Return", after_ms=50)


def test_the_three_codes_are_learnt_kept_and_only_then_proven(
    qtbot: QtBot, languages: Languages, router: ScanRouter
) -> None:
    wizard, step = opened(qtbot, router)
    scanned(qtbot, router, "69341234")
    assert "not a test code" in wizard.words()
    for code in TEST_CODES:
        assert not step.state().is_done
        scanned(qtbot, router, code)
    ((section, values, _),) = wizard.books.calls("save")
    assert (section, values["suffix"]) == ("scanner", "<Enter>")  # type: ignore[index]
    assert not step.state().is_done
    wizard.saved(Settings(scanner=Scanner(suffix="<Enter>")))
    assert step.state().said.startswith("Three codes read, ")
    assert wizard.page.progress.facts["scanner"]["suffix"] == "<Enter>"


def test_alt_and_a_letter_act_while_a_code_is_waited_for_and_a_scan_presses_nothing(
    qtbot: QtBot, languages: Languages, router: ScanRouter
) -> None:
    wizard, step = opened(qtbot, router)
    with RealKeys() as keys:
        keys.press("l", after_ms=50)  # no Alt: a scanner's letter, which leaves nothing open
    qtbot.waitUntil(lambda: step.cards.fault is not None, timeout=PATIENCE_MS)
    assert wizard.page.step is step
    with RealKeys() as keys:
        keys.press_under("Alt_L", ("l",), gap_ms=20)
    qtbot.waitUntil(lambda: wizard.page.step is not step, timeout=PATIENCE_MS)
    assert not step.cards.is_waiting


def test_codes_of_a_serial_scanner_count_and_another_code_does_nothing(
    qtbot: QtBot, languages: Languages, router: ScanRouter
) -> None:
    wizard, step = opened(qtbot, router)
    router.take_from_port("69341234")
    assert "Nothing is done with it here." in wizard.words() or step.said
    for code in TEST_CODES:
        router.take_from_port(code)
    assert step.state().said.startswith("Three codes read by the serial port")


def test_a_burst_in_another_step_presses_nothing_and_is_said(
    qtbot: QtBot, languages: Languages, router: ScanRouter
) -> None:
    wizard = Wizard(qtbot, progress=Progress(at="start"))
    router.scanned.connect(wizard.page.take_scan)
    with qtbot.waitSignal(router.scanned, timeout=PATIENCE_MS), RealKeys() as keys:
        keys.type_burst("yxnlb12345", 8, "Return", after_ms=50)
    assert (wizard.page.step.key, autostart.is_on()) == ("start", False)
    assert "Nothing is done with it here." in wizard.words()


def test_page_up_and_down_go_to_another_step_while_a_code_is_waited_for(
    qtbot: QtBot, languages: Languages, router: ScanRouter
) -> None:
    wizard, step = opened(qtbot, router)
    with RealKeys() as keys:
        keys.press("Next")
    qtbot.waitUntil(lambda: wizard.page.step is not step, timeout=PATIENCE_MS)
    assert "not a test code" not in wizard.words()
