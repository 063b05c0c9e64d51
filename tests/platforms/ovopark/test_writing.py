"""What ovopark is told of an hour, by the names that its document lost."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.domain.books.posting import HourFigures
from posdesk.domain.clock import CHINA
from posdesk.platforms.ovopark.writing import (
    LOOK_UP,
    REPORT,
    look_up_params,
    report_params,
    sign,
    signed_form,
)
from posdesk.settings.book_sections import Ovopark
from tests.platforms.ovopark.calling import FIGURES, HOUR, NOW, SECRET, SETTINGS


def _params(settings: Ovopark = SETTINGS, *, cover: bool = False) -> dict[str, str]:
    return report_params(settings, HOUR, FIGURES, cover=cover)


def _with(**changes: object) -> Ovopark:
    return SETTINGS.model_copy(update=changes)


def test_the_parameters_are_those_of_the_vendors_page() -> None:
    assert _params() == {
        "enterpriseId": "11",
        "dealNum": "77",
        "total": "1234.56",
        "dealPersonNum": "31",
        "createTime": "2026-11-22 11:00:00",
        "shopId": "D000001",
    }


@given(st.integers(-(10**18), 10**18))
def test_the_total_is_the_exact_yuan_with_two_decimals(fen: int) -> None:
    total = report_params(SETTINGS, HOUR, HourFigures(fen, 1, 1), cover=False)["total"]
    assert Decimal(total) * 100 == fen
    assert len(total.split(".")[1]) == 2
    assert not set(total) - set("-0123456789.")


@pytest.mark.parametrize(
    ("fen", "total"), [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (100_000_000, "1000000.00")]
)
def test_a_total_has_no_separators_and_no_exponent(fen: int, total: str) -> None:
    assert report_params(SETTINGS, HOUR, HourFigures(fen, 0, 0), cover=False)["total"] == total


def test_a_count_of_nothing_is_an_explicit_zero() -> None:
    params = report_params(SETTINGS, HOUR, HourFigures(0, 0, 0), cover=False)
    assert (params["dealNum"], params["dealPersonNum"]) == ("0", "0")


@pytest.mark.parametrize(
    ("deal_num", "deal_person_num", "wanted"),
    [
        ("items", "receipts", ("77", "31")),
        ("receipts", "items", ("31", "77")),
        ("receipts", "receipts", ("31", "31")),
    ],
)
def test_the_settings_say_which_count_goes_where(
    deal_num: str, deal_person_num: str, wanted: tuple[str, str]
) -> None:
    params = _params(_with(deal_num=deal_num, deal_person_num=deal_person_num))
    assert (params["dealNum"], params["dealPersonNum"]) == wanted


@given(st.integers(1_500_000_000, 4_000_000_000), st.integers(-11, 14))
def test_an_hour_is_written_in_china_time_whatever_the_pcs_zone(epoch_s: int, zone: int) -> None:
    aware = datetime.fromtimestamp(epoch_s, timezone(timedelta(hours=zone)))
    written = report_params(SETTINGS, aware, FIGURES, cover=False)["createTime"]
    assert datetime.strptime(written, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA) == aware


def test_dep_id_wins_over_shop_id() -> None:
    params = _params(_with(dep_id=9808))
    assert params["depId"] == "9808"
    assert "shopId" not in params


def test_is_cover_is_sent_only_when_covering() -> None:
    assert "isCover" not in _params()
    assert _params(cover=True)["isCover"] == "1"


@pytest.mark.parametrize("value", [0, 1])
def test_the_timetable_is_sent_only_under_a_name_from_the_settings(value: int) -> None:
    assert _params(_with(timetable_name="isSync", timetable=value))["isSync"] == str(value)
    assert "" not in _params(_with(timetable=value))


def test_no_empty_value_is_ever_sent_since_it_would_be_signed() -> None:
    empty = Ovopark(aid="", akey="", shop_id="")
    form = signed_form(empty, REPORT, _params(empty), at=NOW, secret=SECRET)
    assert all(form.values())
    assert not {"enterpriseId", "shopId", "depId", "_akey", "_aid"} & form.keys()


def test_a_form_is_stamped_in_china_time_and_signed_over_all_it_carries() -> None:
    form = signed_form(
        SETTINGS, REPORT, _params(), at=datetime(2026, 1, 1, 20, 5, 9, tzinfo=UTC), secret=SECRET
    )
    assert form["_timestamp"] == "20260102040509"
    assert form.pop("_sig") == sign(form, SECRET)
    assert {name: form[name] for name in form if name.startswith("_")} == {
        "_aid": "S107",
        "_akey": "akey",
        "_mt": "open.ovopark.pos.reportSalesHourly",
        "_sm": "md5",
        "_requestMode": "post",
        "_version": "v1",
        "_timestamp": "20260102040509",
        "_format": "json",
    }


def test_a_look_up_is_version_2_and_names_the_organisation() -> None:
    form = signed_form(SETTINGS, LOOK_UP, look_up_params(SETTINGS, "4711"), at=NOW, secret=SECRET)
    assert (form["_mt"], form["_version"], form["orgid"]) == ("open.gateway.authentication", "v2", "4711")
    assert look_up_params(SETTINGS, "") == {"orgid": "11"}
    assert look_up_params(Ovopark(), "") == {}
