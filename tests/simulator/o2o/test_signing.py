"""Two implementations by two hands, the desk's and the simulator's, must agree."""

from hypothesis import given
from hypothesis import strategies as st

from posdesk.platforms.o2o import signature
from posdesk.settings.settings import SignatureRecipe
from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.o2o.commands import is_signed, sign

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="{}"), min_size=1, max_size=20)
RECIPES = st.builds(
    SignatureRecipe,
    hash=st.sampled_from(["md5", "sha1", "sha256", "hmac-md5", "hmac-sha256"]),
    text=st.lists(st.sampled_from(["{appid}", "{appkey}", "{body}", "{cmd}", "{seq}", "&", "盐"])).map(
        "".join
    ),
    case=st.sampled_from(["lower", "upper"]),
)


def test_the_documented_default_is_hmac_sha256_over_the_body() -> None:
    partner = SimulatedPartner(name="a", appid="1", appkey="key")
    # the published vector of HMAC-SHA256 for this key and sentence
    wanted = "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8"
    assert sign(partner, b"The quick brown fox jumps over the lazy dog", "", "") == wanted


@given(
    recipe=RECIPES,
    appid=WORDS,
    appkey=WORDS,
    text=st.text(st.characters(exclude_categories=["Cs"])),
    seq=WORDS,
)
def test_desk_and_simulator_sign_alike(
    recipe: SignatureRecipe, appid: str, appkey: str, text: str, seq: str
) -> None:
    partner = SimulatedPartner(name="a", appid=appid, appkey=appkey, signature=recipe)
    body = text.encode()
    theirs = signature.sign(recipe, appid=appid, appkey=appkey, body=body, cmd="Cmd", seq=seq)
    assert sign(partner, body, "Cmd", seq) == theirs
    assert is_signed(partner, theirs, body, "Cmd", seq)


def test_an_unsigned_partner_takes_no_signature() -> None:
    partner = SimulatedPartner(name="a", appid="1", appkey="", signature="none")
    assert sign(partner, b"{}", "", "") == ""
    assert not is_signed(partner, "00", b"{}", "", "")
