"""Step 3 by keys alone: a platform is added, a refused call names a form, taken it is proven by a call."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from posdesk.desk.first_start.platforms import PlatformsStep
from posdesk.desk.first_start.step import Standing
from posdesk.desk.words.language import Languages
from posdesk.domain.first_start import Progress
from posdesk.domain.rights import Role
from posdesk.domain.status import FormState, PartnerStatus, StrangeCall
from posdesk.engine.listening.refused_signs import TriedCall
from posdesk.platforms.o2o.forms import COMMON
from posdesk.settings.entered import changed_settings
from posdesk.settings.settings import Partner, Settings, SignatureRecipe, Staff
from tests.desk.first_start.making import Wizard
from tests.support import sample_views as sample
from tests.support.fake_books import EVENING

pytestmark = pytest.mark.window
Key = Qt.Key
MEITUAN = Partner(name="meituan", url="https://open.example.cn/center/gateway", appid="mt-1", sources=(4,))
ELEME = Partner(name="eleme", url="https://ele.example.cn/gateway", appid="el-1", sources=(20,))
REFUSED = TriedCall(EVENING, "203.0.113.7", is_signed=True, is_whole=True)
FITS = replace(REFUSED, fits=(COMMON[0],))


class Bench(Wizard):
    """The wizard at its third step."""

    def __init__(self, qtbot: QtBot, *partners: Partner, **changed: object) -> None:
        chosen = Settings(partner=partners).model_copy(update=changed)
        super().__init__(qtbot, chosen, Progress(at="platforms"))

    @property
    def step(self) -> PlatformsStep:
        assert isinstance(self.page.step, PlatformsStep)
        return self.page.step

    def fill(self, *texts: str) -> None:
        """Into one field after the other, from the first on."""
        for text in texts:
            self.letter("V")
            line = self.window.focusWidget()
            assert isinstance(line, QLineEdit)
            QTest.keyClicks(line, text)
        self.settle()

    def asked(self) -> list[dict[str, object]]:
        """What was asked to be saved last, as rows."""
        section, values, _ = self.books.calls("save")[-1]
        assert section == "partner"
        assert isinstance(values, dict)
        rows: list[dict[str, object]] = values["partner"]
        return rows

    def keep(self) -> None:
        """It is kept."""
        self.saved(changed_settings(self.books.settings, "partner", {"partner": self.asked()}, ("partner",)))

    def comes(self, *calls: TriedCall, name: str = "meituan", **known: object) -> None:
        """Calls of that platform came, and the engine knows this of it."""
        self.books.tried[name] = calls
        now = PartnerStatus(name, refused_at=calls[0].at if calls else None)
        others = tuple(each for each in self.counter.status().partners if each.name != name)
        changed = replace(now, **known)  # type: ignore[arg-type]
        self.counter.set_status(replace(sample.healthy(), partners=(*others, changed)))
        self.settle()


@pytest.fixture
def empty(qtbot: QtBot, languages: Languages) -> Bench:
    return Bench(qtbot)


@pytest.fixture
def bench(qtbot: QtBot, languages: Languages) -> Bench:
    made = Bench(qtbot, MEITUAN)
    made.books.secrets_there = frozenset({MEITUAN.secret_name})
    made.comes()
    return made


def test_a_platform_is_added_by_keys_alone_and_left_open_until_its_call_comes(empty: Bench) -> None:
    empty.fill("https://open.example.cn/center/gateway", "mt-1", "4")
    empty.letter("N")
    (row,) = empty.asked()
    assert (row["name"], row["sources"]) == ("meituan", [4]), "the name is made of the source"
    empty.keep()
    assert empty.step.state().standing is Standing.OPEN
    assert "Alt+L leaves it open" in empty.words()
    assert "Not proven" in empty.words()
    empty.letter("A")
    empty.fill("https://ele.example.cn/gateway", "mt-1", "20, 21")
    empty.letter("N")
    assert "no other platform may have it" in empty.step.box.card.form.rows["appid"].wrong
    assert len(empty.books.calls("save")) == 1, "an appid is one platform's"


def test_what_cannot_be_read_is_said_at_its_field_and_nothing_is_saved(empty: Bench) -> None:
    empty.fill("open.example.cn", "", "four")
    empty.letter("N")
    wrong = {key for key, row in empty.step.box.card.form.rows.items() if row.wrong}
    assert wrong == {"url", "appid", "sources"}
    assert empty.books.calls("save") == []


def test_a_refused_call_names_its_form_a_person_takes_it_and_only_a_call_proves_it(bench: Bench) -> None:
    bench.comes(REFUSED)
    assert "None of the usual forms fits" in bench.words()
    later = replace(FITS, at=EVENING.replace(minute=40))
    bench.comes(later)
    assert "20:40:00 the platform called and we refused it" in bench.words()
    assert "form 1 gives that very signature" in bench.words()
    assert bench.books.calls("save") == [], "nothing is taken by itself"
    bench.letter("T")
    (row,) = bench.asked()
    assert row["signature"] == {"hash": "md5", "text": "{appkey}{body}{appkey}", "case": "upper"}
    bench.keep()
    assert bench.books.settings.partner[0].signature == COMMON[0]
    assert "in use" in bench.words()
    assert bench.step.state().standing is Standing.OPEN, "taken is not proven"
    bench.comes(form=FormState.HERE, form_at=EVENING)
    assert bench.step.state().standing is Standing.OPEN, "a call of this PC is not the platform's"
    bench.comes(form=FormState.PROVEN, form_at=EVENING)
    assert "Proven by the call at 20:12:00" in bench.words()
    assert bench.step.state().standing is Standing.DONE
    bench.letter("N")
    assert bench.page.step is not bench.page.steps[2]


def test_a_call_that_fits_is_told_before_later_ones_that_fit_nothing(bench: Bench) -> None:
    """A stranger who knows the appid can send any number, but none that fits: he has no key."""
    bench.comes(replace(REFUSED, at=EVENING.replace(minute=50)), FITS)
    assert "20:12:00 the platform called" in bench.words()
    assert "form 1 gives that very signature" in bench.words()
    assert "1 more were refused within a quarter of an hour." in bench.words()


def test_a_call_under_an_appid_of_nobodys_is_told_until_the_form_is_proven(bench: Bench) -> None:
    stranger = StrangeCall(EVENING, "mt-l", "203.0.113.7")
    known = bench.counter.status().partners
    bench.counter.set_status(replace(sample.healthy(), partners=known, stranger=stranger))
    bench.settle()
    assert 'under the appid "mt-l"' in bench.words()
    proven = tuple(replace(each, form=FormState.PROVEN, form_at=EVENING) for each in known)
    bench.counter.set_status(replace(sample.healthy(), partners=proven, stranger=stranger))
    bench.settle()
    assert 'under the appid "mt-l"' not in bench.words()


def test_without_its_key_it_is_said_that_the_key_lacks(bench: Bench) -> None:
    bench.books.secrets_there = frozenset()
    bench.comes(REFUSED)
    assert "Its key is not entered yet" in bench.words()
    assert "\ndoes not fit" not in bench.words(), "no form was tried"
    bench.comes(replace(REFUSED, at=EVENING.replace(minute=20), is_signed=False))
    assert "it sent no signature" in bench.words()


def test_an_own_form_is_written_by_keys_and_says_what_it_does_not_protect(bench: Bench) -> None:
    for _ in range(3):
        bench.press(Key.Key_Down)
    bench.fill("")
    line = bench.window.focusWidget()
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClicks(line, "{appid}|{seq}")
    assert "It leaves the body out" in bench.words()
    for letter in "MC":
        bench.letter(letter)
    assert "It takes no appkey" in bench.words()
    line.selectAll()
    QTest.keyClicks(line, "{appid}|{body}|{appkey}")
    assert 'appid + "|" + body + "|" + appkey' in bench.words()
    bench.letter("T")
    (row,) = bench.asked()
    assert row["signature"] == {"hash": "md5", "text": "{appid}|{body}|{appkey}", "case": "upper"}
    QTest.keyClicks(line, "{shop}")
    assert "may stand in braces" in bench.words()


def test_a_kept_name_is_fixed_and_a_display_name_is_not(bench: Bench) -> None:
    assert not bench.step.box.card.form.rows["name"].editor.first.isEnabled()
    bench.fill("", "", "", "Meituan food")
    bench.letter("N")
    assert bench.asked()[0] == {
        "name": "meituan", "shown": "Meituan food", "url": MEITUAN.url, "appid": "mt-1", "sources": [4],
        "signature": {},
    }  # fmt: skip


def test_each_platform_has_its_own_form_and_line_in_the_report(qtbot: QtBot, languages: Languages) -> None:
    bench = Bench(qtbot, MEITUAN, ELEME.model_copy(update={"signature": COMMON[1]}))
    bench.comes()
    bench.comes(name="eleme", form=FormState.PROVEN, form_at=EVENING)
    bench.letter("H")
    assert bench.step.box.card.form.rows["appid"].editor.value() == "el-1"
    assert bench.step.box.forms.chosen == COMMON[1]
    bench.letter("T")
    assert bench.books.calls("save") == [], "the form in use is not taken again"
    states = {line.what: line.state.standing for line in bench.step.lines()}
    assert set(states.values()) == {Standing.OPEN, Standing.DONE}
    assert bench.step.state().standing is Standing.OPEN


def test_where_looking_takes_a_pin_it_is_said_and_asked_for(qtbot: QtBot, languages: Languages) -> None:
    bench = Bench(qtbot, MEITUAN, staff=(Staff(name="陈涛", role=Role.ADMINISTRATOR),))
    bench.books.secrets_there = frozenset({MEITUAN.secret_name})
    bench.comes(FITS)
    assert bench.books.calls("refused_calls") == [], "no PIN pad by itself"
    assert "that takes a PIN" in bench.words()
    bench.letter("T")
    assert bench.books.calls("refused_calls") == [("meituan", (SignatureRecipe(),))]
    assert "form 1 gives that very signature" in bench.words()
    assert bench.books.calls("save") == [], "looking takes nothing"
