"""ovopark's signature, on the official vector."""

import hashlib

import pytest

from posdesk.platforms.ovopark.writing import sign

OFFICIAL = {
    "_aid": "S107",
    "_akey": "test",
    "_mt": "open.demo.queryOpenAccount",
    "_requestMode": "post",
    "_sm": "md5",
    "_timestamp": "20171221132407",
    "_version": "v1",
    "orgid": "1",
}


def test_the_official_vector_holds_in_any_order() -> None:
    backwards = dict(reversed(OFFICIAL.items()))
    assert sign(OFFICIAL, "test") == sign(backwards, "test") == "5489704B80A47394025527D6D51FB582"


def test_a_signature_in_the_parameters_is_not_signed() -> None:
    assert sign({**OFFICIAL, "_sig": "x"}, "test") == sign(OFFICIAL, "test")


def test_sha1_signs_the_same_text_and_has_forty_digits() -> None:
    params = {"_sm": "sha1", "b": "店", "_a": "1"}
    text = "s" + "_a1" + "_smsha1" + "b店" + "s"
    assert sign(params, "s") == hashlib.sha1(text.encode()).hexdigest().upper()
    assert len(sign(params, "s")) == 40


def test_names_sort_by_code_units_upper_case_first() -> None:
    text = "s" + "B1" + "_c2" + "a3" + "s"
    assert sign({"a": "3", "B": "1", "_c": "2"}, "s") == hashlib.md5(text.encode()).hexdigest().upper()


def test_an_unknown_method_is_named() -> None:
    with pytest.raises(ValueError, match="MD5"):
        sign({**OFFICIAL, "_sm": "MD5"}, "test")
