"""What posdesk.toml may say of a partner's appid: it names the partner, as a bill number names an order."""

import pytest

from posdesk.errors import SettingsError
from posdesk.settings.settings import Settings, parse


def with_appids(*appids: str) -> Settings:
    tables = (
        f'[[partner]]\nname = "p{number}"\nurl = "http://127.0.0.1:9"\nappid = "{appid}"\n'
        for number, appid in enumerate(appids)
    )
    return parse("".join(tables), "posdesk.toml")


def test_blanks_around_an_appid_are_no_part_of_it() -> None:
    chosen = with_appids(r" mt-1\t", "\u3000mt-2")
    assert [each.appid for each in chosen.partner] == ["mt-1", "mt-2"]


@pytest.mark.parametrize(
    ("appid", "words"),
    [("", "empty"), (r"mt\u200b1", r"U\+200B"), (r"m\u0007t", r"U\+0007"), ("1" * 65, "64")],
)
def test_what_names_no_partner_is_refused_by_its_key(appid: str, words: str) -> None:
    with pytest.raises(SettingsError, match=rf"posdesk\.toml: partner\.1\.appid: .*{words}"):
        with_appids("a", appid)


def test_two_appids_that_only_look_different_are_the_same() -> None:
    with pytest.raises(SettingsError, match=r"partner\.appid 'mt1' stands there twice"):
        with_appids("mt1", "ｍｔ１")


@pytest.mark.parametrize("appid", ["mt1", " mt1 ", "ｍｔ１", "\u3000mt1"])
def test_a_partner_is_found_by_every_look_of_its_appid(appid: str) -> None:
    found = with_appids("a", "mt1").partner_of_appid(appid)
    assert found is not None
    assert found.name == "p1"


@pytest.mark.parametrize("appid", ["", "MT1", "mt", "mt\u200b1"])
def test_another_appid_is_nobodys(appid: str) -> None:
    assert with_appids("a", "mt1").partner_of_appid(appid) is None


@pytest.mark.parametrize("name", ["auto", "counter 1, said Li"])
def test_nobody_is_named_as_the_record_names_what_is_no_proven_person(name: str) -> None:
    with pytest.raises(SettingsError, match=r"staff\.0\.name: .*another name"):
        parse(f'[[staff]]\nname = "{name}"\n', "posdesk.toml")
    assert parse('[[staff]]\nname = "Otto"\n', "posdesk.toml").staff[0].name == "Otto"
