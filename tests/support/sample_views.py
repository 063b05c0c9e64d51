"""The orders of the design's pictures, and the awkward ones that pictures leave out. Now is 12:41:30."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from posdesk.domain.clock import in_china
from posdesk.domain.orders.board import OrderView
from posdesk.domain.orders.intent import Intent, Kind, Outcome, Seq
from posdesk.domain.orders.order import (
    Discounts,
    Extra,
    Order,
    OrderContent,
    OrderLine,
    OrderState,
    Payment,
    Thinned,
    Wiped,
    changed_fields,
    key_of,
)
from posdesk.domain.orders.personal import put_away, without_personal
from posdesk.domain.orders.source import Source
from posdesk.domain.orders.sums import goods_of
from posdesk.domain.status import EngineStatus, Gap, PartnerStatus, Trouble
from tests.support.fake_counter import NOON

_PARTNERS = {"4": "meituan", "20": "eleme", "3": "baidu", "17": "qr"}
_numbers = iter(range(1, 1_000_000))


def at(clock: str, day: int = 0) -> datetime:
    """Today's moment HH:MM or HH:MM:SS in China, or so many days from it."""
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    there = in_china(NOON).replace(hour=hour, minute=minute, second=second, microsecond=0)
    return there + timedelta(days=day)


def line(
    name: str, quantity: str = "1", price: str = "14.00", *attributes: str, remark: str = ""
) -> OrderLine:
    """An item; `price` each in yuan."""
    number, each = Decimal(quantity), Decimal(price)
    return OrderLine(f"P{len(name)}", name, "份", number, each, number * each, attributes, remark)


def content_of(
    source_code: str,
    show_no: str,
    customer: str,
    phone: str,
    due: datetime | None,
    *lines: OrderLine,
    remark: str = "",
    pickup: bool = False,
    preorder: bool = False,
    paid: bool = True,
) -> OrderContent:
    """What a platform said of an order; paid in full unless said otherwise."""
    total = sum((each.amount for each in lines), Decimal(0))
    payments = (Payment("301", "在线支付", total, total),) if paid else ()
    return OrderContent(
        tbillno=f"48119023667{next(_numbers):03d}",
        show_no=show_no,
        source_code=source_code,
        is_preorder=preorder,
        is_verification=pickup,
        store_code="001",
        store_name="湘阴一店",
        store_uid=1,
        customer=customer,
        phone=phone,
        address="" if pickup else "湘阴县文星镇东湖路 88 号 3 栋 602",
        due_at=due,
        ordered_at=NOON - timedelta(minutes=2),
        remark=remark,
        platform_state=0,
        lines=lines,
        payments=payments,
        order_total=total,
        actual_fee=total,
    )


def order_of(content: OrderContent, state: OrderState = OrderState.NEW, left_s: float | None = None) -> Order:
    """An order that came so that `left_s` seconds of 300 are left to accept it."""
    received = NOON - timedelta(seconds=300 - (left_s if left_s is not None else 0))
    partner = _PARTNERS.get(content.source_code, "other")
    return Order(
        key=key_of(partner, content),
        billno=f"XS20261121001-01{next(_numbers):06d}",
        content=content,
        state=state,
        state_at=received,
        received_at=received,
        accept_by=None if left_s is None else NOON + timedelta(seconds=left_s),
        accepted_at=None if state is OrderState.NEW else received,
    )


def intent_of(order: Order, kind: Kind, outcome: Outcome, **more: object) -> Intent:
    """An intent pressed 20 s ago at counter 1; `more` are fields of `Intent`."""
    pressed = NOON - timedelta(seconds=20)
    intent = Intent(
        seq=Seq(f"00000000-0000-4000-8000-{next(_numbers):012d}"),
        key=order.key,
        kind=kind,
        actor="李敏",
        counter="1",
        outcome=outcome,
        pressed_at=pressed,
        leaves_at=pressed + timedelta(seconds=2),
        expires_at=order.accept_by,
        attempts=1,
    )
    return replace(intent, **more)  # type: ignore[arg-type]


def with_intent(view: OrderView, kind: Kind, outcome: Outcome, **more: object) -> OrderView:
    """The same order with one more intent."""
    return replace(view, intents=(*view.intents, intent_of(view.order, kind, outcome, **more)))


def numbered(view: OrderView, number: str) -> OrderView:
    """Another order like that one, under this number."""
    bill = f"48119023668{next(_numbers):03d}"
    content = replace(view.order.content, show_no=number, tbillno=bill)
    order = replace(view.order, key=key_of(view.order.key.partner, content), content=content)
    return OrderView(order)


def numbered_stop(number: str) -> OrderView:
    """A STOP nobody has acknowledged, under this number."""
    return numbered(stop_25(), number)


