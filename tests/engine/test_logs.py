"""After a whole run the log names what happened, and nobody: no secret, no signature, no phone, no name."""

import json
import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import httpx
import pytest
from pydantic import BaseModel

from posdesk.domain.orders.intent import Kind
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup
from posdesk.errors import DiskError
from posdesk.host import logs
from tests.engine.listening.test_listener import SAMPLE, post, raw_call, signed
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, blocked, house, partner, settings
from tests.journal.making import DOCUMENTED, START, Counter
from tests.support.processes import wait_for
from tests.support.windows_files import held, refuse_what_is_open


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    level = logging.getLogger().level
    logs.start(tmp_path)
    yield tmp_path
    logs.stop()
    logging.getLogger().setLevel(level)


def lines(home: Path) -> list[dict[str, str]]:
    text = (home / "logs" / "posdesk.log").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_after_a_whole_run_the_log_holds_no_secret_and_no_person(home: Path) -> None:
    with house(home, settings(partner()), HeldSecrets(meituan=APPKEY)) as at:
        live_through_everything(at)
    text = json.dumps(lines(home), ensure_ascii=False)
    assert "refused a call" in text
    assert "ConnectError" in text
    for private in (APPKEY, signed(SAMPLE)["sign"], "13507311234", "7311234", "张生", "石牌街", "sign="):
        assert private not in text, f"the log holds {private}"


def live_through_everything(at: House) -> None:
    key = DOCUMENTED
    assert post(at)["code"] == 0
    post(at, query=signed(SAMPLE, "another key"))
    post(at, query={"appid": "stranger", "sign": signed(SAMPLE)["sign"]})
    for old, new in ((b'"order_total": 34', b'"order_total": "x"'), (b'"13507311234"', b"[1]"), (b"}", b"")):
        post(at, SAMPLE.replace(old, new))
    raw_call(at, SAMPLE[:300]).close()
    httpx.get(f"{at.address}/13507311234", trust_env=False)
    with blocked(at.journal):
        post(at)
    seq = Counter(at.journal).press(Kind.ACCEPT, key).seq
    wait_for(lambda: Counter(at.journal).intent(seq, key).attempts > 0, "an attempt")
    ended: list[Lookup] = []
    future = at.engine.look_up(Lookup(1, "6901", START, CodeFrom.TYPED), "Li", ended.append)
    assert future is not None
    future.result(PATIENCE_S)
    assert ended[-1].found is Found.CANNOT


class _Order(BaseModel):
    amount: int


def test_a_trace_shows_frames_and_fields_but_not_the_input(home: Path) -> None:
    log, person = logging.getLogger("posdesk.test"), bytes.fromhex("e5bca0e7949f").decode()
    try:
        try:
            _Order.model_validate({"amount": person})
        except ValueError as error:
            raise RuntimeError("an order can't be read") from error
    except RuntimeError:
        log.exception("journal: a job failed")
    (line,) = lines(home)
    assert "RuntimeError: an order can't be read" in line["trace"]
    assert "amount: int_parsing" in line["trace"]
    assert "test_logs.py" in line["trace"]
    assert person not in line["trace"]


def test_each_line_is_one_json_object_whatever_the_text(home: Path) -> None:
    logging.getLogger("posdesk.test").warning("%s", "two\nlines and half an emoji \ud83d")
    (line,) = lines(home)
    assert line["level"] == "WARNING"
    assert line["text"].startswith("two\nlines")


def test_another_home_s_log_takes_the_first_one_s_place(home: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    logs.start(second)
    logging.getLogger("posdesk.test").warning("here")
    assert [line["text"] for line in lines(second)] == ["here"]
    assert not (home / "logs" / "posdesk.log").exists()


def test_a_folder_that_cant_be_made_is_said_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("in the way")
    with pytest.raises(DiskError, match="logs"):
        logs.start(tmp_path)


def test_a_log_that_another_program_has_open_loses_no_line_and_is_turned_over_later(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows moves no open file: an editor has an older one, a virus scanner the one that is written."""
    (handler,) = (each for each in logging.getLogger().handlers if isinstance(each, RotatingFileHandler))
    monkeypatch.setattr(handler, "maxBytes", 400)
    refuse_what_is_open(monkeypatch)
    log = logging.getLogger("posdesk.test")
    for number in range(20):
        log.info("before %d", number)
    names = sorted(path.name for path in (home / "logs").iterdir())
    for name in ("posdesk.log.2", "posdesk.log"):
        kept = (home / "logs" / "posdesk.log.5").read_bytes()
        with held(home / "logs" / name):
            for number in range(20):
                log.info("%s %d", name, number)
        text = (home / "logs" / "posdesk.log").read_text(encoding="utf-8")
        assert [f'"{name} {number}"' in text for number in range(20)] == [True] * 20
        assert (home / "logs" / "posdesk.log.5").read_bytes() == kept
        log.info("after %s", name)
        assert sorted(path.name for path in (home / "logs").iterdir()) == names
        assert (home / "logs" / "posdesk.log").stat().st_size < 400
