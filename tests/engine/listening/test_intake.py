"""POST /receipts over real HTTP: 200 means on disk, everything else that nothing was stored."""

import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from posdesk.domain.books.ledger import IntakeFault
from posdesk.domain.books.receipt import Door, ReceiptKey
from posdesk.engine.listening import intake
from posdesk.errors import BadReceipt, ReceiptConflict
from posdesk.journal.books.receipts import Stored
from posdesk.settings.settings import Listener, Settings
from tests.engine.making import PATIENCE_S, House, blocked, house
from tests.engine.receipt_making import (
    TOKEN,
    TokenSecrets,
    keys_in,
    no_file,
    no_files,
    serials_in,
    troubles_in,
)
from tests.journal.making import opened
from tests.platforms.wdk.making import EXAMPLE_FILE, body, example

LIMIT = 64 * 1024
SETTINGS = Settings(listener=Listener(port=0, body_limit_bytes=LIMIT))


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path, SETTINGS, TokenSecrets()) as running:
        yield running


def post(at: House, content: bytes, token: str | None = TOKEN, scheme: str = "Bearer") -> httpx.Response:
    headers = [(b"Authorization", f"{scheme} {token}".strip().encode())] if token is not None else []
    return httpx.post(
        f"{at.address}/receipts", content=content, headers=headers, trust_env=False, timeout=PATIENCE_S
    )


def test_the_documents_example_is_stored_once_and_known_ever_after(desk: House) -> None:
    sample = EXAMPLE_FILE.read_bytes()
    assert (post(desk, sample).status_code, post(desk, sample).json()) == (200, {"stored": 0, "known": 1})
    assert keys_in(desk.journal) == [ReceiptKey("33571001", "POS001", "20180101000002")]
    mixed = post(desk, body([example(), example(serial_num="2"), example(serial_num="2")]))
    assert (mixed.status_code, mixed.json()) == (200, {"stored": 1, "known": 2})
    assert mixed.headers["content-type"].startswith("application/json")
    assert troubles_in(desk.journal) == ()


def test_the_same_receipt_from_many_tills_at_once_is_there_once(desk: House) -> None:
    with ThreadPoolExecutor(8) as tills:
        replies = list(tills.map(lambda _: post(desk, body(example())).json(), range(16)))
    assert sum(reply["stored"] for reply in replies) == 1
    assert sum(reply["known"] for reply in replies) == 15


@pytest.mark.parametrize(
    ("token", "scheme"),
    [(None, ""), ("", "Bearer"), ("x", "Bearer"), (TOKEN, "Basic"), (TOKEN + "x", "Bearer")],
)
def test_a_stranger_is_told_nothing_and_leaves_nothing(desk: House, token: str | None, scheme: str) -> None:
    for content in (body(example()), b"{", b"x" * (LIMIT + 1)):
        told = post(desk, content, token, scheme)
        assert (told.status_code, told.headers["www-authenticate"]) == (401, "Bearer")
        assert "token" in told.json()["error"]
    assert keys_in(desk.journal) == []
    assert troubles_in(desk.journal) == ()


def test_a_scheme_may_be_written_small(desk: House) -> None:
    assert post(desk, body(example()), scheme="bearer").status_code == 200


def test_without_a_token_in_the_keyring_nobody_is_let_in(tmp_path: Path) -> None:
    with house(tmp_path, SETTINGS, TokenSecrets("")) as at:
        for token in ("", "None", TOKEN):
            told = post(at, body(example()), token)
            assert told.status_code == 503
            assert "listener/token" in told.json()["error"]
        assert keys_in(at.journal) == []


def test_one_bad_receipt_refuses_its_neighbours_and_is_named(desk: House) -> None:
    told = post(desk, body([example(), example(serial_num="8", actual_amt=1800.5)]))
    assert told.status_code == 400
    assert "receipt 2 (serial_num 8) actual_amt: " in told.json()["error"]
    assert keys_in(desk.journal) == []
    (trouble,) = troubles_in(desk.journal)
    assert (trouble.door, trouble.what, trouble.name) == (Door.HTTP, IntakeFault.REFUSED, "POST /receipts")
    assert trouble.reason == told.json()["error"]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 50_000, b'{"\\ud83d": 1}'])
