"""Acts, claims and keys as tests and properties need them."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from posdesk.domain.clock import to_text
from posdesk.domain.orders.order import OrderKey, OrderState
from posdesk.domain.relay.act import Act, ActKind
from posdesk.domain.relay.claim import Claim, ClaimGroup
from posdesk.domain.relay.here import Here

NOON = datetime(2026, 11, 29, 4, 0, tzinfo=UTC)  # 12:00 in China
KEY = OrderKey("meituan", "20261129001", to_text(NOON))

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
moments = st.integers(0, 10**9).map(lambda seconds: NOON + timedelta(seconds=seconds))
keys = st.builds(
    OrderKey,
    partner=texts,
    bill=texts,
    ordered=st.sampled_from(["", to_text(NOON), f"{to_text(NOON)}#2", "#2"]),
)
contents = st.dictionaries(texts, texts | st.integers(-9, 9) | st.booleans() | st.none(), max_size=3)
acts = st.builds(
    Act,
    id=texts,
    instance=texts,
    n=st.integers(0, 10**9),
    kind=st.sampled_from(ActKind) | st.just(ActKind("newer")),
    key=st.none() | keys,
    counter=texts,
    actor=texts,
    at=moments,
    outcome=texts,
    state=st.none() | st.sampled_from(OrderState),
    billno=texts,
    content=contents,
)
claims = st.builds(
    Claim,
    group=st.sampled_from(ClaimGroup),
    key=keys,
    counter=texts,
    instance=texts,
    actor=texts,
    at=moments,
    free=st.booleans(),
)
heres = st.builds(
    Here,
    counter=texts,
    instance=texts,
    n=st.integers(0, 10**9),
    position=st.integers(0, 10**9),
    at=moments,
)
