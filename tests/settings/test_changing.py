"""A change of posdesk.toml as a person enters it: comments stay, the file counts, old and new are told."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.hour import business_day
from posdesk.domain.clock import CHINA
from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings import changing, settings, toml_file
from posdesk.settings.settings import Settings

NOW = datetime(2026, 11, 28, 4, tzinfo=UTC)  # noon in China
FILE = """# our shop
[store]
name = "湘阴一店"  # as on the sign
day_starts = "04:00"

# Meituan, by Chen
[[partner]]
name = "meituan"  # never change it
url = "https://m.example/gateway"
appid = "mt"

# Ele.me
[[partner]]
name = "eleme"
url = "https://e.example/gateway"  # the new one
appid = "el"

[[staff]]
name = "李敏"  # mornings
"""
ONE_Z = """
[[printer]]
name = "till"
address = "192.168.1.50"

[[slip]]
kind = "z"
printer = "till"
copies = 1
"""
COMMENTS = ("# our shop", "# as on the sign", "# Meituan, by Chen", "# never change it", "# the new one")


def home_of(tmp_path: Path, text: str = FILE) -> tuple[Path, Settings]:
    (tmp_path / "posdesk.toml").write_text(text, encoding="utf-8")
    return tmp_path, settings.load(tmp_path)


def text_of(home: Path) -> str:
    return (home / "posdesk.toml").read_text(encoding="utf-8")


@given(
    appids=st.lists(st.sampled_from("abcdef"), min_size=2, max_size=2, unique=True),
    new=st.integers(0, 2),
    within=st.sampled_from([None, 60, 120.5]),
)
def test_rows_that_stay_keep_their_comments(
    tmp_path_factory: pytest.TempPathFactory, appids: list[str], new: int, within: float | None
) -> None:
    home, known = home_of(tmp_path_factory.mktemp("home"))
    rows = [each.model_dump(mode="json", exclude_defaults=True) for each in known.partner]
    for row, appid in zip(rows, appids, strict=True):
        row["appid"] = appid
    if within is not None:
        rows[1]["accept_within_s"] = within
    rows += [{"name": f"new{n}", "url": "https://n.example", "appid": f"n{n}"} for n in range(new)]
    change = changing.plan(home, known, "partner", {"rows": rows}, NOW)
    change.write()
    assert settings.load(home) == change.settings
    assert [each.appid for each in change.settings.partner][:2] == appids
    assert all(comment in text_of(home) for comment in COMMENTS)


def test_a_person_who_goes_takes_nobody_else_s_lines_along(tmp_path: Path) -> None:
    home, known = home_of(tmp_path, FILE + '\n[[staff]]\nname = "陈涛"  # owner\nrole = "administrator"\n')
    rows = [{"name": "陈涛", "role": "administrator"}]
    changing.plan(home, known, "staff", {"staff": rows}, NOW).write()
    assert "# owner" in text_of(home)
    assert "李敏" not in text_of(home)


def test_what_an_editor_changed_meanwhile_stays_and_counts_too(tmp_path: Path) -> None:
    home, known = home_of(tmp_path)
    home_of(tmp_path, FILE.replace("湘阴一店", "湘阴二店"))
    change = changing.plan(home, known, "store", {"undo_s": 5.0}, NOW)
    change.write()
    assert (change.settings.store.name, change.settings.store.undo_s) == ("湘阴二店", 5.0)


def test_a_list_that_an_editor_changed_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    home, known = home_of(tmp_path)
    home_of(tmp_path, FILE.replace('appid = "el"', 'appid = "el-2"'))
    with pytest.raises(SettingsError) as told:
        changing.plan(home, known, "partner", {"rows": []}, NOW)
    assert told.value.fault is SettingsFault.CHANGED
    assert "el-2" in text_of(home)


@pytest.mark.parametrize("section", ["store", "partner"])
def test_a_file_that_somebody_took_away_is_written_anew_with_what_was_in_force(
    tmp_path: Path, section: str
) -> None:
    """Else the next word saved would be all of the file, and the running engine would lose its platforms."""
    home, known = home_of(tmp_path, FILE + ONE_Z)
    (home / "posdesk.toml").unlink()
    rows = [partner.model_dump(exclude_defaults=True) for partner in known.partner[:1]]
    change = changing.plan(
        home, known, section, {"undo_s": 5.0} if section == "store" else {"rows": rows}, NOW
    )
    change.write()
    assert settings.load(home) == change.settings
    assert [slip.copies for slip in change.settings.print_plan.lines] == [1], "said, not the usual two"
    assert change.settings.store.name == "湘阴一店"
    assert [partner.name for partner in change.settings.partner] == ["meituan", "eleme"][
        : 2 if section == "store" else 1
    ]


def test_a_file_written_between_planning_and_writing_is_left_alone(tmp_path: Path) -> None:
    home, _ = home_of(tmp_path)
    planned = toml_file.plan_section(home, "store", {"undo_s": 5.0})
    home_of(tmp_path, FILE + "# somebody was here\n")
    with pytest.raises(SettingsError) as told:
        planned.write()
    assert told.value.fault is SettingsFault.CHANGED
    assert text_of(home).endswith("# somebody was here\n")


def test_another_start_of_the_day_is_written_for_the_next_one(tmp_path: Path) -> None:
    home, known = home_of(tmp_path)
    change = changing.plan(home, known, "store", {"day_starts": "06:00"}, NOW)
    change.write()
    assert settings.load(home).store.days == "04:00<2026-11-29 06:00"
    assert "# as on the sign" in text_of(home)


@pytest.mark.parametrize(
    ("new", "days"),
    [
        ("02:00", "04:00<2026-11-30 02:00"),
        ("03:00", "04:00<2026-11-30 03:00"),
        ("06:00", "04:00<2026-11-29 06:00"),
    ],
)
def test_set_before_the_day_has_begun_it_takes_no_hour_from_the_day_that_was_counted(
    tmp_path: Path, new: str, days: str
) -> None:
    """At half past three in the night it is the day before still: its hours stay its own."""
    home, known = home_of(tmp_path)
    now = datetime(2026, 11, 29, 3, 30, tzinfo=CHINA)
    change = changing.plan(home, known, "store", {"day_starts": new}, now)
    assert change.settings.store.days == days
    for hours in range(30):
        moment = now - timedelta(hours=hours)
        assert business_day(moment, change.settings.store.days) == business_day(moment, known.store.days)


def test_the_record_tells_old_and_new_and_no_password(tmp_path: Path) -> None:
    _, known = home_of(tmp_path)
    moved = known.partner[0].model_copy(update={"url": "https://us:geheim@new.example/gateway?token=geheim"})
    now = known.model_copy(update={"partner": (moved, *known.partner[1:])})
    said = changing.differences(known, now)
    assert said == 'partner.meituan.url: "https://m.example/gateway" -> "https://new.example/gateway"'


def test_of_what_goes_with_a_secret_the_record_tells_that_it_changed(tmp_path: Path) -> None:
    """It stands in the diagnostic file, too, which blanks such keys of posdesk.toml."""
    home, known = home_of(tmp_path)
    asked = {"url": "https://o.example", "akey": "geheim-1"}
    first = changing.plan(home, known, "ovopark", asked, NOW).settings
    said = changing.differences(known, first)
    assert "geheim" not in said
    assert "ovopark.akey: - -> ***" in said
    again = changing.plan(home, first, "ovopark", {**asked, "akey": "geheim-2"}, NOW).settings
    assert changing.differences(first, again) == "ovopark.akey: *** -> ***"
