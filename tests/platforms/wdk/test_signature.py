"""TOP's signature, on the official vector."""

import hmac

import pytest

from posdesk.platforms.wdk.client import sign

OFFICIAL = {
    "app_key": "12345678",
    "fields": "num_iid,title,nick,price,num",
    "format": "json",
    "method": "taobao.item.seller.get",
    "num_iid": "11223344",
    "session": "test",
    "sign_method": "md5",
    "timestamp": "2016-01-01 12:00:00",
    "v": "2.0",
}


def test_the_official_vector_holds_in_any_order() -> None:
    backwards = dict(reversed(OFFICIAL.items()))
    assert sign(OFFICIAL, "helloworld") == "66987CB115214E59E6EC978214934FB8"
    assert sign(backwards, "helloworld") == "66987CB115214E59E6EC978214934FB8"


@pytest.mark.parametrize(("method", "digest"), [("hmac", "md5"), ("hmac-sha256", "sha256")])
def test_hmac_is_keyed_by_the_secret_over_the_bare_pairs(method: str, digest: str) -> None:
    text = "a小票" + f"sign_method{method}"
    expected = hmac.new(b"k", text.encode(), digest).hexdigest().upper()
    assert sign({"sign_method": method, "a": "小票"}, "k") == expected


def test_empty_pairs_and_the_signature_itself_are_left_out() -> None:
    assert sign({**OFFICIAL, "sign": "x", "empty": ""}, "helloworld") == sign(OFFICIAL, "helloworld")


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ValueError, match="rsa"):
        sign({**OFFICIAL, "sign_method": "rsa"}, "helloworld")
