"""NATS' keys, JWTs and files of them: as NATS' own tools write and read them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.relay import tokens
from posdesk.platforms.relay.creds import BadCredentials, UserCredentials, read_creds
from posdesk.platforms.relay.nkeys import BadNkey, Role, new_pair, pair_of, role_of, verifies
from posdesk.platforms.relay.tokens import BadToken, Permissions, user_token
from tests.domain.relay.making import NOON

SEED = "SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY"  # of NATS' own documentation
PUBLIC = "UDXU4RCSJNZOIQHZNWXHXORDPRTGNJAHAHFRGZNEEJCPQTT2M7NLCNF4"
ACCOUNT = new_pair(Role.ACCOUNT)


def test_a_seed_of_natss_documentation_has_its_public_key() -> None:
    pair = pair_of(SEED)
    assert (pair.role, pair.public, pair.seed) == (Role.USER, PUBLIC, SEED)


@pytest.mark.parametrize(("role", "letter"), [(Role.OPERATOR, "O"), (Role.ACCOUNT, "A"), (Role.USER, "U")])
def test_a_keys_letter_says_whose_it_is(role: Role, letter: str) -> None:
    pair = new_pair(role)
    assert (pair.public[0], pair.seed[:2]) == (letter, f"S{letter}")
    assert role_of(pair.public) is role
    assert pair_of(pair.seed).public == pair.public


@given(st.binary(max_size=40))
def test_what_one_key_signed_no_other_did(data: bytes) -> None:
    pair, other = new_pair(Role.USER), new_pair(Role.USER)
    assert verifies(pair.public, pair.sign(data), data)
    assert not verifies(other.public, pair.sign(data), data)


@pytest.mark.parametrize("text", ["", SEED[:-1] + "A", PUBLIC, "秘密", SEED[::-1], "=" * 8])
def test_what_is_no_seed_is_refused_and_never_said(text: str) -> None:
    with pytest.raises(BadNkey) as told:
        pair_of(text)
    assert not text or text not in str(told.value)


def test_a_pair_and_credentials_show_no_secret() -> None:
    pair = pair_of(SEED)
    jwt = user_token(ACCOUNT, PUBLIC, "001/1", None, NOON)
    assert SEED not in f"{pair!r} {UserCredentials(jwt, SEED)!r}"


def test_a_jwt_is_read_as_it_was_made() -> None:
    permissions = Permissions(["a.b"], ["_INBOX.>"], replies=True)
    text = user_token(ACCOUNT, PUBLIC, "001/1", permissions, NOON, expires=NOON + timedelta(days=1))
    token = tokens.read(f" {text}\n")
    assert (token.subject, token.issuer, token.name) == (PUBLIC, ACCOUNT.public, "001/1")
    assert (token.issued, token.expires) == (NOON, NOON + timedelta(days=1))
    assert token.nats["pub"] == {"allow": ["a.b"]}
    assert not token.has_expired(NOON)
    assert token.has_expired(NOON + timedelta(days=1))


def test_a_jwt_that_somebody_changed_counts_for_nothing() -> None:
    head, body, signature = user_token(ACCOUNT, PUBLIC, "001/1", None, NOON).split(".")
    other = user_token(new_pair(Role.ACCOUNT), PUBLIC, "001/1", None, NOON).split(".")
    for text in (f"{head}.{other[1]}.{signature}", f"{head}.{body}.{other[2]}", f"{head}.{body}"):
        with pytest.raises(BadToken):
            tokens.read(text)


@given(st.text(max_size=30) | st.just("e30.e30.e30") | st.just("bnVsbA.bnVsbA.bnVsbA"))
def test_no_text_is_taken_for_a_jwt(text: str) -> None:
    with pytest.raises(BadToken):
        tokens.read(text)


def test_a_file_of_credentials_is_read_as_it_was_written() -> None:
    creds = UserCredentials(user_token(ACCOUNT, PUBLIC, "gateway", None, NOON), SEED)
    assert read_creds(creds.text()) == creds
    assert read_creds(creds.text().replace("\n", "\r\n")) == creds


def test_a_file_whose_parts_dont_belong_together_is_refused() -> None:
    jwt = user_token(ACCOUNT, new_pair(Role.USER).public, "gateway", None, NOON)
    with pytest.raises(BadCredentials, match="another user's"):
        read_creds(UserCredentials(jwt, SEED).text())
    with pytest.raises(BadCredentials, match="no file"):
        read_creds(jwt)


def test_an_operator_says_its_system_account_and_an_account_its_revocations() -> None:
    operator, user = new_pair(Role.OPERATOR), new_pair(Role.USER)
    said = tokens.read(tokens.operator_token(operator, ACCOUNT.public, NOON))
    assert (said.issuer, said.nats["system_account"]) == (said.subject, ACCOUNT.public)
    account = tokens.Account("COUNTERS", revocations={user.public: NOON})
    token = tokens.read(tokens.account_token(operator, ACCOUNT.public, account, datetime.now(UTC)))
    assert token.nats["revocations"] == {user.public: int(NOON.timestamp())}
