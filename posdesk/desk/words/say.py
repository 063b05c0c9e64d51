"""Times, lengths of time, amounts and sentences as the screen says them; times are China's."""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import is_chinese
from posdesk.domain.clock import in_china, time_of_day
from posdesk.domain.money import yuan_text
from posdesk.domain.orders.auto_accept import ACTOR
from posdesk.domain.orders.order import Order, OrderContent
from posdesk.domain.orders.personal import masked
from posdesk.domain.privacy import without_phones
from posdesk.domain.rights import PAD_WAITING
from posdesk.records import replace

translate = QCoreApplication.translate

_COUNTER = re.compile(rf"counter (\d{{1,2}})(, {PAD_WAITING})?")
_SAID = re.compile(r"counter (\d{1,2}), said (.+)", re.DOTALL)  # named while nobody is signed in
_DAYS_ZH = "一二三四五六日"


def joined(*sentences: str) -> str:
    """The sentences that are not empty, in their order: a space between them in English, none in Chinese."""
    return ("" if is_chinese() else " ").join(sentence for sentence in sentences if sentence)


def clock_time(moment: datetime) -> str:
    """A moment as 12:45."""
    return f"{in_china(moment):%H:%M}"


def exact_time(moment: datetime) -> str:
    """A moment as 12:40:08."""
    return f"{in_china(moment):%H:%M:%S}"


def same_day_time(moment: datetime, now: datetime) -> str:
    """A moment as 12:45, with the date before it when it is another day."""
    return time_of_day(moment, now)


def day_and_time(moment: datetime, now: datetime) -> str:
    """A moment of today as 12:45, of yesterday in words, of another day with its date."""
    if (in_china(now).date() - in_china(moment).date()).days == 1:
        return translate("say", "yesterday {time}").format(time=clock_time(moment))
    return same_day_time(moment, now)


def dated_time(moment: datetime) -> str:
    """A moment that may be years away: 2035-01-01 11:05."""
    return f"{in_china(moment):%Y-%m-%d %H:%M}"


def date_words(moment: datetime) -> str:
    """The day: 11月21日 周六, Sat 21 Nov."""
    day = in_china(moment)
    if is_chinese():
        return f"{day.month}月{day.day}日 周{_DAYS_ZH[day.weekday()]}"
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[day.weekday()]} {day.day} {months[day.month - 1]}"


def minutes_seconds(seconds: float) -> str:
    """A length of time as 3:42, from an hour on 1:03:42; the sign is left out."""
    whole = int(abs(seconds))
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def countdown_words(left_s: float) -> str:
    """What is left to accept, as 3:42; once it is too late, 超时 1:12."""
    if left_s > 0:
        return minutes_seconds(left_s)
    return translate("say", "{time} late").format(time=minutes_seconds(left_s))


def minutes_waited(since: datetime, now: datetime) -> str:
    """Whole minutes since then: 等 17 分."""
    return translate("say", "waits {n} min").format(n=max(0, int((now - since).total_seconds() // 60)))


def how_long(seconds: float) -> str:
    """A length of time in words: 40 s, 6 min, 2 h 5 min."""
    whole = max(0, int(seconds))
    if whole < 60:
        return translate("say", "{n} s").format(n=whole)
    hours, minutes = divmod(whole // 60, 60)
    if not hours:
        return translate("say", "{n} min").format(n=minutes)
    return translate("say", "{h} h {m} min").format(h=hours, m=minutes)


def spoken_length(seconds: float) -> str:
    """A length of time for a screen reader: 3 分 42 秒."""
    minutes, rest = divmod(max(0, int(seconds)), 60)
    return translate("say", "{m} min {s} s").format(m=minutes, s=rest) if minutes else how_long(rest)


def yuan(amount: Decimal) -> str:
    """An amount as ¥57.00; a negative one with a true minus."""
    text = yuan_text(abs(amount))
    return f"−¥{text}" if amount < 0 else f"¥{text}"


def plain_amount(amount: Decimal) -> str:
    """An amount in a column, without the currency: 57.00, −4.00."""
    text = yuan_text(abs(amount))
    return f"−{text}" if amount < 0 else text


def quantity(number: Decimal) -> str:
    """A quantity as a person would write it: 2, 0.5; a negative one with a true minus."""
    text = f"{abs(number).normalize():f}" if number else "0"
    return f"−{text}" if number < 0 else text


def due_words(content: OrderContent) -> str:
    """How it leaves and when: 13:10 送达, 12:58 自取."""
    if content.due_at is None:
        return translate("say", "Pickup, soon") if content.is_pickup else translate("say", "Deliver, soon")
    words = translate("say", "Pickup {time}") if content.is_pickup else translate("say", "Deliver {time}")
    return words.format(time=clock_time(content.due_at))


def told_of(order: Order) -> OrderContent:
    """What an order says; one that is wiped says since when, where its customer stood (row 60)."""
    if order.wiped is None:
        return order.content
    words = translate("say", "Personal data wiped on {date}")
    return replace(order.content, customer=words.format(date=f"{in_china(order.wiped.at):%Y-%m-%d}"))


def shown_of(order: Order) -> OrderContent:
    """As `told_of`, with what is personal masked."""
    return masked(told_of(order))


def quoted(words: str) -> str:
    """A platform's own words in quotes; a phone in them is masked."""
    return translate("say", '"{words}"').format(words=without_phones(words))


def stopped(words: str) -> str:
    """Words with one full stop, of the language on screen; nothing stays nothing."""
    words = words.strip().rstrip(".。")
    return translate("say", "{words}.").format(words=words) if words else ""


def is_counter(actor: str) -> bool:
    """Whether the record names the counter, nobody having been signed in."""
    return _COUNTER.fullmatch(actor) is not None


def actor_name(actor: str) -> str:
    """Who did it, for people: a name as it stands, a counter in the language on screen."""
    if actor == ACTOR:
        return translate("say", "Auto-accept")
    if said := _SAID.fullmatch(actor):
        return translate("say", "{name} (not proven)").format(name=said[2])
    found = _COUNTER.fullmatch(actor)
    if found is None:
        return actor
    waits = translate("say", "Counter {n}, PIN pad waiting")
    return (waits if found[2] else translate("say", "Counter {n}")).format(n=found[1])


def who_and_where(actor: str, counter: str) -> str:
    """Who and at which counter; the counter once where nobody was signed in."""
    place = translate("say", "Counter {n}").format(n=counter)
    both = translate("say", "{who}    {place}").format(who=actor, place=place)
    return place if is_counter(actor) else both


def listed(names: Iterable[str]) -> str:
    """Names one after the other: 美团、饿了么."""
    return translate("say", ", ").join(names)


def end_words(suffix: str) -> str:
    """What ends a scanner's code, as a key is called: Enter rather than "<Enter>"."""
    return translate("say", "Enter") if suffix == "<Enter>" else suffix