def test_what_is_no_receipt_is_answered_400_and_the_desk_lives(desk: House, content: bytes) -> None:
    assert post(desk, content).status_code == 400
    assert post(desk, body(example())).status_code == 200


def test_other_content_under_a_known_key_is_a_conflict_and_overwrites_nothing(desk: House) -> None:
    post(desk, body(example()))
    told = post(desk, body([example(serial_num="9"), example(ask_amt=1)]))
    assert told.status_code == 409
    assert "20180101000002" in told.json()["error"]
    assert serials_in(desk.journal) == ["20180101000002"]
    assert post(desk, body(example())).json() == {"stored": 0, "known": 1}
    (trouble,) = troubles_in(desk.journal)
    assert trouble.what is IntakeFault.CONFLICT
    assert trouble.receipt == ReceiptKey("33571001", "POS001", "20180101000002")


def test_a_body_over_the_limit_is_not_read_and_answered_413(desk: House) -> None:
    told = post(desk, b"[" + b" " * LIMIT + b"]")
    assert told.status_code == 413
    assert str(LIMIT) in told.json()["error"]
    assert len(troubles_in(desk.journal)) == 1


def test_a_till_that_stops_in_the_middle_hinders_nobody(desk: House) -> None:
    host, port = desk.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as cut:
        cut.sendall(b"POST /receipts HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
    assert post(desk, body(example())).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_post_is_taken(desk: House, method: str) -> None:
    assert httpx.request(method, f"{desk.address}/receipts", trust_env=False).status_code == 405


def test_what_cant_be_written_is_answered_503_and_may_come_again(desk: House) -> None:
    with blocked(desk.journal):
        told = post(desk, body(example()))
        assert told.status_code == 503
        assert str(desk.home) not in told.text
    assert post(desk, body(example())).json() == {"stored": 1, "known": 0}


def named(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_taken_whole_or_not_at_all_and_the_reason_is_kept(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        good = named(tmp_path, "a.JSON", body([example(), example(serial_num="2")]))
        assert intake.take_file(journal, good, Door.COMMAND) == Stored(2, 0)
        bad = named(tmp_path, "b.jsonl", body(example(serial_num="3")) + b"\n" + body(example(op_num=[1])))
        with pytest.raises(BadReceipt, match="line 2"):
            intake.take_file(journal, bad, Door.COMMAND)
        with pytest.raises(ReceiptConflict):
            intake.take_file(journal, named(tmp_path, "c.json", body(example(op_num="9"))), Door.COMMAND)
        assert serials_in(journal) == ["20180101000002", "2"]
        said = [(each.name, each.what, each.door) for each in troubles_in(journal)]
        assert said == [
            ("b.jsonl", IntakeFault.REFUSED, Door.COMMAND),
            ("c.json", IntakeFault.CONFLICT, Door.COMMAND),
        ]


def test_another_ending_and_too_large_a_file_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_FILE_BYTES", 1024)
    with opened(tmp_path) as journal:
        for name, content in (("a.xlsx", b"PK"), ("b", b"{}"), ("c.json", b" " * 1025)):
            with pytest.raises(BadReceipt):
                intake.take_file(journal, named(tmp_path, name, content), Door.FOLDER)


@no_files
def test_neither_pipe_nor_link_nor_folder_is_waited_for(tmp_path: Path, kind: str) -> None:
    no_file(kind, tmp_path / "strange.json", named(tmp_path, "real.json", body(example())))
    with opened(tmp_path) as journal:
        for name in ("strange.json", "gone.json"):
            with pytest.raises(OSError):  # noqa: PT011 - each has its own
                intake.take_file(journal, tmp_path / name, Door.FOLDER)
        if kind == "link":
            assert intake.take_file(journal, tmp_path / "strange.json", Door.COMMAND) == Stored(1, 0)


def test_a_refusal_that_cant_be_written_down_is_still_a_refusal(tmp_path: Path) -> None:
    with opened(tmp_path) as journal:
        path = named(tmp_path, "a.json", b"{")
        with blocked(journal), pytest.raises(BadReceipt):
            intake.take_file(journal, path, Door.COMMAND)
        assert troubles_in(journal) == ()


def test_the_answer_is_json_with_the_sentence_in_both_languages(desk: House) -> None:
    raw = post(desk, body(example(actual_amt=None))).content
    assert "缺少必填字段 / " in json.loads(raw)["error"]
