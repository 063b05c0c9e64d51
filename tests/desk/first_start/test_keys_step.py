"""Keys go into the keyring one by one; kept is what was read back, and nothing typed stays in a field."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.keys import KeyLine, KeysStep
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.settings.book_sections import Ovopark
from posdesk.settings.settings import Partner, Settings
from tests.desk.first_start.making import Wizard

pytestmark = pytest.mark.window
SHOP = Settings(
    partner=(
        Partner(name="meituan", url="https://a.example/x", appid="mt-1"),
        Partner(name="eleme", url="https://b.example/x", appid="el-1"),
    ),
    ovopark=Ovopark(akey="a"),
)


@pytest.fixture
def wizard(qtbot: QtBot, languages: Languages) -> Wizard:
    return Wizard(qtbot, SHOP, Progress(at="keys"))


def rows(wizard: Wizard) -> tuple[KeyLine, ...]:
    assert isinstance(wizard.page.step, KeysStep)
    return wizard.page.step.rows


def typed(wizard: Wizard, text: str) -> None:
    wizard.letter("C")
    for letter in text:
        wizard.press(Qt.Key(ord(letter.upper())))


def test_each_platform_that_is_set_up_asks_for_its_key(wizard: Wizard) -> None:
    names = [row.wanted.name for row in rows(wizard)]
    assert names == ["partner/meituan/appkey", "partner/eleme/appkey", "ovopark/secret"]
    assert "Not there yet. Without it no order of theirs can be taken." in wizard.words()


def test_a_key_is_typed_saved_and_only_then_said_to_be_there(wizard: Wizard) -> None:
    wizard.press(Qt.Key.Key_Down)
    typed(wizard, "secret")
    assert "Not saved yet." in rows(wizard)[1].said
    wizard.letter("S")
    assert wizard.books.calls("save") == [("secrets", {}, {"partner/eleme/appkey": "secret"})]
    assert not rows(wizard)[1].is_kept
    wizard.books.finish_save()
    assert rows(wizard)[1].said == "Saved, and read back the same."
    assert rows(wizard)[1].field.text() == ""


def test_a_keyring_that_refuses_is_said_at_the_key_and_what_was_typed_can_be_saved_again(
    wizard: Wizard,
) -> None:
    typed(wizard, "secret")
    wizard.letter("S")
    wizard.books.fail_save("The keyring is locked.", "partner/meituan/appkey")
    wizard.settle()
    assert rows(wizard)[0].said == "The keyring is locked."
    assert "meituan" in " ".join(line.what for line in wizard.page.step.lines()).lower()
    assert not wizard.page.step.state().is_done
    wizard.letter("S")
    assert len(wizard.books.calls("save")) == 2


def test_going_on_forgets_no_typed_key_and_leaving_keeps_none_in_a_field(wizard: Wizard) -> None:
    typed(wizard, "secret")
    wizard.letter("N")
    assert wizard.page.step.key == "keys"
    assert "Not saved yet: Alt+S saves it." in wizard.words()
    wizard.letter("L")
    assert wizard.page.step.key != "keys"
    wizard.letter("B")
    assert [row.field.text() for row in rows(wizard)] == ["", "", ""]
