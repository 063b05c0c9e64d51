import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.o2o.signature import matches, needs_call, sign
from posdesk.settings.settings import SignatureRecipe

_BODY = '{"cmd":"AddSaleOrderBill","items":"湘阴一店"}'.encode()

recipes = st.builds(
    SignatureRecipe,
    hash=st.sampled_from(["md5", "sha1", "sha256", "hmac-md5", "hmac-sha256"]),
    text=st.sampled_from(["{body}", "{appkey}{body}{appkey}", "a{{b}}{appid}&{cmd}={seq}|店{body}"]),
    case=st.sampled_from(["lower", "upper"]),
)


def _sign(recipe: SignatureRecipe, body: bytes = _BODY, appkey: str = "k") -> str:
    return sign(recipe, appid="a", appkey=appkey, body=body, cmd="C", seq="S")


def test_the_default_is_hmac_sha256_over_the_raw_body_in_lower_hex() -> None:
    assert _sign(SignatureRecipe()) == hmac.new(b"k", _BODY, "sha256").hexdigest()


def test_the_default_agrees_with_rfc_4231s_vector() -> None:
    wanted = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert _sign(SignatureRecipe(), b"what do ya want for nothing?", "Jefe") == wanted


def test_a_template_is_filled_with_raw_utf8() -> None:
    recipe = SignatureRecipe(hash="md5", text="{appkey}|{appid}|{cmd}|{seq}|店{{x}}|{body}", case="upper")
    text = "k|a|C|S|店{x}|".encode() + _BODY
    assert _sign(recipe) == hashlib.md5(text).hexdigest().upper()


def test_a_body_that_is_not_utf8_is_signed_as_it_is() -> None:
    assert _sign(SignatureRecipe(hash="sha1"), b"\xff\xfe") == hashlib.sha1(b"\xff\xfe").hexdigest()


@given(recipes, st.binary(), st.text(min_size=1), st.text())
def test_what_is_signed_matches_and_another_body_does_not(
    recipe: SignatureRecipe, body: bytes, appkey: str, seq: str
) -> None:
    def fits(given_sign: str, checked: bytes) -> bool:
        return matches(given_sign, recipe, appid="a", appkey=appkey, body=checked, cmd="C", seq=seq)

    made = sign(recipe, appid="a", appkey=appkey, body=body, cmd="C", seq=seq)
    assert fits(made, body)
    assert not fits(made, body + b" ")
    assert not fits(made.swapcase() + "x", body)


@given(st.text(st.characters()))
def test_no_given_text_raises(given_sign: str) -> None:
    assert not matches(given_sign, SignatureRecipe(), appid="a", appkey="k", body=b"", cmd="", seq="")


@pytest.mark.parametrize("given_sign", ["", "签名", "\ud800", "é" * 64])
def test_text_outside_ascii_only_never_matches(given_sign: str) -> None:
    assert not matches(given_sign, SignatureRecipe(), appid="a", appkey="k", body=_BODY, cmd="", seq="")


def test_an_empty_appkey_matches_nothing() -> None:
    made = _sign(SignatureRecipe(), appkey="")
    assert not matches(made, SignatureRecipe(), appid="a", appkey="", body=_BODY, cmd="C", seq="S")


def test_a_recipe_says_whether_the_call_must_be_read_first() -> None:
    assert not needs_call(SignatureRecipe())
    assert needs_call(SignatureRecipe(text="{cmd}{body}"))
    assert needs_call(SignatureRecipe(text="{body}{seq}"))
