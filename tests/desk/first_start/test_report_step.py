"""The report says what is so and no more, on screen, as PDF and on paper; it holds no secret."""

import re
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.report import ReportStep
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.settings.settings import Desk, Partner, Settings, Store
from tests.desk.first_start.making import Wizard
from tests.support.pdf_text import pdf_text

pytestmark = pytest.mark.window
SHOP = Settings(
    desk=Desk(language="en"),
    store=Store(name="West", code="017"),
    partner=(Partner(name="meituan", url="https://a.example/x", appid="mt-1"),),
)


def plain(text: str) -> str:
    """Without blanks and line breaks; the bundled font's digits have no names in a PDF."""
    return re.sub(r"\d", "?", "".join(text.split()))


def report_of(wizard: Wizard) -> ReportStep:
    assert isinstance(wizard.page.step, ReportStep)
    return wizard.page.step


def test_what_stands_open_is_named_with_what_lacks_and_where_it_is_mended(
    qtbot: QtBot, languages: Languages
) -> None:
    facts = {"sound": {"at": "2026-11-21T04:11:40.000000+00:00"}}
    wizard = Wizard(qtbot, SHOP, Progress(at="report", facts=facts, left=frozenset({"people"})))
    said = {line.what: line.state for line in report_of(wizard).told}
    assert said["Store"].said == "West, 017, counter 1"
    assert said["Sound"].is_done
    assert not said["People"].is_done
    assert "Nobody is set up. Mended in: First start, Staff, PINs." in wizard.words()
    assert "Without it no order of theirs can be taken." in wizard.words()
    count = sum(not state.is_done for state in said.values())
    assert f"Set up, {count} open" in wizard.words()


def test_it_goes_out_as_pdf_whole_and_is_noted(qtbot: QtBot, languages: Languages, tmp_path: Path) -> None:
    wizard = Wizard(qtbot, SHOP, Progress(at="report"))
    report, target = report_of(wizard), tmp_path / "report.pdf"
    report.out.write(target)
    text = plain(pdf_text(target))
    for line in report.told:
        assert plain(line.what) in text
        assert plain(line.state.said) in text
    assert plain("West, store 017, counter 1.") in text
    assert any(call[-1] == "report as pdf" for call in wizard.counter.calls("first_start"))
    assert f"Saved: {target}" in wizard.words()


def test_alt_n_ends_the_first_start_and_goes_to_the_orders(qtbot: QtBot, languages: Languages) -> None:
    wizard = Wizard(qtbot, SHOP, Progress(at="report"))
    wizard.letter("N")
    assert wizard.window.page is wizard.orders
    assert wizard.window.shell.rail.isVisible()
    assert wizard.page.progress.ended is not None
    assert not wizard.page.is_first
