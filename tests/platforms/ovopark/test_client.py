import asyncio
import logging
import socket
from datetime import UTC, datetime, timedelta

import pytest

from posdesk.domain.books.posting import PostingAnswer
from posdesk.domain.books.probe import Proof
from posdesk.domain.clock import SystemClock
from posdesk.domain.orders.answer import CallFault, Verdict
from posdesk.platforms.http import new_http
from posdesk.platforms.ovopark.client import OvoparkClient
from posdesk.platforms.ovopark.writing import sign
from posdesk.platforms.posting import RAW_LIMIT
from tests.platforms.calling import form_of, in_turn, no_answers_of_its_own
from tests.platforms.o2o.server import Behaviour, answers, drips, hangs_up_after, response, says_nothing
from tests.platforms.ovopark.calling import (
    FIGURES,
    HOUR,
    NOW,
    SECRET,
    SETTINGS,
    look_up,
    milliseconds,
    reply,
    report,
)

OK = reply(0, milliseconds(NOW))


def _stamp(text: str) -> datetime:
    local = datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return local - timedelta(hours=8)


def test_a_report_arrives_as_a_signed_form() -> None:
    answer, server, client = report(answers(OK), cover=True)
    head = server.requests[0][0].lower()
    form = form_of(server)
    assert head.startswith("post /center/gateway http/1.1")
    assert "content-type: application/x-www-form-urlencoded; charset=utf-8" in head
    assert form.pop("_sig") == sign(form, SECRET)
    assert (form["total"], form["isCover"], _stamp(form["_timestamp"])) == ("1234.56", "1", NOW)
    assert (answer.verdict, answer.http_status, answer.raw) == (Verdict.DONE, 200, OK.decode())
    assert (answer.server_time, client.caller.offset.seconds) == (NOW, 0.0)


def test_the_settings_may_ask_for_sha1() -> None:
    _, server, _ = report(answers(OK), settings=SETTINGS.model_copy(update={"sign_method": "sha1"}))
    form = form_of(server)
    assert (form["_sm"], len(form["_sig"])) == ("sha1", 40)


def test_without_a_secret_nothing_leaves() -> None:
    answer, server, _ = report(answers(OK), secret="")
    assert (answer.verdict, answer.fault, server.requests) == (Verdict.UNABLE, CallFault.NO_SECRET, [])


@pytest.mark.parametrize(
    ("behave", "fault"),
    [*no_answers_of_its_own(OK), (answers(OK, "201 Created"), CallFault.HTTP_STATUS)],
)
def test_anything_but_ovoparks_own_answer_is_unknown(behave: Behaviour, fault: CallFault) -> None:
    answer, server, client = report(behave)
    assert (answer.verdict, answer.fault, answer.code) == (Verdict.UNKNOWN, fault, "")
    assert not answer.answered
    assert len(server.requests) == 1
    assert client.caller.offset.seconds is None


@pytest.mark.parametrize("behave", [says_nothing, drips(response(OK, length=10_000_000))])
def test_an_answer_that_never_ends_is_given_up_within_the_limit(behave: Behaviour) -> None:
    answer, server, _ = report(behave, total_s=0.2)
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.TIMED_OUT)
    assert len(server.requests) == 1


def test_an_error_page_is_kept_for_a_person_to_read() -> None:
    answer, _, _ = report(answers("<html>网关超时</html>".encode(), "502 Bad Gateway"))
    assert (answer.http_status, answer.raw) == (502, "<html>网关超时</html>")


def test_an_endless_reply_is_kept_only_in_part() -> None:
    answer, _, _ = report(answers(reply(7, result="很" * 9000)))
    assert len(answer.raw) == RAW_LIMIT
    assert len(answer.words) == 500


def test_a_refused_stamp_is_made_anew_by_ovoparks_clock_within_the_attempt() -> None:
    theirs = NOW - timedelta(seconds=900)
    answer, server, client = report(in_turn(reply(16, milliseconds(theirs)), reply(0, milliseconds(theirs))))
    assert answer.verdict is Verdict.DONE
    assert [_stamp(form_of(server, index)["_timestamp"]) for index in (0, 1)] == [NOW, theirs]
    assert client.caller.offset.seconds == 900.0
    second = form_of(server, 1)
    assert second.pop("_sig") == sign(second, SECRET)


def test_a_clock_known_to_be_off_is_corrected_at_once() -> None:
    theirs = NOW + timedelta(seconds=61)
    _, server, _ = report(answers(reply(0, str(milliseconds(theirs)))), times=2)
    assert [_stamp(form_of(server, index)["_timestamp"]) for index in (0, 1)] == [NOW, theirs]


def test_a_small_difference_of_the_clocks_is_left_alone() -> None:
    theirs = NOW + timedelta(seconds=59)
    _, server, client = report(answers(reply(0, milliseconds(theirs))), times=2)
    assert _stamp(form_of(server)["_timestamp"]) == NOW
    assert client.caller.offset.seconds == -59.0


def test_a_stamp_refused_twice_is_not_sent_and_says_by_how_much_the_pcs_clock_is_off() -> None:
    theirs = milliseconds(NOW - timedelta(seconds=900))
    answer, server, _ = report(answers(reply(16, theirs)))
    assert (answer.verdict, answer.code, len(server.requests)) == (Verdict.NOT_SENT, "16", 2)
    assert answer.words == "电脑时钟快 900 秒 / the PC's clock is 900 s fast"
    assert not answer.everything