def new_104() -> OrderView:
    """Ele.me 104, over half of its time gone."""
    lines = (line("小炒黄牛肉盖饭", "2", "30.00", "中辣"), line("酸豆角肉末粉", "1", "14.00", "大份"))
    content = content_of("20", "104", "周先生", "13911117718", at("13:05"), *lines, remark="粉不要香菜")
    return OrderView(order_of(content, left_s=118))


def new_27() -> OrderView:
    """Meituan 27, the one that the detail shows: boxes, fee, discounts of two bearers."""
    lines = (
        line("辣椒炒肉盖饭", "1", "28.00", "微辣", "加煎蛋"),
        line("擂辣椒皮蛋"),
        line("冰酸梅汤", "2", "8.00", "少冰"),
    )
    plain = content_of("4", "27", "陈女士", "13855552046", at("13:10"), *lines, remark="不要葱，筷子两双")
    content = replace(
        plain,
        extras=(Extra("餐盒", Decimal(3), Decimal("1.00"), Decimal("3.00")),),
        delivery_fee=Decimal("5.00"),
        discounts=Discounts(platform=Decimal("4.00"), store=Decimal("5.00")),
        discount_total=Decimal("9.00"),
        order_total=Decimal("66.00"),
        actual_fee=Decimal("57.00"),
        payments=(Payment("301", "在线支付", Decimal("57.00"), Decimal("57.00")),),
    )
    return OrderView(order_of(content, left_s=222))


PHONE = "13855552046"


def figures(text: str) -> str:
    """The figures and stars of a text, one behind the other, as a person would read a number out of it."""
    return "".join(str(int(c)) if c.isdecimal() else "*" for c in text if c.isdecimal() or c == "*")


def phone_everywhere() -> OrderView:
    """A New order whose customer wrote a phone wherever there was room for one; last four 2046."""
    lines = (
        line("牛肉米粉", "2", "14.00", f"备用 {PHONE}", remark="打１３８－５５５５－２０４６"),
        line(PHONE, "1", "10.00"),
        line("可乐 SKU13855552046", "1", "4.00"),
    )
    remark = "到了打 +86 138 5555 2046，或 13855552046_123"
    content = content_of("4", f"#{PHONE}", f"王女士 {PHONE}", PHONE, at("12:55"), *lines, remark=remark)
    address = f"{PHONE} 湘阴县文星镇东湖路 88 号 3 栋 602"
    return OrderView(order_of(replace(content, address=address), left_s=200))


def new_b12() -> OrderView:
    """QR order B12, fetched and not paid."""
    lines = (line("剁椒鱼头饭", "1", "30.00", "少油"), line("糖油粑粑", "1", "8.00"))
    content = content_of("17", "B12", "刘女士", "13711115530", at("12:58"), *lines, pickup=True, paid=False)
    return OrderView(order_of(content, left_s=271))


def new_8() -> OrderView:
    """Baidu 8."""
    lines = (line("农家一碗香", "1", "48.50"), line("手撕包菜", "1", "38.00"), line("米饭", "3", "2.00"))
    content = content_of("3", "8", "王女士", "13611110935", at("13:20"), *lines, remark="到了打电话")
    return OrderView(order_of(content, left_s=288))


def overdue_98() -> OrderView:
    """Ele.me 98, 72 s too late to accept."""
    lines = (line("小炒黄牛肉盖饭", "2", "30.00", "中辣"), line("酸豆角肉末粉", "1", "14.00", "大份"))
    content = content_of("20", "98", "蒋女士", "13311116805", at("13:05"), *lines, remark="粉不要香菜")
    return OrderView(order_of(content, left_s=-72))


def new_orders() -> tuple[OrderView, ...]:
    """The New lane of the light board."""
    return (new_104(), new_27(), new_b12(), new_8())


def _making(code: str, number: str, due: str, *lines: OrderLine, remark: str = "") -> OrderView:
    content = content_of(code, number, "孙女士", "13911112233", at(due), *lines, remark=remark)
    view = OrderView(order_of(content, OrderState.ACCEPTED))
    confirmed = {"ended_at": NOON - timedelta(minutes=4)}
    return with_intent(view, Kind.ACCEPT, Outcome.CONFIRMED, **confirmed)


def making_orders() -> tuple[OrderView, ...]:
    """The Making lane, calm."""
    return (
        _making("4", "24", "12:45", line("牛肉米粉", "1", "18.00", "加码", "特辣"), line("卤蛋")),
        _making(
            "4",
            "25",
            "12:50",
            line("口味虾", "1", "88.00", "大份"),
            line("凉拌黄瓜", "2"),
            line("王老吉", "4"),
        ),
        _making("17", "B09", "12:52", line("绿豆沙", "3", "6.00", "冰"), line("糖油粑粑")),
        _making("20", "102", "12:55", line("攸县香干饭", "1", "22.00", "微辣"), line("冰豆浆")),
        _making(
            "4",
            "26",
            "12:58",
            line("红烧肉套餐", "1", "32.00", "米饭换粗粮"),
            line("蒸水蛋"),
            remark="放前台，谢谢",
        ),
        other_5(),
        _making("20", "103", "13:02", line("剁椒鱼头饭", "1", "30.00", "中辣"), line("清炒时蔬")),
    )


