"""The guides: what each step says is done by real keys, and their pictures are of the real thing.

`python -m tests.guides` makes the pictures anew, in both languages.
"""

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from posdesk.desk.words.guide_files import GUIDES, OF_PAGE, LineKind, guide, line_of, picture_of
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.order import OrderState
from posdesk.domain.typed_code import new_code
from posdesk.journal.audit import seals
from posdesk.moving import arriving
from posdesk.settings.credentials import RECOVERY
from posdesk.settings.recovery import proof_of
from posdesk.simulator.o2o.maker import OrderKind, OrderWish
from tests.guides import acts, two_counters
from tests.guides.walking import (
    FOLDER,
    LANGUAGES,
    MADE,
    OWNER,
    SHOWN,
    Act,
    NoSecrets,
    OwnersSecrets,
    Walk,
    size_of,
    walk,
    walked,
    with_nobody,
    with_owner,
)
from tests.support.deskhouse import SeededSecrets, Shop, shop
from tests.support.simulator import MEITUAN, key_at_counter

MOST_BYTES = 60_000


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_have_the_same_steps_explanations_and_pictures(name: str) -> None:
    english, chinese = (guide(name, language) for language in LANGUAGES)
    assert [(line.kind, line.act) for line in english] == [(line.kind, line.act) for line in chinese]
    assert [line.kind for line in english].count(LineKind.TITLE) == 1
    assert all("\u4e00" <= sign <= "\u9fff" or sign for line in chinese for sign in line.text)
    steps = [line.act for line in english if line.kind is LineKind.STEP]
    assert steps
    assert len(steps) == len(set(steps))
    assert set(steps) == set(ACTS[name]), "a step has an act that the tests perform, and no act is left over"
    assert len(english) <= 20, "one page each"


def test_a_step_without_its_act_is_no_guide() -> None:
    assert line_of("- Press F2. {accept}").act == "accept"
    assert line_of("= Nothing is sent yet.").kind is LineKind.EXPLANATION
    for wrong in ("- Press F2.", "Press F2.", "- Press F2 {Accept}"):
        with pytest.raises(ValueError, match=r"act|valid"):
            line_of(wrong)


def test_every_page_has_its_guide_and_each_picture_is_there_and_small() -> None:
    assert set(OF_PAGE.values()) <= set(GUIDES)
    made = json.loads(MADE.read_text(encoding="utf-8"))
    named = set()
    for name in GUIDES:
        for language in LANGUAGES:
            for line in guide(name, language):
                if line.kind is LineKind.PICTURE:
                    picture = picture_of(name, line.text, language)
                    assert picture is not None, (name, line.text, language)
                    assert size_of(picture) <= MOST_BYTES, picture
                    named.add(picture.stem)
    assert {path.stem for path in FOLDER.glob("*.png")} == named == set(made), "python -m tests.guides"