def test_a_stamp_that_is_right_and_refused_all_the_same_is_not_sent_twice() -> None:
    answer, server, _ = report(answers(reply(16, milliseconds(NOW))))
    assert (answer.verdict, answer.code, len(server.requests)) == (Verdict.NOT_SENT, "16", 1)


def test_an_offset_that_no_longer_holds_is_measured_anew() -> None:
    """The PC's clock was set right between two calls: the old offset makes the second stamp wrong."""
    ahead = milliseconds(NOW + timedelta(seconds=900))
    answer, server, client = report(
        in_turn(reply(0, ahead), reply(16, milliseconds(NOW)), reply(0, milliseconds(NOW))), times=2
    )
    stamps = [_stamp(form_of(server, index)["_timestamp"]) - NOW for index in (0, 1, 2)]
    assert stamps == [timedelta(0), timedelta(seconds=900), timedelta(0)]
    assert (answer.verdict, client.caller.offset.seconds) == (Verdict.DONE, 0.0)


def test_without_systime_the_date_header_tells_the_clock() -> None:
    date = "date: Sun, 22 Nov 2026 03:50:07 GMT"
    answer, server, client = report(in_turn(reply(16), reply(0), headers=(date,)))
    assert (answer.verdict, len(server.requests), client.caller.offset.seconds) == (Verdict.DONE, 2, 600.0)


def test_without_any_clock_a_refused_stamp_stops_all_signing_until_a_person_acts() -> None:
    answer, server, client = report(answers(reply(16, result="_timestamp has expired")))
    assert (answer.verdict, answer.code, len(server.requests)) == (Verdict.REFUSED, "16", 1)
    assert answer.everything
    assert (answer.words, client.caller.offset.seconds) == ("_timestamp has expired", None)


def test_an_answer_lost_after_the_stamp_was_made_anew_is_unknown() -> None:
    stale = reply(16, milliseconds(NOW - timedelta(seconds=900)))
    answer, _, _ = report(in_turn(stale, b"<html>"))
    assert (answer.verdict, answer.fault) == (Verdict.UNKNOWN, CallFault.NOT_ITS_JSON)


def test_a_log_in_pages_clock_is_not_ovoparks() -> None:
    date = "date: Sun, 22 Nov 2020 04:00:07 GMT"
    _, _, client = report(answers(b"<html>log in</html>", "200 OK", date))
    assert client.caller.offset.seconds is None


def test_a_closed_port_is_not_sent() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/cloud.api"
        answer = _report_to(url)
    assert (answer.verdict, answer.fault) == (Verdict.NOT_SENT, CallFault.NO_CONNECTION)


def _report_to(url: str) -> PostingAnswer:
    async def run() -> PostingAnswer:
        async with new_http() as http:
            client = OvoparkClient(SETTINGS.model_copy(update={"url": url}), http, SystemClock())
            return await client.report(HOUR, FIGURES, cover=False, secret=SECRET)

    return asyncio.run(run())


@pytest.mark.parametrize(
    "behave",
    [
        answers(reply(7, result=f"签名错误 {SECRET}")),
        answers(f"<pre>{SECRET}</pre>".encode(), "500 Internal Server Error"),
        hangs_up_after(b""),
    ],
)
def test_the_secret_appears_nowhere(behave: Behaviour, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer, server, _ = report(behave)
        probe, _ = look_up(behave)
    assert SECRET not in repr(answer) + repr(probe) + caplog.text
    assert SECRET.encode() not in server.requests[0][1]


def test_a_look_up_shows_what_ovopark_answered() -> None:
    body = reply(0, milliseconds(NOW - timedelta(seconds=5)))
    probe, server = look_up(answers(body), orgid="4711")
    assert (probe.platform, probe.proof, probe.code, probe.raw) == (
        "ovopark",
        Proof.ACCEPTED,
        "0",
        body.decode(),
    )
    assert probe.clock_off_s == 5.0
    assert form_of(server)["orgid"] == "4711"


@pytest.mark.parametrize(
    ("code", "proof"),
    [
        (7, Proof.REFUSED),
        (2, Proof.REFUSED),
        (206001, Proof.REFUSED),
        (-500, Proof.UNCLEAR),
        (123, Proof.UNCLEAR),
    ],
)
def test_a_look_up_that_fails_tells_a_wrong_key_from_a_riddle(code: int, proof: Proof) -> None:
    probe, _ = look_up(answers(reply(code)))
    assert (probe.proof, probe.code, probe.words) == (proof, str(code), "操作成功")


def test_a_look_up_without_an_answer_says_why() -> None:
    foreign, _ = look_up(answers(b"<html>", "502 Bad Gateway"))
    silent, server = look_up(says_nothing, secret="")
    assert (foreign.proof, foreign.fault, foreign.raw) == (Proof.NO_ANSWER, CallFault.HTTP_STATUS, "<html>")
    assert (silent.proof, silent.fault, server.requests) == (Proof.NO_ANSWER, CallFault.NO_SECRET, [])
