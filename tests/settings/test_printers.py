"""[[printer]] and [[slip]]: which slip prints where; what can't be is said by its key."""

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from posdesk.domain.printing.slip import SlipKind
from posdesk.errors import SettingsError
from posdesk.settings.printers import host_and_port
from posdesk.settings.settings import Settings, parse
from posdesk.settings.toml_file import write_tables
from tests.journal.making import content

KITCHEN = '[[printer]]\nname = "厨房"\naddress = "192.168.1.50"\nanswers = "job"\n'
COUNTER = '[[printer]]\nname = "counter"\ntransport = "spooler"\naddress = "POS-80"\nlanguage = "en"\n'


def read(text: str) -> Settings:
    return parse(text, "posdesk.toml")


def slip(kind: str, printer: str, more: str = "") -> str:
    return f'[[slip]]\nkind = "{kind}"\nprinter = "{printer}"\n{more}\n'


def test_the_table_says_where_a_slip_prints_and_in_how_many_copies() -> None:
    table = slip("kitchen", "厨房", "copies = 2") + slip("kitchen", "counter") + slip("stop", "厨房")
    plan = read(KITCHEN + COUNTER + table).print_plan
    lines = [(line.printer, line.copies, line.layout) for line in plan.of(SlipKind.KITCHEN, content())]
    assert lines == [("厨房", 2, "zh_CN"), ("counter", 1, "en")]
    assert [line.printer for line in plan.of(SlipKind.STOP, content())] == ["厨房"]
    assert list(plan.of(SlipKind.CUSTOMER, content())) == []


def test_a_line_of_the_table_may_be_for_some_sources_only() -> None:
    plan = read(KITCHEN + slip("packing", "厨房", "sources = [4]")).print_plan
    assert list(plan.of(SlipKind.PACKING, content(source_code="4")))
    assert not list(plan.of(SlipKind.PACKING, content(source_code="20")))


def test_a_line_of_the_table_may_be_for_orders_with_some_dishes_only() -> None:
    plan = read(KITCHEN + slip("packing", "厨房", 'dishes = ["001", "007"]')).print_plan
    assert list(plan.of(SlipKind.PACKING, content()))
    other = tuple(replace(line, product_code="002") for line in content().lines)
    assert not list(plan.of(SlipKind.PACKING, content(lines=other)))


def test_no_printer_prints_a_slip_by_two_lines_of_the_table() -> None:
    some = slip("packing", "厨房", 'dishes = ["001"]\ncopies = 2')
    plan = read(KITCHEN + COUNTER + slip("packing", "counter") + some + slip("packing", "厨房")).print_plan
    other = tuple(replace(line, product_code="002") for line in content().lines)
    for what, copies in ((content(), 2), (content(lines=other), 1)):
        lines = [(line.printer, line.copies) for line in plan.of(SlipKind.PACKING, what, {"厨房"})]
        assert lines == [("counter", 1), ("厨房", copies)]


@pytest.mark.windows("it has no device files")
def test_a_device_file_is_refused_where_there_is_none() -> None:
    if sys.platform == "win32":
        with pytest.raises(SettingsError, match=r"printer\.0\.transport: .*spooler"):
            read('[[printer]]\nname = "bar"\ntransport = "device"\naddress = "LPT1"\n')


def test_nobody_delivers_an_order_that_is_fetched() -> None:
    plan = read(KITCHEN + slip("courier", "厨房")).print_plan
    assert list(plan.of(SlipKind.COURIER, content()))
    assert not list(plan.of(SlipKind.COURIER, content(address="")))


def test_without_printers_nothing_prints() -> None:
    assert read("").print_plan.lines == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (KITCHEN + slip("kitchen", "bar"), r"slip\.printer 'bar' is the name of no \[\[printer\]\]"),
        (KITCHEN + KITCHEN, r"printer\.name '厨房' stands there twice"),
        (
            KITCHEN + KITCHEN.replace("厨房", "bar").replace("1.50", "1.50:9100"),
            r"printer\.address '192\.168\.1\.50:9100' stands there twice",
        ),
        (KITCHEN.replace("1.50", "1.50:99999"), r"printer\.0\.address: .*host:port"),
        (KITCHEN.replace("1.50", "1..50"), r"printer\.0\.address: .*host:port"),
        (KITCHEN.replace("192.168.1.50", "tcp://kitchen"), r"printer\.0\.address: .*host:port"),
        (COUNTER + 'answers = "job"\n', r"printer\.0\.answers: .*spooler never says"),
        (KITCHEN + "width = 76\n", r"printer\.0\.width: One of these belongs there: 80, 58"),
        (KITCHEN.replace('answers = "job"', 'charset = "big5"'), r"printer\.0\.charset: .*gbk, gb18030"),
        (KITCHEN + slip("kitchen", "厨房", "copies = 0"), r"slip\.0\.copies: It must be 1 or more"),
        (KITCHEN + slip("lunch", "厨房"), r"slip\.0\.kind: .*kitchen, packing"),
        ('[[printer]]\nname = "bar"\n', r"printer\.0\.address: This key is missing"),
    ],
)
def test_what_can_not_print_is_refused_by_its_key(text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=rf"posdesk\.toml: .*{words}"):
        read(text)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("printer.local", ("printer.local", 9100)),
        ("192.168.1.50:9101", ("192.168.1.50", 9101)),
        ("[fe80::1]:9100", ("fe80::1", 9100)),
    ],
)
def test_a_printer_of_the_network_listens_at_9100_unless_said_otherwise(
    address: str, found: tuple[str, int]
) -> None:
    assert host_and_port(address) == found


def test_printers_and_slips_are_written_and_every_other_byte_stays(tmp_path: Path) -> None:
    old = '[[printer]]\nname = "old"\naddress = "a"\n\n'
    before = f'# ours\n[store]\ncode = "001"  # keep\n\n{old}[desk]\ntheme = "dark"\n'
    (tmp_path / "posdesk.toml").write_text(before, encoding="utf-8")
    printers = [{"name": "厨房", "address": "192.168.1.50", "proved": datetime(2026, 11, 21, tzinfo=UTC)}]
    slips = [{"kind": "z", "printer": "厨房", "copies": 2}]
    write_tables(tmp_path, {"printer": printers, "slip": slips})
    after = (tmp_path / "posdesk.toml").read_text(encoding="utf-8")
    assert after.startswith('# ours\n[store]\ncode = "001"  # keep\n')
    chosen = read(after)
    assert [(p.name, p.proved) for p in chosen.printer] == [("厨房", printers[0]["proved"])]
    assert [(s.kind, s.copies) for s in chosen.slip] == [("z", 2)]
    assert chosen.desk.theme == "dark"
    write_tables(tmp_path, {"printer": [], "slip": []})
    assert read((tmp_path / "posdesk.toml").read_text(encoding="utf-8")).printer == ()


def test_what_is_wrong_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        write_tables(tmp_path, {"printer": [], "slip": [{"kind": "z", "printer": "nobody"}]})
    assert not (tmp_path / "posdesk.toml").exists()
