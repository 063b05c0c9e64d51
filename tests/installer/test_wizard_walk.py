"""The installers' walk of the first start knows the wizard's steps and letters as they are."""

import wizard_walk

from posdesk.desk.widgets.alt_keys import (
    STEPS,
    FirstStartKey,
    KeysStepKey,
    LanguageStepKey,
    PeopleStepKey,
    PlatformsStepKey,
    StoreStepKey,
)


def test_it_walks_every_step_that_there_is() -> None:
    assert set(wizard_walk.STEPS) == set(STEPS)


def test_the_letters_that_it_presses_do_what_it_takes_them_for() -> None:
    assert (FirstStartKey.ON, FirstStartKey.LEAVE) == ("Alt+N", "Alt+L")
    assert (LanguageStepKey.CHINESE, LanguageStepKey.ENGLISH) == ("Alt+C", "Alt+E")
    assert {StoreStepKey.FIELDS, PlatformsStepKey.FIELDS, PeopleStepKey.FIELDS} == {"Alt+V"}
    assert (KeysStepKey.CHANGE, KeysStepKey.SAVE) == ("Alt+C", "Alt+S")
    assert (PeopleStepKey.ADD, PeopleStepKey.SAVE) == ("Alt+A", "Alt+S")
