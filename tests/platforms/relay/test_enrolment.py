"""The enrolment line: whole, one, of this version and young, or a sentence says what to do."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.relay import enrolment
from posdesk.platforms.relay.accounts import counter_permissions
from posdesk.platforms.relay.enrolment import BadEnrolment, EnrolmentLine
from posdesk.platforms.relay.nkeys import Role, new_pair
from posdesk.platforms.relay.tokens import user_token
from tests.domain.relay.making import NOON

ACCOUNT, USER = new_pair(Role.ACCOUNT), new_pair(Role.USER)
CA = "-----BEGIN CERTIFICATE-----\n" + "MIIB" * 180 + "\n-----END CERTIFICATE-----\n"


def _line(store: str = "001", ca: str = CA) -> EnrolmentLine:
    permissions = counter_permissions("s1", store, "1")
    return EnrolmentLine(
        servers=("tls://relay.example.com:443",),
        ca=ca,
        shard="s1",
        store=store,
        counter="1",
        seed=USER.seed,
        store_key="the store's key",
        jwt=user_token(
            ACCOUNT, USER.public, f"{store}/1", permissions, NOON, expires=NOON + timedelta(days=1)
        ),
    )


LINE = _line()


@pytest.mark.parametrize("store", ["001", "一店"])
def test_a_line_is_read_as_it_was_made(store: str) -> None:
    line = _line(store)
    assert enrolment.read(line.text(), NOON) == line
    assert re.fullmatch(r"[!-~]+", line.text())
    assert line.valid_until == NOON + timedelta(days=1)


def test_blanks_and_line_ends_that_a_mail_put_into_it_do_no_harm() -> None:
    text = LINE.text()
    broken = "\r\n > ".replace(">", "").join(text[at : at + 70] for at in range(0, len(text), 70))
    assert enrolment.read(f"  {broken}\u3000", NOON) == LINE


def test_a_line_shows_no_secret_where_it_is_written_into_a_log() -> None:
    assert not any(secret in repr(LINE) for secret in (LINE.seed, LINE.store_key, LINE.jwt))


@given(st.data())
def test_a_line_that_was_cut_or_mistyped_says_so(data: st.DataObject) -> None:
    text = LINE.text()
    at = data.draw(st.integers(0, len(text) - 1))
    wrong = data.draw(st.sampled_from(["cut", "lost", "mistyped"]))
    swapped = "0" if text[at] != "0" else "1"
    changed = {
        "cut": text[:at],
        "lost": text[:at] + text[at + 1 :],
        "mistyped": text[:at] + swapped + text[at + 1 :],
    }
    with pytest.raises(BadEnrolment):
        enrolment.read(changed[wrong], NOON)


@given(st.text(max_size=60) | st.text(max_size=60).map(lambda text: f"posdesk-relay-1.{text}"))
def test_no_other_text_is_taken(text: str) -> None:
    with pytest.raises(BadEnrolment):
        enrolment.read(text, NOON)


def test_two_lines_at_once_are_refused() -> None:
    with pytest.raises(BadEnrolment, match="more than one"):
        enrolment.read(f"{LINE.text()}\n{_line('002').text()}", NOON)


def test_a_line_of_a_newer_version_says_to_update() -> None:
    with pytest.raises(BadEnrolment, match="newer version"):
        enrolment.read(LINE.text().replace("relay-1.", "relay-2."), NOON)


def test_a_line_older_than_a_day_says_so_and_that_a_clock_may_be_wrong() -> None:
    with pytest.raises(BadEnrolment, match=r"too old.*clock is wrong"):
        enrolment.read(LINE.text(), NOON + timedelta(days=1))


def test_a_line_with_another_counters_key_is_refused() -> None:
    with pytest.raises(BadEnrolment, match="not that of its certificate"):
        enrolment.read(replace(LINE, seed=new_pair(Role.USER).seed).text(), NOON)


@pytest.mark.parametrize("change", [{"servers": ()}, {"store": None}, {"jwt": 1}, {"servers": "tls://x"}])
def test_a_line_that_lacks_something_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(BadEnrolment, match="nothing that can be used"):
        enrolment.read(replace(LINE, **change).text(), NOON)  # type: ignore[arg-type]


def test_a_line_that_would_fill_the_memory_is_refused() -> None:
    with pytest.raises(BadEnrolment, match="nothing that can be used"):
        enrolment.read(replace(LINE, ca="A" * 10_000_000).text(), NOON)
