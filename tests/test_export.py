"""Exports: whole or not at all, masked unless asked for, and never a formula in a cell."""

import csv
import json
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import Received
from posdesk.errors import DiskError, SettingsError
from posdesk.export import FORMATS, Table, export, masked, moment_of, write_table
from posdesk.journal import Journal
from posdesk.journal.audit import audit
from posdesk.journal.orders import orders
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.platforms.jsontext import read_json, write_json
from tests.journal.making import START, TERMS, Counter, SetClock, content, key_of, opened, wiped
from tests.journal.takings import CONFIRMED, REFUSED, Store, till
from tests.support.paths import ROOT

SAMPLE = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()
PHONE = "13507311234"


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def journal(tmp_path: Path, clock: SetClock) -> Iterator[Journal]:
    with opened(tmp_path / "home", clock) as made:
        yield made


def sample(**changed: Any) -> dict[str, Any]:
    call = read_json(SAMPLE)
    assert isinstance(call, dict)
    return {**call["items"][0], **changed}


def add(journal: Journal, tbillno: str = "A", **changed: Any) -> None:
    raw = write_json(sample(tbillno=tbillno, **changed))
    coming = (Received(content(tbillno), raw),)
    Counter(journal).write(lambda tx: orders.add_all(tx, TERMS, coming))


def exported(
    journal: Journal, target: Path, what: str = "orders", *, personal: bool = False, **span: Any
) -> list[dict[str, Any]]:
    form = target.suffix[1:]
    times = {"start": None, "end": None, **span}
    count = export(journal, what, target, form, personal=personal, **times)
    rows = _READERS[form](target)
    assert len(rows) == count
    assert [file.name for file in target.parent.iterdir() if file.is_file()] == [target.name]
    return rows


def from_csv(path: Path) -> list[dict[str, Any]]:
    assert path.read_bytes().startswith(b"\xef\xbb\xbf"), "Excel and WPS would read it as GBK"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def from_jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line, parse_float=Decimal) for line in path.read_text(encoding="utf-8").splitlines()]


def from_xlsx(path: Path) -> list[dict[str, Any]]:
    book = load_workbook(path)
    names, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


_READERS = {"csv": from_csv, "jsonl": from_jsonl, "xlsx": from_xlsx}


def test_the_jsonl_row_holds_the_orders_own_object_with_its_numbers_unchanged(
    journal: Journal, tmp_path: Path
) -> None:
    add(journal, order_total=Decimal("34.00"), actual_fee=Decimal("0.10"))
    (row,) = exported(journal, tmp_path / "o.jsonl", personal=True)
    assert list(row) == ["partner", "tbillno", "billno", "state", "received_at", "raw", "wiped_at"]
    assert row["raw"] == sample(tbillno="A", order_total=Decimal("34.00"), actual_fee=Decimal("0.10"))
    text = (tmp_path / "o.jsonl").read_text(encoding="utf-8")
    assert '"order_total":34.00' in text
    assert '"actual_fee":0.10' in text
    assert row["received_at"] == "2026-05-03T12:25:36+08:00"


@pytest.mark.parametrize("form", FORMATS)
def test_persons_are_masked_in_every_format(journal: Journal, tmp_path: Path, form: str) -> None:
    add(journal, reamrks=f"打{PHONE}", billextra={"again": [PHONE]})
    (row,) = exported(journal, tmp_path / f"o.{form}")
    raw = row["raw"] if form == "jsonl" else json.loads(row["raw"])
    assert (raw["customername"], raw["mobileno"]) == ("张**", "135****1234")
    assert "石牌街" not in raw["consignee"]
    assert raw["reamrks"] == "打135****1234"
    assert raw["billextra"] == {"again": ["135****1234"]}


@pytest.mark.parametrize("phone", [PHONE, int(PHONE)])
def test_a_phone_is_masked_the_same_as_a_text_and_as_a_number(phone: object) -> None:
    assert masked({"mobileno": phone, "reamrks": f"打{PHONE}"}) == {
        "mobileno": "135****1234",
        "reamrks": "打135****1234",
    }


