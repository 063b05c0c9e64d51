import asyncio
import logging
import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import quote_plus

import pytest

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.probe import Proof
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.http import new_http
from posdesk.platforms.posting import RAW_LIMIT
from posdesk.platforms.wdk.client import WdkClient, sign
from tests.platforms.calling import form_of, in_turn, no_answers_of_its_own
from tests.platforms.o2o.server import Behaviour, answers, drips, hangs_up_after, response, says_nothing
from tests.platforms.wdk.calling import (
    NOW,
    PAYLOAD,
    SECRET,
    SESSION,
    SETTINGS,
    done,
    error,
    probe,
    refusal,
    sync,
)

OK = done()
TEN_MINUTES_BEFORE = "date: Sun, 22 Nov 2026 03:50:07 GMT"


def _stamp(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC) - timedelta(hours=8)


def test_a_receipt_arrives_as_a_signed_form_byte_for_byte() -> None:
    answer, server, _ = sync(answers(OK))
    head = server.requests[0][0].lower()
    form = form_of(server)
    assert head.startswith("post /center/gateway http/1.1")
    assert "content-type: application/x-www-form-urlencoded; charset=utf-8" in head
    assert form.pop("sign") == sign(form, SECRET)
    assert form == {
        "method": "alibaba.wdk.order.sync",
        "app_key": "12345678",
        "session": SESSION,
        "timestamp": "2026-11-22 12:00:07",
        "format": "json",
        "v": "2.0",
        "sign_method": "hmac-sha256",
        "receipt_order": PAYLOAD,
    }
    assert (answer.verdict, answer.target, answer.http_status) == (Verdict.DONE, "482918113761640789", 200)
    assert answer.raw == OK.decode()


@pytest.mark.parametrize("method", ["md5", "hmac", "hmac-sha256"])
def test_the_settings_say_how_it_is_signed(method: str) -> None:
    _, server, _ = sync(answers(OK), settings=SETTINGS.model_copy(update={"sign_method": method}))
    form = form_of(server)
    assert form["sign_method"] == method
    assert form.pop("sign") == sign(form, SECRET)


def test_a_merchant_without_a_session_sends_none() -> None:
    _, server, _ = sync(answers(OK), session="")
    assert "session" not in form_of(server)


def test_without_a_secret_nothing_leaves() -> None:
    answer, server, _ = sync(answers(OK), secret="")
    assert (answer.verdict, answer.fault, server.requests) == (Verdict.UNABLE, CallFault.NO_SECRET, [])


@pytest.mark.parametrize(
    ("behave", "fault"),
    [*no_answers_of_its_own(OK), (answers(error(7), "503 Service Unavailable"), CallFault.HTTP_STATUS)],
)
def test_anything_but_wdks_own_answer_is_unknown(behave: Behaviour, fault: CallFault) -> None:
    answer, server, client = sync(behave)
    assert (answer.verdict, answer.fault, answer.code) == (Verdict.UNKNOWN, fault, "")
    assert not answer.answered
    assert len(server.requests) == 1
    assert client.caller.offset.seconds is None


@pytest.mark.parametrize("behave", [says_nothing, drips(response(OK, length=10_000_000))])
def test_an_answer_that_never_ends_is_given_up_within_the_limit(behave: Behaviour) -> None:
    answer, server, _ = sync(behave, total_s=0.2)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.TIMED_OUT)
    assert len(server.requests) == 1


def test_a_closed_port_is_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        answer = _sync_to(f"http://127.0.0.1:{taken.getsockname()[1]}/router/rest")
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


def _sync_to(url: str) -> PostingAnswer:
    async def run() -> PostingAnswer:
        async with new_http() as http:
            client = WdkClient(SETTINGS.model_copy(update={"url": url}), http, SystemClock())
            return await client.sync(PAYLOAD, secret=SECRET, session="")

    return asyncio.run(run())


def test_a_reply_is_kept_for_a_person_to_read_but_not_all_of_an_endless_one() -> None:
    page, _, _ = sync(answers("<html>网关超时</html>".encode(), "502 Bad Gateway"))
    endless, _, _ = sync(answers(refusal(1, "很" * 9000)))
    assert page.raw == "<html>网关超时</html>"
    assert (len(endless.raw), len(endless.words)) == (RAW_LIMIT, 500)


def test_a_limit_says_how_long_and_was_not_taken() -> None:
    words = "This ban will last for 31062 more seconds"
    answer, _, _ = sync(answers(error(7, "accesscontrol.limited-by-app-access-count", words)))
    assert (answer.verdict, answer.code, answer.wait_s) == (Verdict.NOT_SENT, "7", 31062)


