"""What calls prove: refused, the form that fits; right, that form; from outside, that they come in."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest

from posdesk.domain.status import FormState, PartnerStatus
from posdesk.engine import parts
from posdesk.engine.listening import call_proofs as proofs_module
from posdesk.engine.listening import refused_signs, turned_away
from posdesk.engine.listening.call_proofs import CallProofs
from posdesk.engine.listening.form_print import KeyedForm, is_print_of, new_print
from posdesk.engine.listening.refused_signs import RefusedSigns, TriedCall
from posdesk.host.own_address import AddressKind, is_from_outside, kind_of, own_addresses
from posdesk.journal.orders import call_proofs
from posdesk.platforms.o2o.answers import AnswerCode
from posdesk.platforms.o2o.forms import COMMON, SignedCall
from posdesk.platforms.o2o.signature import sign
from posdesk.settings.settings import Settings, SignatureRecipe
from tests.engine.listening.test_listener import SAMPLE
from tests.engine.making import APPKEY, PATIENCE_S, HeldSecrets, House, house, partner, settings
from tests.journal.making import SetClock

FAR, OWN = "127.0.0.2", "127.0.0.1"
"""Both reach the listener; only the first is another PC's for these tests."""
MD5 = COMMON[0]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing waits a second; 127.0.0.2 is somebody else."""
    monkeypatch.setattr(proofs_module, "LOOK_S", 0.05)
    monkeypatch.setattr(proofs_module, "GATHER_S", 0.01)
    monkeypatch.setattr(turned_away, "LOOK_S", 0.05)
    monkeypatch.setattr(parts, "CallProofs", partial(CallProofs, is_outside=lambda peer: peer == FAR))


def chosen(form: SignatureRecipe) -> Settings:
    return settings(partner(signature=form))


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    """A counter whose settings say another form than the platform signs by."""
    with house(tmp_path, chosen(SignatureRecipe()), HeldSecrets(meituan=APPKEY)) as running:
        yield running


def call(at: House, form: SignatureRecipe, peer: str = FAR, body: bytes = SAMPLE, key: str = APPKEY) -> Any:
    """The platform's call from that peer, whatever its head says, signed by that form; the answer's code."""
    said = json.loads(body)
    made = sign(form, appid="meituan-app", appkey=key, body=body, cmd=said["cmd"], seq=said["seq"])
    with httpx.Client(transport=httpx.HTTPTransport(local_address=peer), timeout=PATIENCE_S) as http:
        query, lie = {"appid": "meituan-app", "sign": made}, {"X-Forwarded-For": "203.0.113.7"}
        return http.post(at.gateway, params=query, content=body, headers=lie).json()["code"]


def tried(at: House, key: str = APPKEY) -> tuple[TriedCall, ...]:
    asked = at.engine.refused_calls("meituan", key)
    assert asked is not None
    return asked.result(PATIENCE_S)


def meituan(at: House) -> PartnerStatus:
    return at.engine.status.status.partners[0]


def test_a_refused_call_names_the_form_that_fits_and_taken_the_next_call_proves_it(tmp_path: Path) -> None:
    with house(tmp_path, chosen(SignatureRecipe()), HeldSecrets(meituan=APPKEY)) as before:
        assert call(before, MD5) == AnswerCode.WRONG_SIGNATURE
        before.wait_for_status(lambda status: status.partners[0].refused_at, "the refused call")
        (refused,) = tried(before)
        assert (refused.fits, refused.address, refused.is_signed) == ((MD5,), FAR, True)
        assert tried(before, "another key")[0].fits == ()
        assert meituan(before).form is FormState.UNPROVEN
    with house(tmp_path, chosen(refused.fits[0]), HeldSecrets(meituan=APPKEY)) as after:
        assert meituan(after).form is FormState.UNPROVEN, "taken is not proven"
        assert tried(after) == (), "nothing of a refused call outlives the program"
        assert call(after, MD5) == 0
        after.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the proof")
        assert meituan(after).form_at is not None


def test_the_running_engine_takes_the_form_and_what_was_proven_of_another_is_not_said(counter: House) -> None:
    assert call(counter, SignatureRecipe()) == 0
    counter.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the first proof")
    taken = counter.engine.take(chosen(MD5), lambda: None)
    assert taken is not None
    taken.result(PATIENCE_S)
    assert meituan(counter).form is FormState.UNPROVEN, "from its very first moment"
    assert call(counter, SignatureRecipe()) == AnswerCode.WRONG_SIGNATURE
    assert call(counter, MD5) == 0
    counter.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the next proof")


def test_a_call_of_this_pc_shows_that_key_and_form_fit_and_proves_nothing_of_the_platform(
    counter: House,
) -> None:
    assert call(counter, SignatureRecipe(), OWN) == 0
    counter.wait_for_status(lambda status: status.partners[0].form is FormState.HERE, "the own call")
    assert meituan(counter).outside_at is None
    assert call(counter, SignatureRecipe(), FAR) == 0
    counter.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the platform's")
    assert meituan(counter).outside_from == FAR


def test_a_proof_outlives_the_program_and_holds_for_no_other_key_form_or_appid(tmp_path: Path) -> None:
    with house(tmp_path, chosen(MD5), HeldSecrets(meituan=APPKEY)) as at:
        assert call(at, MD5) == 0
        at.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the proof")
        came = meituan(at).outside_at
    other = MD5.model_copy(update={"case": "lower"})
    with house(tmp_path, chosen(MD5), HeldSecrets(meituan="another key")) as at:
        at.wait_for_status(lambda status: status.partners[0].outside_at, "the call from outside")
        assert meituan(at).form is FormState.UNPROVEN
    with house(tmp_path, chosen(other), HeldSecrets(meituan=APPKEY)) as at:
        at.wait_for_status(lambda status: status.partners[0].outside_at, "the call from outside")
        assert meituan(at).form is FormState.UNPROVEN
    with house(tmp_path, chosen(MD5), HeldSecrets(meituan=APPKEY)) as at:
        at.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the proof again")
        assert meituan(at).outside_at == came


def test_a_key_that_is_exchanged_meanwhile_takes_the_proof_away(tmp_path: Path) -> None:
    secrets = HeldSecrets(meituan=APPKEY)
    with house(tmp_path, chosen(MD5), secrets) as at:
        assert call(at, MD5) == 0
        at.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the proof")
        secrets.give("meituan", "exchanged")
        at.wait_for_status(lambda status: status.partners[0].form is FormState.UNPROVEN, "its end")
        assert meituan(at).outside_at is not None, "that it came from outside stays true"
        assert call(at, MD5, key="exchanged") == 0
        at.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the next proof")


def test_a_call_without_a_key_at_hand_is_looked_at_once_there_is_one(tmp_path: Path) -> None:
    with house(tmp_path, chosen(SignatureRecipe()), HeldSecrets()) as at:
        assert call(at, MD5) == AnswerCode.NO_APPKEY
        assert [each.fits for each in tried(at, "")] == [()]
        assert [each.fits for each in tried(at)] == [(MD5,)]


def test_a_call_under_nobodys_appid_is_told_with_what_it_said_and_for_a_while(counter: House) -> None:
    with httpx.Client(transport=httpx.HTTPTransport(local_address=FAR), timeout=PATIENCE_S) as http:
        query = {"appid": "meituan-\u200bapq" + "x" * 100, "sign": "0"}
        assert http.post(counter.gateway, params=query, content=SAMPLE).json()["code"] != 0
    counter.wait_for_status(lambda status: status.stranger, "the stranger")
    stranger = counter.engine.status.status.stranger
    assert stranger is not None
    assert (stranger.address, stranger.appid[:12], len(stranger.appid)) == (FAR, "meituan-?apq", 40)


def test_a_right_call_ends_what_is_kept_of_the_refused_ones(counter: House) -> None:
    assert call(counter, MD5) == AnswerCode.WRONG_SIGNATURE
    assert call(counter, SignatureRecipe()) == 0
    assert tried(counter) == ()
    counter.wait_for_status(lambda status: status.partners[0].refused_at is None, "its end")


def test_nothing_of_a_key_or_of_a_refused_call_is_written_down(tmp_path: Path) -> None:
    body = json.dumps({**json.loads(SAMPLE), "seq": "the-refused-one"}).encode()
    with house(tmp_path, chosen(MD5), HeldSecrets(meituan=APPKEY)) as at:
        assert call(at, COMMON[1], body=body) == AnswerCode.WRONG_SIGNATURE
        assert call(at, MD5) == 0
        at.wait_for_status(lambda status: status.partners[0].form is FormState.PROVEN, "the proof")
    for file in tmp_path.rglob("*"):
        held = file.read_bytes() if file.is_file() else b""
        assert APPKEY.encode() not in held
        assert b"the-refused-one" not in held


def test_few_are_kept_none_large_and_none_for_long() -> None:
    clock = SetClock()
    kept = RefusedSigns(clock)
    for _ in range(refused_signs.MOST + 2):
        kept.keep("meituan", SignedCall("a", "0" * 32, b"{}"), FAR)
    kept.keep("eleme", SignedCall("e", "0" * 32, b"x" * (refused_signs.MOST_BYTES + 1)), FAR)
    assert [len(each) for each in kept._of.values()] == [refused_signs.MOST, 1]
    assert kept._of["eleme"][0].call.body == b""
    kept.keep_stranger("nobody", FAR)
    clock.walk(refused_signs.KEPT_S + 1)
    kept.forget_old()
    assert (kept.newest, kept.stranger) == ({}, None)


def test_a_print_knows_its_form_and_key_again_and_no_other() -> None:
    form = KeyedForm("mt-1", MD5, APPKEY)
    print_ = new_print(form)
    assert is_print_of(print_, form)
    assert new_print(form) != print_, "each has a salt of its own"
    for other in (KeyedForm("mt-2", MD5, APPKEY), KeyedForm("mt-1", COMMON[2], APPKEY)):
        assert not is_print_of(print_, other)
    assert not is_print_of(print_, KeyedForm("mt-1", MD5, APPKEY + "x"))
    assert not is_print_of("no print", form)
    assert APPKEY not in repr(form)


def test_the_first_call_from_outside_is_audited_once(counter: House) -> None:
    for _ in range(2):
        assert call(counter, SignatureRecipe()) == 0
    counter.wait_for_status(lambda status: status.partners[0].outside_at, "the call")
    assert counter.engine.stop()
    lines = counter.journal.read(
        lambda db: [row[0] for row in db.execute("SELECT what FROM audit WHERE what LIKE 'call.%'")]
    )
    assert sorted(lines) == ["call.form.proven", "call.outside.first"]
    assert counter.journal.read(call_proofs.outside_calls)["meituan"].address == FAR


def test_only_a_peer_that_is_surely_not_this_pc_comes_from_outside() -> None:
    ours = own_addresses()
    assert not any(map(is_from_outside, ("127.0.0.1", "127.0.0.2", "::1", "::ffff:127.0.0.1", *ours)))
    assert not any(map(is_from_outside, ("", "nobody", "0.0.0.0", "::", "1.2.3", "fe80::1")))
    assert all(map(is_from_outside, ("203.0.113.7", "::ffff:203.0.113.7")))
    assert not any(kind_of(each) in {None, AddressKind.THIS_PC} for each in ours)


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("10.1.2.3", AddressKind.PRIVATE),
        ("172.31.0.1", AddressKind.PRIVATE),
        ("172.32.0.1", AddressKind.PUBLIC),
        ("192.168.1.20", AddressKind.PRIVATE),
        ("100.64.0.1", AddressKind.SHARED),
        ("100.127.255.254", AddressKind.SHARED),
        ("100.128.0.1", AddressKind.PUBLIC),
        ("192.0.0.2", AddressKind.SHARED),
        ("169.254.3.4", AddressKind.NO_NETWORK),
        ("127.0.0.9", AddressKind.THIS_PC),
        ("203.0.113.7", AddressKind.PUBLIC),
        ("0.0.0.0", None),
        ("counter.local", None),
    ],
)
def test_an_address_says_from_where_it_can_be_reached(address: str, kind: AddressKind | None) -> None:
    assert kind_of(address) is kind
