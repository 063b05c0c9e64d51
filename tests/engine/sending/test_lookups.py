"""Whose code is it? All that were asked are waited for, named where they said nothing, and never guessed."""

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from posdesk.domain.orders.intent import Kind
from posdesk.domain.orders.order import OrderKey, OrderState, Origin
from posdesk.domain.pickup.lookup import CodeFrom, Found, Lookup, ScanResult
from posdesk.engine.sending.clients import new_http_clients
from posdesk.engine.sending.lookups import Lookups, asked
from posdesk.engine.status import StatusBoard
from posdesk.journal import Journal
from posdesk.journal.orders import intent_rows, orders, scans
from posdesk.journal.orders.order_moves import PlatformStatus
from posdesk.platforms.jsontext import read_json
from posdesk.platforms.o2o import client
from posdesk.platforms.o2o.reading import CallEntry, read_order
from posdesk.settings.settings import Partner
from tests.engine.making import APPKEY, HeldSecrets, blocked, partner, settings
from tests.journal.making import DOCUMENTED, START, Counter, SetClock, key_of, opened
from tests.platforms.o2o.server import Behaviour, Server, answers, platform, says_nothing
from tests.support.paths import ROOT

SAMPLE = json.loads((ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes())["items"][0]
CODE = "6901234567891"
KEY = key_of("A", "one", DOCUMENTED.ordered_at)


def finds(*bills: dict[str, Any]) -> Behaviour:
    """A platform that knows the code."""
    reply = {"code": 0, "seq": "", "msg": "", "items": [{**SAMPLE, **bill} for bill in bills]}
    return answers(json.dumps(reply).encode())


def refuses(words: str) -> Behaviour:
    return answers(json.dumps({"code": 9, "seq": "", "msg": words}).encode())


KNOWN = finds({"tbillno": "A", "isverification": 1})
NOTHING = finds()


class Desk:
    """Asks, and keeps what it is told."""

    def __init__(self, home: Path, journal: Journal, lookups: Lookups, servers: Sequence[Server]) -> None:
        self.home, self.journal, self.lookups, self.servers = home, journal, lookups, servers
        self.counter = Counter(journal)
        self.told: list[Lookup] = []

    async def asks(self, code: str = CODE) -> Lookup:
        lookup = Lookup(1, code, START, CodeFrom.SCANNER)
        await self.lookups.ask(lookup, "Li", self.told.append)
        return self.told[-1]

    def last_scan(self) -> ScanResult:
        return self.journal.read(lambda db: scans.since(db, START))[0].result

    def verified(self, key: OrderKey = KEY) -> None:
        self.counter.done(Kind.VERIFY, key, code=CODE)


def ask(
    home: Path,
    behaviours: dict[str, Behaviour],
    scenario: Callable[[Desk], Coroutine[Any, Any, None]],
    secrets: HeldSecrets | None = None,
    **changed: Any,
) -> None:
    """Runs the scenario at a desk with these partners."""

    async def run(journal: Journal, clock: SetClock) -> None:
        async with AsyncExitStack() as stack:
            servers = [await stack.enter_async_context(platform(each)) for each in behaviours.values()]
            partners = [
                partner(name, server.url, **changed) for name, server in zip(behaviours, servers, strict=True)
            ]
            chosen = settings(*partners)
            clients = await stack.enter_async_context(new_http_clients(chosen, clock))
            keys = secrets or HeldSecrets(**dict.fromkeys(behaviours, APPKEY))
            status = StatusBoard(chosen, clock)
            await scenario(Desk(home, journal, Lookups(chosen, journal, keys, status, clients.each), servers))

    clock = SetClock()
    with opened(home, clock) as journal:
        asyncio.run(run(journal, clock))


def test_an_order_that_one_of_several_knows_is_found_and_stored(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert [each.found for each in desk.told] == [Found.ASKING, Found.ONE]
        assert (ended.keys, ended.silent) == ((KEY,), ())
        order = desk.counter.order(KEY)
        assert (order.origin, order.state) == (Origin.CAPTURED, OrderState.ACCEPTED)
        assert desk.last_scan() is ScanResult.FOUND

    ask(tmp_path, {"one": KNOWN, "two": NOTHING}, scenario)


def test_each_question_has_a_guid_of_its_own_and_is_no_intent(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.asks()
        await desk.asks()
        calls = [json.loads(body) for server in desk.servers for _, body in server.requests]
        assert {call["cmd"] for call in calls} == {"CaptureSaleOrderBill"}
        assert len({call["seq"] for call in calls}) == 4
        assert desk.journal.read(lambda db: intent_rows.select(db, "1")) == ()

    ask(tmp_path, {"one": KNOWN, "two": NOTHING}, scenario)


def test_a_partner_that_says_nothing_is_named_and_hides_no_order(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(client, "CAPTURE_S", 2.0)

    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.keys, ended.silent) == (Found.ONE, (KEY,), ("two",))

    ask(tmp_path, {"one": KNOWN, "two": says_nothing}, scenario)


def test_silence_is_never_a_no(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(client, "CAPTURE_S", 2.0)

    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.silent) == (Found.CANNOT, ("two",))
        assert desk.last_scan() is ScanResult.CANNOT

    ask(tmp_path, {"one": NOTHING, "two": says_nothing}, scenario)


def test_where_all_answered_and_nobody_knows_it_the_answer_is_no_with_their_words(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.words) == (Found.NONE, (("two", "券码不存在"),))
        assert desk.last_scan() is ScanResult.WRONG

    ask(tmp_path, {"one": NOTHING, "two": refuses("券码不存在")}, scenario)


def test_without_a_key_or_without_partners_nobody_can_be_asked(tmp_path: Path) -> None:
    async def keyless(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.silent) == (Found.CANNOT, ("one",))
        assert desk.servers[0].requests == []

    async def alone(desk: Desk) -> None:
        assert (await desk.asks()).found is Found.CANNOT

    ask(tmp_path / "a", {"one": KNOWN}, keyless, HeldSecrets())
    ask(tmp_path / "b", {}, alone)


def test_an_order_of_another_store_is_named_and_not_stored(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.other_store, ended.keys) == (Found.OTHER_STORE, "浏阳店", ())
        rows = desk.journal.read(lambda db: db.execute("SELECT count(*) FROM orders").fetchone())
        assert rows == (0,)

    ask(tmp_path, {"one": finds({"storecode": "002", "storename": "浏阳店"})}, scenario)


def test_several_orders_are_all_listed_the_most_urgent_first(tmp_path: Path) -> None:
    late = {"tbillno": "late", "submitdate": "2026-05-03 18:00:00"}
    soon = {"tbillno": "soon", "submitdate": "2026-05-03 13:00:00"}

    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert ended.found is Found.SEVERAL
        assert ended.keys == (key_of("soon", "two", KEY.ordered_at), key_of("late", "one", KEY.ordered_at))

    ask(tmp_path, {"one": finds(late), "two": finds(soon)}, scenario)


def test_a_code_verified_here_before_is_used_with_who_and_when(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.asks()
        desk.verified()
        ended = await desk.asks()
        assert ended.found is Found.USED
        assert ended.used is not None
        assert (ended.used.at, ended.used.actor, ended.used.counter) == (START, "Li", "1")
        assert desk.last_scan() is ScanResult.USED

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_a_used_code_is_known_from_our_own_record_also_when_no_platform_answers(
    tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr(client, "CAPTURE_S", 2.0)

    async def scenario(desk: Desk) -> None:
        await desk.asks()
        desk.verified()
        desk.servers[0].behave = says_nothing
        ended = await desk.asks()
        assert (ended.found, ended.keys, ended.silent) == (Found.USED, (KEY,), ("one",))

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_a_second_order_under_a_code_is_not_used_because_the_first_was_verified(tmp_path: Path) -> None:
    two = finds({"tbillno": "A", "isverification": 1}, {"tbillno": "B", "isverification": 1})

    async def scenario(desk: Desk) -> None:
        assert (await desk.asks()).found is Found.SEVERAL
        desk.verified()
        desk.servers[0].behave = refuses("该码已核销")
        ended = await desk.asks()
        assert ended.found is Found.SEVERAL
        assert set(ended.keys) == {KEY, key_of("B", "one", DOCUMENTED.ordered_at)}

    ask(tmp_path, {"one": two}, scenario)


def test_an_order_completed_by_its_platform_is_used_without_a_name(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.asks()
        desk.counter.event(PlatformStatus.COMPLETED, KEY)
        ended = await desk.asks()
        assert (ended.found, ended.used) == (Found.USED, None)

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_a_cancelled_order_stays_cancelled_though_its_platform_still_finds_it(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        await desk.asks()
        desk.counter.event(PlatformStatus.CANCELLED, KEY)
        ended = await desk.asks()
        assert (ended.found, ended.keys) == (Found.CANCELLED, (KEY,))
        assert desk.counter.order(KEY).state is OrderState.CANCELLED

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_an_order_that_was_pushed_before_stays_as_it_stands_here(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        fields = read_json(json.dumps({**SAMPLE, "tbillno": "A", "isverification": 1}).encode())
        assert isinstance(fields, dict)
        pushed = read_order(CallEntry("items", fields))
        terms = orders.Terms("one", "001", 300)
        desk.counter.write(lambda tx: orders.add_all(tx, terms, (pushed,)))
        ended = await desk.asks()
        assert (ended.found, ended.keys) == (Found.ONE, (KEY,))
        order = desk.counter.order(KEY)
        assert (order.origin, order.state) == (Origin.PUSHED, OrderState.NEW)
        assert order.accept_by is not None

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_a_journal_that_cant_be_written_ends_as_cannot_and_never_in_silence(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        with blocked(desk.journal):
            ended = await desk.asks()
        assert (ended.found, ended.silent) == (Found.CANNOT, ("one",))

    ask(tmp_path, {"one": KNOWN}, scenario)


def test_a_reply_that_cant_be_read_in_part_is_no_answer_and_hides_no_order(tmp_path: Path) -> None:
    async def scenario(desk: Desk) -> None:
        ended = await desk.asks()
        assert (ended.found, ended.keys, ended.silent) == (Found.ONE, (KEY,), ("one",))

    ask(tmp_path, {"one": finds({"tbillno": "A", "isverification": 1}, {"tbillno": ""})}, scenario)


def test_only_those_whose_pattern_fits_are_asked_and_all_where_none_fits() -> None:
    one: Partner = partner("one", code_pattern="69[0-9]{11}")
    two: Partner = partner("two", code_pattern="MT.*")
    plain: Partner = partner("plain")
    assert asked((one, two, plain), CODE) == (one,)
    assert asked((one, two, plain), "MT1") == (two,)
    assert asked((one, two, plain), "x69") == (one, two, plain)
    assert asked((), CODE) == ()