def other_5() -> OrderView:
    """Order 5 of a source that we don't know by name, its accept just confirmed."""
    view = _making("31", "5", "13:00", line("酱板鸭饭", "2", "26.00"), line("海带汤"))
    just = replace(view.intents[0], ended_at=NOON - timedelta(seconds=3))
    return replace(view, intents=(just,))


def _accepting(outcome: Outcome, number: str = "101", **more: object) -> OrderView:
    lines = (line("辣椒炒肉盖饭", "2", "28.00", "不辣"), line("紫菜蛋汤"))
    content = content_of("20", number, "何女士", "13911118126", at("12:48"), *lines, remark="给小孩吃，少盐")
    return with_intent(OrderView(order_of(content, left_s=150)), Kind.ACCEPT, outcome, **more)


def accept_waiting() -> OrderView:
    """Accept pressed, in its undo time (tell the fake counter `undo_within`)."""
    return _accepting(Outcome.QUEUED, "106", attempts=0, leaves_at=NOON + timedelta(seconds=2))


def accept_offline() -> OrderView:
    """Accept queued without a network until its deadline."""
    return _accepting(Outcome.QUEUED, "107", last_answer="no_connection", next_at=NOON + timedelta(seconds=8))


def accept_sending() -> OrderView:
    """Accept on its way."""
    return _accepting(Outcome.SENDING, "103")


def accept_unknown() -> OrderView:
    """Accept of unknown outcome, asked again by itself."""
    more = {"ever_unknown": True, "attempts": 2, "last_answer": "cut_off", "next_at": at("12:41:40")}
    return _accepting(Outcome.UNKNOWN, "101", **more)


def accept_refused() -> OrderView:
    """Accept refused in the platform's words: it stands in New again."""
    return _accepting(Outcome.REFUSED, "105", last_answer="订单已取消", last_code=40012, answered=True)


def accept_expired() -> OrderView:
    """Accept pressed in time and never sent."""
    return _accepting(Outcome.EXPIRED, "108", attempts=3, last_answer="no_connection")


def accepted_elsewhere() -> OrderView:
    """Accepted at counter 2."""
    view = _accepting(Outcome.CONFIRMED, "109", counter="2", ended_at=NOON - timedelta(seconds=2))
    return replace(view, order=replace(view.order, state=OrderState.ACCEPTED, accepted_at=NOON))


def ready_refused() -> OrderView:
    """24, whose ready the platform refused."""
    more = {"last_answer": "订单状态不允许", "last_code": 5, "answered": True}
    return with_intent(making_orders()[0], Kind.READY, Outcome.REFUSED, **more)


def verify_unknown() -> OrderView:
    """Meituan 17, verified with no answer: a person must look."""
    content = content_of("4", "17", "戴先生", "13711118817", at("12:10"), line("攸县香干饭"), pickup=True)
    view = OrderView(order_of(content, OrderState.READY))
    more = {"ever_unknown": True, "needs_person": True, "attempts": 3, "last_answer": "timed_out"}
    return with_intent(view, Kind.VERIFY, Outcome.UNKNOWN, code="2211418700359", **more)


def _ready(
    code: str, number: str, customer: str, phone: str, minutes: int, *, pickup: bool = False
) -> OrderView:
    content = content_of(code, number, customer, phone, at("12:35"), line("攸县香干饭"), pickup=pickup)
    order = order_of(content, OrderState.READY)
    return OrderView(replace(order, state_at=NOON - timedelta(minutes=minutes)))


def ready_orders() -> tuple[OrderView, ...]:
    """The Ready lane; 19 waits over 15 minutes."""
    return (
        _ready("4", "19", "李先生", "13911113307", 17),
        _ready("20", "96", "何女士", "13911118126", 9),
        _ready("17", "B07", "邓先生", "13911114471", 8, pickup=True),
        _ready("4", "21", "吴女士", "18011116692", 6, pickup=True),
        _ready("4", "22", "罗先生", "13911110258", 4),
        _ready("20", "99", "谭女士", "13911119013", 3),
        _ready("3", "6", "彭先生", "13911117740", 1),
    )