@pytest.mark.parametrize("form", FORMATS)
def test_personal_data_in_full_is_audited(journal: Journal, tmp_path: Path, form: str) -> None:
    add(journal)
    (row,) = exported(journal, tmp_path / f"o.{form}", personal=True)
    assert PHONE in str(row["raw"])
    assert Counter(journal).audited()[-1] == "export.personal"
    assert journal.read(audit.verify).broken_at is None


@pytest.mark.parametrize("personal", [True, False])
@pytest.mark.parametrize("form", FORMATS)
def test_of_a_wiped_order_the_export_has_all_but_its_raw_text(
    journal: Journal, clock: SetClock, tmp_path: Path, form: str, personal: bool
) -> None:
    add(journal, "A")
    counter = Counter(journal)
    counter.event(PlatformStatus.COMPLETED, key_of("A"))
    clock.walk(31 * 86400)
    wiped(counter)
    add(journal, "B")
    old, new = exported(journal, tmp_path / f"o.{form}", personal=personal)
    assert (old["tbillno"], old["state"], new["tbillno"]) == ("A", "completed", "B")
    assert not old["raw"]
    assert new["raw"]
    assert (bool(old["wiped_at"]), bool(new["wiped_at"])) == (True, False)


def test_a_masked_export_is_audited_as_such(journal: Journal, tmp_path: Path) -> None:
    add(journal)
    exported(journal, tmp_path / "o.csv")
    assert Counter(journal).audited()[-1] == "export"


@given(
    st.dictionaries(
        st.sampled_from(["mobileno", "customername", "consignee", "reamrks"]),
        st.one_of(st.text(min_size=9), st.integers(), st.none(), st.lists(st.text())),
    )
)
def test_whatever_stands_in_a_personal_field_is_masked_or_gone(raw: dict[str, Any]) -> None:
    shown = masked(raw)
    assert isinstance(shown, dict)
    for key in raw.keys() & {"mobileno", "customername", "consignee"}:
        value = raw[key]
        assert shown[key] is None or "*" in shown[key] or not str(value).strip()
        assert shown[key] != value or value is None or not str(value).strip()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "evil",
    [
        '=HYPERLINK("http://x","y")',
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\n=1",
        "\x01=1",
        "\0\x1f@A",
        "＝1",
        " =1",
    ],
)
def test_no_cell_begins_as_a_formula(journal: Journal, tmp_path: Path, form: str, evil: str) -> None:
    add(journal, tbillno=evil)
    (row,) = exported(journal, tmp_path / f"o.{form}")
    held = re.sub("[\x00-\x08\x0e-\x1f]", "", evil) if form == "xlsx" else evil
    told = f"'{held}" if form == "xlsx" else re.sub("([\t\n])", r"\1'", f"'{held}")
    assert row["tbillno"] == told
    if form == "xlsx":
        book = load_workbook(tmp_path / "o.xlsx")
        cells = [cell for cell in book.worksheets[0][2] if cell.value is not None]
        assert {cell.data_type for cell in cells} == {"s", "d"}
        book.close()


_SIGNS = "=+@-＝＋＠－"
_INVISIBLE = "\u200b\u00ad\u2060\u034f\u061c\u180e\ufe0f\u202d\u2800\U000e0020\ufeff\u00a0\u3000\x01\x1f"