@pytest.mark.window
@pytest.mark.timeout(180)
@pytest.mark.parametrize("name", ["cashier", "manager", "administrator"])
def test_a_day_goes_as_the_guides_say(
    tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("posdesk.desk.links.documents", lambda: str(tmp_path))
    made = shop(tmp_path / "home", language=SHOWN, changed=with_owner, secrets=OwnersSecrets)
    with made as opened, walked(opened, qtbot) as someone:
        someone.wait(lambda: opened.desk.bridge.status().takes_orders)
        walk(someone, name, ACTS[name])
    assert len(list(tmp_path.glob("posdesk-diagnostic-*.zip"))) == (name == "administrator")


@pytest.mark.window
@pytest.mark.timeout(180)
def test_a_forgotten_pin_is_set_anew_as_its_guide_says(tmp_path: Path, qtbot: QtBot) -> None:
    code = new_code()

    class Kept(OwnersSecrets):
        def __init__(self, partners: tuple[object, ...]) -> None:
            super().__init__(partners)  # type: ignore[arg-type]
            self._held[RECOVERY] = proof_of(code)

    made = shop(tmp_path, language=SHOWN, changed=with_owner, secrets=Kept)
    with made as opened, walked(opened, qtbot) as someone:
        someone.held["code"] = code
        walk(someone, "lost_pin", ACTS["lost_pin"])


class Move:
    """Two PCs, one after the other, and a stick."""

    def __init__(self, folder: Path, pcs: contextlib.ExitStack) -> None:
        self.old, self.new, self._pcs = folder / "old", folder / "new", pcs

    def switch_on(self, home: Path, secrets: type[SeededSecrets], *, is_new: bool = False) -> Shop:
        """Open posdesk on that PC; nobody is set up on a new one."""
        changed = with_nobody if is_new else with_owner
        made = shop(home, language=SHOWN, partners=(MEITUAN,), changed=changed, secrets=secrets)
        return self._pcs.enter_context(made)

    def switch_off(self) -> None:
        """Close posdesk where it is open."""
        self._pcs.close()

    def acts(self) -> Mapping[str, Act]:
        """The steps of the guide."""
        return {
            "pack": self.pack,
            "close_old": self.close_old,
            "find_file": self.find_file,
            "take_over": self.take_over,
            "reopen": self.reopen,
            "look_what_lacks": self.look_what_lacks,
        }

    def pack(self, someone: Walk) -> None:
        """And the code is written down."""
        someone.page(6)
        someone.topic("moving")
        someone.alt("C")
        someone.pin(OWNER)
        someone.wait(someone.moving.pack.code.text)
        someone.held["code"] = someone.moving.pack.code.text()

    def close_old(self, someone: Walk) -> None:
        """The code is on paper only, and the new PC is switched on."""
        self.switch_off()
        someone.opened = self.switch_on(self.new, NoSecrets, is_new=True)
        someone.wait(someone.opened.desk.window.isActiveWindow)

    def find_file(self, someone: Walk) -> None:
        """It is found by itself."""
        someone.page(6)
        someone.topic("moving")
        someone.wait(lambda: someone.moving.found is not None)

    def take_over(self, someone: Walk) -> None:
        """By the code."""
        someone.field(someone.moving.take_over.field, str(someone.held["code"]).lower())
        someone.alt("T")
        someone.wait(lambda: someone.moving.take_over.said)
        someone.wait((self.new / arriving.WAITING).exists)

    def reopen(self, someone: Walk) -> None:
        """As `app.run_desk` does: taken over before anything is opened."""
        self.switch_off()
        assert arriving.take_over(self.new, SystemClock().now()) is not None
        someone.opened = self.switch_on(self.new, NoSecrets)
        someone.wait(someone.opened.desk.window.isActiveWindow)
        view = someone.opened.desk.bridge.view
        someone.wait(lambda: view(someone.held["order"]) is not None)  # type: ignore[arg-type]
        found = view(someone.held["order"])  # type: ignore[arg-type]
        assert found is not None
        assert found.order.state is OrderState.NEW

    def look_what_lacks(self, someone: Walk) -> None:
        """The appkey and the PINs."""
        someone.page(6)
        someone.topic("health")
        pane = someone.opened.desk.settings_page.health

        def said() -> bool:
            return any(
                row.identity == "secrets" and "partner/meituan/appkey" in row.texts[1] for row in pane.rows
            )

        someone.wait(said)


@pytest.mark.window
@pytest.mark.timeout(240)
def test_a_shop_moves_as_its_guide_says(tmp_path: Path, qtbot: QtBot) -> None:
    with contextlib.ExitStack() as pcs:
        move = Move(tmp_path, pcs)
        opened = move.switch_on(move.old, OwnersSecrets)
        with walked(opened, qtbot) as someone:
            someone.wait(lambda: opened.desk.bridge.status().takes_orders)
            seen = opened.simulator.post_order(OrderWish(partner="meituan", kind=OrderKind.DELIVERY))
            someone.held["order"] = key_at_counter(seen)
            someone.wait(lambda: opened.desk.bridge.view(key_at_counter(seen)) is not None)
            someone.wait(lambda: bool(seals.read(move.old)))
            walk(someone, "new_pc", move.acts())


def _by_the_two_pcs(_walk: Walk) -> None:
    """`Move` has these acts, and `two_counters` those of a chain's counters."""


ACTS: Mapping[str, Mapping[str, Act]] = {
    "cashier": acts.CASHIER,
    "manager": acts.MANAGER,
    "administrator": acts.ADMINISTRATOR,
    "lost_pin": acts.LOST_PIN,
    "new_pc": dict.fromkeys(
        ("pack", "close_old", "find_file", "take_over", "reopen", "look_what_lacks"), _by_the_two_pcs
    ),
    "second_counter": dict.fromkeys(two_counters.SECOND_COUNTER, _by_the_two_pcs),
    "broken_pc": dict.fromkeys(two_counters.BROKEN_PC, _by_the_two_pcs),
}