def test_a_refused_stamp_is_made_anew_by_the_date_header_within_the_attempt() -> None:
    answer, server, client = sync(in_turn(error(31), OK, headers=(TEN_MINUTES_BEFORE,)))
    stamps = [_stamp(form_of(server, index)["timestamp"]) for index in (0, 1)]
    assert answer.verdict is Verdict.DONE
    assert stamps == [NOW, NOW - timedelta(minutes=10)]
    assert client.caller.offset.seconds == 600.0


def test_a_stamp_refused_twice_is_not_sent_and_says_by_how_much_the_pcs_clock_is_off() -> None:
    answer, server, _ = sync(answers(error(31), "200 OK", TEN_MINUTES_BEFORE))
    assert (answer.verdict, answer.code, len(server.requests)) == (Verdict.NOT_SENT, "31", 2)
    assert answer.words == "电脑时钟快 600 秒 / the PC's clock is 600 s fast"


def test_without_any_clock_a_refused_stamp_stops_all_signing_until_a_person_acts() -> None:
    answer, server, client = sync(answers(error(31, msg="Invalid timestamp")))
    assert (answer.verdict, answer.code, len(server.requests)) == (Verdict.REFUSED, "31", 1)
    assert answer.everything
    assert (answer.words, client.caller.offset.seconds) == ("Invalid timestamp", None)


def test_a_clock_known_to_be_off_is_corrected_at_once() -> None:
    _, server, _ = sync(answers(OK, "200 OK", TEN_MINUTES_BEFORE), times=2)
    assert _stamp(form_of(server, 1)["timestamp"]) == NOW - timedelta(minutes=10)


@pytest.mark.parametrize(
    "behave",
    [
        answers(error(27, sub_msg=f"Invalid session {SESSION}")),
        answers(error(25, sub_msg=SECRET)),
        answers(f"<pre>session={quote_plus(SESSION)}&secret={SECRET}</pre>".encode(), "500 Oops"),
        hangs_up_after(b""),
    ],
)
def test_neither_secret_nor_session_appears_anywhere(
    behave: Behaviour, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer, server, client = sync(behave)
        found, _ = probe(behave)
    shown = repr(answer) + repr(found) + repr(client) + caplog.text
    assert not [hidden for hidden in (SECRET, SESSION, quote_plus(SESSION)) if hidden in shown]
    assert SECRET.encode() not in server.requests[0][1]


def test_a_probe_carries_no_receipt_and_code_40_proves_key_and_signature() -> None:
    body = error(40, "isv.missing-parameter:receipt_order", msg="Missing required arguments:receipt_order")
    found, server = probe(answers(body))
    form = form_of(server)
    assert "receipt_order" not in form
    assert form.pop("sign") == sign(form, SECRET)
    assert (found.platform, found.proof, found.code) == ("wdk", Proof.ACCEPTED, "40")
    assert (found.raw, "Missing required arguments" in found.words) == (body.decode(), True)


@pytest.mark.parametrize(
    ("body", "proof", "code"),
    [
        (error(25), Proof.REFUSED, "25"),
        (error(29), Proof.REFUSED, "29"),
        (error(27), Proof.REFUSED, "27"),
        (error(11), Proof.REFUSED, "11"),
        (error(7), Proof.UNCLEAR, "7"),
        (error(31), Proof.UNCLEAR, "31"),
        (error(50, "isv.invalid-parameter"), Proof.UNCLEAR, "isv.invalid-parameter"),
        (refusal(1, "no"), Proof.UNCLEAR, "is_success=false"),
        (error(999), Proof.UNCLEAR, "999"),
    ],
)
def test_any_other_answer_to_a_probe_is_shown_as_it_is(body: bytes, proof: Proof, code: str) -> None:
    found, _ = probe(answers(body))
    assert (found.proof, found.code, found.raw) == (proof, code, body.decode())


def test_a_probe_without_an_answer_says_why_and_tells_the_clock_where_it_can() -> None:
    foreign, _ = probe(answers(b"<html>", "502 Bad Gateway"))
    unsigned, server = probe(answers(OK), secret="")
    late, _ = probe(answers(error(40), "200 OK", TEN_MINUTES_BEFORE))
    assert (foreign.proof, foreign.fault, foreign.raw) == (Proof.NO_ANSWER, CallFault.HTTP_STATUS, "<html>")
    assert (unsigned.proof, unsigned.fault, server.requests) == (Proof.NO_ANSWER, CallFault.NO_SECRET, [])
    assert (late.proof, late.clock_off_s) == (Proof.ACCEPTED, 600.0)