def preorders() -> tuple[OrderView, ...]:
    """Accepted pre-orders for this evening."""
    rows = (("4", "P3", "17:30", "12"), ("20", "88", "18:00", "4"), ("17", "B02", "18:20", "7"))
    return tuple(
        OrderView(
            order_of(
                content_of(
                    code, number, "龙女士", "13911110001", at(due), line("盒饭", count), preorder=True
                ),
                OrderState.ACCEPTED,
            )
        )
        for code, number, due, count in rows
    )


def stop_25() -> OrderView:
    """Meituan 25, cancelled after accept and not acknowledged."""
    lines = (line("口味虾", "1", "88.00", "大份"), line("凉拌黄瓜", "2"), line("王老吉", "4", "5.00"))
    content = content_of("4", "25", "曹女士", "13911115525", at("12:50"), *lines)
    order = replace(order_of(content, OrderState.CANCELLED), stop_open=True, state_at=at("12:41:02"))
    return with_intent(OrderView(order), Kind.ACCEPT, Outcome.CONFIRMED, ended_at=at("12:38"))


def long_order() -> OrderView:
    """Everything too long: number, name, dish, attributes, remark, 24 lines, nine digits of money."""
    dish = "招牌湘西土匪猪肝配外婆菜炒饭（超大份家庭分享装，含例汤、泡菜与两份小食拼盘）"
    attributes = ("特特特辣", "不要葱姜蒜香菜芹菜", "米饭换成五谷杂粮饭多一点", "餐具六套", "分开装")
    lines = tuple(line(f"{dish}{i}", "12", "1234567.89", *attributes, remark="少油少盐") for i in range(24))
    remark = "请务必放在一楼大厅左手边第三个外卖柜里<b>不要</b>打电话\n孩子在睡觉，谢谢！" * 4
    content = content_of("31", "MT-2026112100027", "欧阳·阿卜杜拉·买买提先生", "013855552046", None, *lines)
    return OrderView(
        order_of(replace(content, remark=remark, actual_fee=Decimal("123456789.01")), left_s=200)
    )


def changed_27() -> OrderView:
    """27, sent again with another remark, quantity and due time."""
    old = new_27()
    before = old.order.content
    dish = replace(before.lines[0], quantity=Decimal(2), amount=Decimal("56.00"))
    after = replace(
        before,
        remark="不要葱，多放辣",
        due_at=at("13:20"),
        lines=(dish, *before.lines[1:]),
        actual_fee=Decimal("85.00"),
    )
    changed = changed_fields(before, after)
    return replace(old, order=replace(old.order, content=after, previous=before, changed=changed))


def board() -> tuple[OrderView, ...]:
    """The whole light board of the picture."""
    return (*new_orders(), *making_orders()[:-1], accept_sending(), *ready_orders(), *preorders())


def alerts() -> tuple[OrderView, ...]:
    """The board of alerts: STOP, overdue, unknown, refused."""
    calm = making_orders()
    return (
        stop_25(),
        overdue_98(),
        new_27(),
        new_b12(),
        accept_unknown(),
        ready_refused(),
        *calm[2:],
        *ready_orders(),
        *preorders(),
    )


def partners(late: Source | None = None) -> tuple[PartnerStatus, ...]:
    """The four partners with the picture's last receive times; `late` is not reachable since 12:02."""
    times = {
        Source.MEITUAN: "12:41:08",
        Source.ELEME: "12:40:52",
        Source.BAIDU: "12:37:30",
        Source.QR: "12:39:15",
    }
    return tuple(
        PartnerStatus(
            str(source),
            (source,),
            at("12:02:41" if source is late else clock),
            unreachable_since=at("12:02:50") if source is late else None,
        )
        for source, clock in times.items()
    )


def healthy() -> EngineStatus:
    """An engine that takes orders."""
    return EngineStatus(alive=True, address="127.0.0.1:8765", trouble=Trouble.NONE, partners=partners())


def after_gap() -> EngineStatus:
    """The same after six minutes in which nothing could come in."""
    gap = Gap(7, at("12:03"), at("12:09"), "stopped")
    return replace(healthy(), partners=partners(late=Source.BAIDU), gaps=(gap,))


def wiped(view: OrderView) -> OrderView:
    """The same order, its personal data wiped on 3 June."""
    at = datetime(2026, 6, 2, 20, tzinfo=UTC)
    content = without_personal(view.order.content)
    return replace(
        view, order=replace(view.order, content=content, wiped=Wiped(at, "", "", ""), previous=None)
    )


def thinned(view: OrderView) -> OrderView:
    """The same order over a year later: completed, wiped, and without its dishes and fees."""
    order = wiped(view).order
    left = Thinned(datetime(2027, 6, 2, 20, tzinfo=UTC), goods_of(order.content), "", "")
    order = replace(
        order, content=put_away(order.content), state=OrderState.COMPLETED, thinned=left, changed=()
    )
    return replace(view, order=order)
