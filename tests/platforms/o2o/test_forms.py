"""Which form a call was signed by: its own is found with its key, and nothing is named that does not fit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.o2o.forms import COMMON, HASHES, SignedCall, fits, fitting, texts
from posdesk.platforms.o2o.signature import sign
from posdesk.settings.settings import SignatureRecipe

KEY = "k-7f3a"
BODY = '{"cmd":"AddSaleOrderBill","seq":"S-1","items":"湘阴一店"}'.encode()


def listed() -> st.SearchStrategy[SignatureRecipe]:
    """Any of the forms that are tried."""
    return st.one_of(
        st.sampled_from(COMMON),
        *(
            st.builds(
                SignatureRecipe,
                hash=st.just(name),
                text=st.sampled_from(texts(is_hmac=name.startswith("hmac-"))),
                case=st.sampled_from(["lower", "upper"]),
            )
            for name in HASHES
        ),
    )


def call_of(form: SignatureRecipe, body: bytes = BODY, *, appid: str = "mt-1", key: str = KEY) -> SignedCall:
    """A call as a platform of that form signs it."""
    said = {"appid": appid, "body": body, "cmd": "AddSaleOrderBill", "seq": "S-1"}
    return SignedCall(appid, sign(form, appkey=key, **said), body, "AddSaleOrderBill", "S-1")  # type: ignore[arg-type]


@given(listed(), st.binary(max_size=200), st.text("abcdef0123456789-", min_size=1, max_size=20))
def test_a_calls_own_form_is_found_and_every_named_one_gives_its_sign(
    form: SignatureRecipe, body: bytes, appid: str
) -> None:
    call = call_of(form, body, appid=appid)
    found = fitting(call, KEY)
    assert form in found
    assert all(fits(each, call, KEY) and each.is_keyed for each in found)
    assert len(set(found)) == len(found)


@given(listed(), st.text(min_size=1, max_size=40))
def test_with_another_key_no_form_fits(form: SignatureRecipe, key: str) -> None:
    assert (fitting(call_of(form), key) == ()) == (key != KEY)


@given(st.text(max_size=70) | st.text("0123456789abcdefABCDEF", min_size=32, max_size=64))
def test_of_a_sign_that_is_none_no_form_is_named(written: str) -> None:
    assert fitting(SignedCall("mt-1", written, BODY), KEY) == ()


def test_without_a_key_nothing_is_named() -> None:
    call = SignedCall("mt-1", sign(COMMON[2], appid="mt-1", appkey="", body=BODY, cmd="", seq=""), BODY)
    assert fitting(call, "") == ()


def test_a_form_that_needs_no_key_is_never_named() -> None:
    """Anyone could call so: whoever wants it must write it, and is told."""
    form = SignatureRecipe(hash="md5", text="{appid}{body}")
    assert fitting(call_of(form), KEY, also=(form,)) == ()


def test_a_form_that_a_person_wrote_is_tried_too() -> None:
    form = SignatureRecipe(hash="sha256", text="id={appid}|{body}|key={appkey}", case="upper")
    call = call_of(form)
    assert fitting(call, KEY) == ()
    assert fitting(call, KEY, also=(form,)) == (form,)


@pytest.mark.parametrize("name", HASHES)
def test_what_covers_the_body_is_tried_first(name: str) -> None:
    """A sign that leaves it out says nothing of what stands in the call."""
    covering = ["{body}" in text for text in texts(is_hmac=name.startswith("hmac-"))]
    assert covering == sorted(covering, reverse=True)
    assert all("{appkey}" in text for text in texts(is_hmac=False))
