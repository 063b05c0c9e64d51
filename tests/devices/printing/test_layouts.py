"""The slips that come with posdesk: what they say, in both languages, and what they never say."""

import tomllib
from dataclasses import replace
from datetime import timedelta

import pytest

from posdesk.devices.printing.layouts import layouts
from posdesk.domain.clock import in_china
from posdesk.domain.orders.order import Order
from posdesk.domain.printing.order_facts import Print, order_facts
from posdesk.domain.printing.setting import MM_58, MM_80, set_slip
from posdesk.domain.printing.slip import SlipKind
from posdesk.host.resources import resource
from tests.support import sample_views as sample

LANGUAGES = ("zh_CN", "en")
SLIPS = (SlipKind.KITCHEN, SlipKind.PACKING, SlipKind.CUSTOMER, SlipKind.STOP)
WORDS = layouts("zh_CN").words
NOW = sample.new_27().order.received_at + timedelta(seconds=40)


def _order() -> Order:
    """One whose customer wrote the phone wherever there was room."""
    order = sample.new_27().order
    phone = order.content.phone
    line = replace(order.content.lines[0], name=f"饭 {phone}", remark=f"打{phone}")
    return replace(
        order, content=replace(order.content, lines=(line,), remark=f"到了打 {phone}", show_no=phone)
    )


def _said(slip: SlipKind, language: str = "zh_CN", columns: int = MM_80, **more: object) -> str:
    printed = replace(Print(slip, 1, 1, NOW), **more)  # type: ignore[arg-type]  # a field of Print
    lines = set_slip(layouts(language).order_slip(_order(), printed), columns)
    return "\n".join(" ".join(piece.text for piece in line) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slip", SLIPS)
@pytest.mark.parametrize("columns", [MM_58, MM_80])
def test_a_slip_that_is_not_the_couriers_holds_no_phone_and_no_address(
    slip: SlipKind, language: str, columns: int
) -> None:
    content = sample.new_27().order.content
    assert len(content.phone) == 11
    said = "".join(_said(slip, language, columns).split())
    assert content.phone not in said
    assert content.address not in said


@pytest.mark.parametrize("slip", SLIPS)
def test_number_source_and_dishes_stand_on_each(slip: SlipKind) -> None:
    order = sample.new_27().order
    lines = set_slip(layouts("zh_CN").order_slip(order, Print(slip, 1, 1, NOW)), MM_80)
    said = "".join(piece.text for line in lines for piece in line).replace(" ", "")
    assert "美团27" in said
    for dish in order.content.lines:
        assert dish.name.replace(" ", "") in said


def test_the_couriers_slip_holds_the_whole_phone_and_address_and_no_price() -> None:
    content = sample.new_27().order.content
    said = _said(SlipKind.COURIER).replace("\n", "")
    assert content.phone in said
    assert content.address.replace(" ", "") in said.replace(" ", "")
    assert "28.00" not in said
    assert "已付，不向顾客收钱" in said


def test_the_customers_slip_says_who_bears_each_discount_and_what_was_paid() -> None:
    order = sample.new_27().order
    lines = set_slip(layouts("zh_CN").order_slip(order, Print(SlipKind.CUSTOMER, 1, 1, NOW)), MM_58)
    said = ["".join(piece.text for piece in line).replace(" ", "") for line in lines]
    for row in ("1×28.0028.00", "餐盒3×1.003.00", "配送费5.00", "合计66.00", "实付￥57.00"):
        assert row in said
    assert [row for row in said if "优惠" in row] == ["平台承担优惠-4.00", "本店承担优惠-5.00"]


def test_a_second_copy_says_at_both_ends_that_it_may_be_one() -> None:
    said = _said(SlipKind.PACKING, is_second=True)
    assert said.count("可能是第二份") == 2
    assert "可能是第二份" not in _said(SlipKind.PACKING)


def test_an_order_for_another_day_says_which_one() -> None:
    order = _order()
    tomorrow = replace(order.content, due_at=NOW + timedelta(days=1))
    facts = order_facts(replace(order, content=tomorrow), Print(SlipKind.KITCHEN, 1, 1, NOW), WORDS)
    today = order_facts(order, Print(SlipKind.KITCHEN, 1, 1, NOW), WORDS)
    assert facts["due"] == f"{in_china(NOW + timedelta(days=1)):%m-%d %H:%M} 送达"
    assert "-" not in today["due"]


def test_every_layout_says_the_same_in_both_languages() -> None:
    for path in sorted(resource("slips").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        words = table if path.stem == "words" else table.get("words", {"zh_CN": {}, "en": {}})
        assert words["zh_CN"].keys() == words["en"].keys(), path.name


def test_what_the_store_noted_stands_on_the_packing_slip_alone_and_without_a_phone() -> None:
    note = "晚半小时来，打 13507311234"
    said = _said(SlipKind.PACKING, note=note)
    assert "本店记：晚半小时来" in said
    assert "13507311234" not in said
    assert "本店记" not in _said(SlipKind.PACKING, note=note, is_masked=True)
    assert all("本店记" not in _said(slip, note=note) for slip in SLIPS if slip is not SlipKind.PACKING)
    assert "本店记" not in _said(SlipKind.PACKING)


@pytest.mark.parametrize("slip", [SlipKind.KITCHEN, SlipKind.PACKING])
def test_a_promised_time_stands_on_the_slip_as_ours(slip: SlipKind) -> None:
    promised = NOW.replace(second=0) + timedelta(minutes=20)
    said = "".join(_said(slip, promised=promised).split())
    assert f"本店约{in_china(promised):%H:%M}（只记在本店）" in said