@given(
    st.text("x1湘，", max_size=3),
    st.sampled_from([";", "\t", "\n", "\r\n", ""]),
    st.text(_INVISIBLE, max_size=4),
    st.sampled_from(_SIGNS),
    st.sampled_from(["1+1", "HYPERLINK(1)", "cmd|x"]),
)
def test_no_invisible_prefix_and_no_other_separator_makes_a_formula(
    before: str, apart: str, prefix: str, sign: str, rest: str
) -> None:
    """Where the list separator is a semicolon, quotes behind our commas are none: the text is split there."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "o.csv"
        write_table(
            target, "csv", Table(("a", "b"), ({"a": "A", "b": f"{before}{apart}{prefix}{sign}{rest}"},))
        )
        text = target.read_text(encoding="utf-8-sig")
    unseen = re.compile(f"[{_INVISIBLE}\\s]*")
    for cell in re.split("[;\t\r\n]", text):
        for each in (cell, cell.partition(",")[2].strip('"')):
            seen = each[unseen.match(each).end() :]  # type: ignore[union-attr]
            assert seen[:1] not in set(_SIGNS), repr(text)


def sheet_of(target: Path) -> Worksheet:
    book = load_workbook(target)
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_in_a_workbook_money_and_counts_are_numbers_and_times_are_dates(
    journal: Journal, tmp_path: Path, clock: SetClock
) -> None:
    store = Store(journal)
    store.take(till("0001", 1230), till("0002", 5))
    store.attempt(store.report().seq, CONFIRMED)
    export(journal, "hours", tmp_path / "h.xlsx", "xlsx", start=None, end=None, personal=False)
    sheet = sheet_of(tmp_path / "h.xlsx")
    hour, total, receipts, items, state, reported = sheet[2]
    assert (hour.value, hour.data_type) == (datetime.fromisoformat("2026-05-03T12:00"), "d")
    assert [cell.data_type for cell in (total, receipts, items, reported)] == ["n"] * 4
    assert (total.value, receipts.value, reported.value) == (12.35, 2, 12.35)
    assert (total.number_format, state.data_type) == ("0.00", "s")


def test_in_a_workbook_numbers_that_name_something_are_texts(journal: Journal, tmp_path: Path) -> None:
    Store(journal).take(till("0020180101000002"))
    export(journal, "receipts", tmp_path / "r.xlsx", "xlsx", start=None, end=None, personal=False)
    serial = sheet_of(tmp_path / "r.xlsx")[2][2]
    assert (serial.value, serial.data_type, serial.number_format) == ("0020180101000002", "s", "@")


def test_a_workbooks_columns_are_as_wide_as_what_stands_in_them(tmp_path: Path) -> None:
    rows = [
        {"单号": "20180101000002", "名称": "湘阴一店水果", "n": 1, "raw": "x" * 500, "at": START}
        for _ in range(3)
    ]
    write_table(tmp_path / "w.xlsx", "xlsx", Table(tuple(rows[0]), tuple(rows)))
    columns = sheet_of(tmp_path / "w.xlsx").column_dimensions
    widths = [columns[name].width for name in "ABCDE"]
    assert widths[0] >= 14
    assert widths[1] >= 12
    assert widths[2] >= 3
    assert widths[3] <= 60
    assert widths[4] >= 19


def test_a_negative_amount_stays_a_number(journal: Journal, tmp_path: Path) -> None:
    add(journal, tbillno="-12.50")
    (row,) = exported(journal, tmp_path / "o.csv")
    assert row["tbillno"] == "-12.50"


def test_what_is_too_long_for_a_cell_is_cut_with_a_word(journal: Journal, tmp_path: Path) -> None:
    add(journal, extra="x" * 40_000)
    (row,) = exported(journal, tmp_path / "o.xlsx")
    assert len(row["raw"]) == 32_767
    assert row["raw"].endswith("jsonl）")


def test_characters_that_xlsx_cant_hold_dont_stop_it(journal: Journal, tmp_path: Path) -> None:
    add(journal, tbillno="A\x01B")
    (row,) = exported(journal, tmp_path / "o.xlsx")
    assert row["tbillno"] == "AB"


@pytest.mark.parametrize("text", ["A\ufffeB", "A\uffffB", "A\ud800B"])
def test_no_character_makes_a_workbook_that_no_program_opens(tmp_path: Path, text: str) -> None:
    write_table(tmp_path / "w.xlsx", "xlsx", Table(("a",), ({"a": text},)))
    assert from_xlsx(tmp_path / "w.xlsx") == [{"a": "AB"}]
    with zipfile.ZipFile(tmp_path / "w.xlsx") as book:
        assert not set("\ufffe\uffff") & set(book.read("xl/worksheets/sheet1.xml").decode())


@pytest.mark.parametrize(("length", "is_cut"), [(16_383, False), (16_384, True), (40_000, True)])
def test_a_cell_is_measured_as_excel_measures_it(tmp_path: Path, length: int, *, is_cut: bool) -> None:
    write_table(tmp_path / "w.xlsx", "xlsx", Table(("a",), ({"a": "\U0001f600" * length},)))
    (row,) = from_xlsx(tmp_path / "w.xlsx")
    assert len(row["a"].encode("utf-16-le")) // 2 <= 32_767
    assert row["a"].endswith("jsonl）") == is_cut


def test_more_rows_than_a_sheet_holds_go_on_on_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("posdesk.workbook.MOST_ROWS", 3)
    for count, sheets in ((0, [1]), (2, [3]), (5, [3, 3, 2])):
        rows = tuple({"a": str(number)} for number in range(count))
        target = tmp_path / f"{count}.xlsx"
        write_table(target, "xlsx", Table(("a",), rows))
        found = [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(target).worksheets]
        assert [len(each) for each in found] == sheets
        assert {each[0] for each in found} == {("a",)}
        assert [row[0] for each in found for row in each[1:]] == [row["a"] for row in rows]


def test_from_counts_and_to_does_not(journal: Journal, tmp_path: Path, clock: SetClock) -> None:
    for bill in ("first", "second", "third"):
        add(journal, tbillno=bill)
        clock.walk(60)
    minute = moment_of("2026-05-03T12:26:36")
    later = exported(journal, tmp_path / "o.jsonl", start=minute)
    assert [row["tbillno"] for row in later] == ["second", "third"]
    (tmp_path / "o.jsonl").unlink()
    earlier = exported(journal, tmp_path / "o.jsonl", end=minute)
    assert [row["tbillno"] for row in earlier] == ["first"]


def test_a_time_without_an_offset_is_chinas() -> None:
    assert moment_of("2026-05-03T12:25:36") == START == moment_of("2026-05-03T04:25:36+00:00")
    assert moment_of("2026-05-03") == moment_of("2026-05-02T16:00:00Z")


@pytest.mark.parametrize("text", ["yesterday", "2026-13-01", "", "0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_what_is_no_time_is_said_so(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a time"):
        moment_of(text)


def test_a_span_that_ends_before_it_begins_is_said_so(journal: Journal, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="--from"):
        exported(journal, tmp_path / "o.csv", start=START, end=START)


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_cant_be_written_is_named(journal: Journal, tmp_path: Path, form: str) -> None:
    add(journal)
    with pytest.raises(DiskError, match="nowhere"):
        exported(journal, tmp_path / "nowhere" / f"o.{form}")


@pytest.mark.parametrize("target", ["", "."])
def test_a_target_that_is_no_file_is_said_so(journal: Journal, target: str) -> None:
    with pytest.raises(SettingsError, match="-o"):
        export(journal, "orders", Path(target), "csv", start=None, end=None, personal=False)


@pytest.mark.parametrize("form", FORMATS)
def test_an_old_file_stays_whole_when_the_new_one_fails(journal: Journal, tmp_path: Path, form: str) -> None:
    add(journal)
    target = tmp_path / f"o.{form}"
    target.write_text("old")
    Counter(journal).write(lambda tx: tx.db.execute("UPDATE orders SET raw = '{' "))
    with pytest.raises(ValueError, match="JSON"):
        exported(journal, target)
    assert target.read_text() == "old"
    assert list(tmp_path.glob("*.part")) == []


def test_intents_and_audit_have_their_columns(journal: Journal, tmp_path: Path) -> None:
    add(journal)
    Counter(journal).done(Kind.ACCEPT, key_of("A"))
    (row,) = exported(journal, tmp_path / "i.jsonl", "intents")
    del row["seq"]
    assert row == {
        "platform": "meituan",
        "kind": "accept",
        "tbillno": "A",
        "outcome": "confirmed",
        "attempts": 1,
        "last_answer": "",
    }
    (tmp_path / "i.jsonl").unlink()
    lines = exported(journal, tmp_path / "a.csv", "audit")
    assert [line["number"] for line in lines] == [str(number + 1) for number in range(len(lines))]


@pytest.mark.parametrize("form", FORMATS)
def test_receipts_go_out_with_what_wdk_said_of_them(journal: Journal, tmp_path: Path, form: str) -> None:
    store = Store(journal)
    sold, _ = store.queued(till("0001"), till("0002"))
    store.attempt(sold.seq, CONFIRMED)
    store.take(till("0003"))
    rows = exported(journal, tmp_path / f"out.{form}", "receipts")
    assert [[row[name] or "" for name in row] for row in rows] == [
        ["001", "01", "0001", "confirmed", CONFIRMED.target],
        ["001", "01", "0002", "queued", ""],
        ["001", "01", "0003", "", ""],
    ]


def test_hours_go_out_as_the_receipts_add_up(journal: Journal, tmp_path: Path, clock: SetClock) -> None:
    store = Store(journal)
    store.take(till("0001", 1230), till("0002", 5, START + timedelta(hours=1), takes_back="0000"))
    store.attempt(store.report().seq, CONFIRMED)
    store.take(till("0003", 1))
    clock.walk(3600)
    rows = exported(journal, tmp_path / "out.jsonl", "hours")
    first, second = rows
    assert first == {
        "hour": "2026-05-03T12:00:00+08:00",
        "total": "12.31",
        "receipts": 2,
        "items": 2,
        "state": "differs",
        "reported_total": "12.30",
    }
    assert (second["total"], second["receipts"], second["state"], second["reported_total"]) == (
        "-0.05",
        0,
        "open",
        "",
    )


def test_a_negative_total_is_a_number_in_a_table(journal: Journal, tmp_path: Path) -> None:
    Store(journal).take(till("0001", 5, takes_back="0000"))
    (row,) = exported(journal, tmp_path / "out.csv", "hours")
    assert row["total"] == "-0.05"


@pytest.mark.parametrize("what", ["receipts", "hours"])
def test_receipts_and_hours_go_by_the_hour_they_count_in(journal: Journal, tmp_path: Path, what: str) -> None:
    Store(journal).take(*(till(str(n), at=START + timedelta(hours=n)) for n in range(4)))
    start, end = moment_of("2026-05-03T13:00"), moment_of("2026-05-03T15:00")
    assert len(exported(journal, tmp_path / "out.csv", what, start=start, end=end)) == 2


def test_postings_stand_among_the_intents_in_the_order_of_time(
    journal: Journal, tmp_path: Path, clock: SetClock
) -> None:
    store = Store(journal)
    order = store.complete_order("27")
    clock.walk(1)
    store.take(till("0001", order=order, source="4"), till("0002"))
    refused = store.queued()[0]
    store.attempt(refused.seq, REFUSED)
    clock.walk(1)
    Counter(journal).add("28")
    pressed = Counter(journal).press(Kind.ACCEPT, key_of("28"))
    clock.walk(1)
    report = store.report()
    rows = exported(journal, tmp_path / "out.jsonl", "intents")
    assert [(row["platform"], row["kind"], row["tbillno"], row["outcome"]) for row in rows] == [
        ("meituan", "accept", "27", "confirmed"),
        ("wdk", "receipt", "27", "refused"),
        ("wdk", "receipt", "", "queued"),
        ("meituan", "accept", "28", "queued"),
        ("ovopark", "hour", "", "queued"),
    ]
    assert (rows[1]["seq"], rows[1]["attempts"]) == (refused.seq, 1)
    assert rows[1]["last_answer"] == "isv.invalid-parameter pay_type is invalid"
    assert [row["seq"] for row in rows[3:]] == [pressed.seq, report.seq]
