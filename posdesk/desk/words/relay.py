"""What the desk says of the chain's relay and of the store's other counters (relay.md, product row 70).

English here, Chinese in resources/translations. What happened, then what to do; times, not green dots.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication

from posdesk.desk.words.language import QT_TRANSLATE_NOOP
from posdesk.desk.words.say import actor_name, clock_time, dated_time, is_counter, joined, same_day_time
from posdesk.desk.words.states import Sentence
from posdesk.domain.orders.elsewhere import DoneElsewhere
from posdesk.domain.orders.intent import Intent, Kind
from posdesk.domain.relay.claim import ClaimGroup
from posdesk.domain.relay.status import LINE_ENDS_SOON, Away, OtherCounter, RelayFault, RelayStatus
from posdesk.domain.status import PartnerStatus, Way

translate = QCoreApplication.translate

_WHY = {
    RelayFault.CONNECTING: (
        QT_TRANSLATE_NOOP("relay", "It is being connected."),
        QT_TRANSLATE_NOOP("relay", "Wait a moment."),
    ),
    RelayFault.UNREACHED: (
        QT_TRANSLATE_NOOP("relay", "None of its servers answers."),
        QT_TRANSLATE_NOOP("relay", "Look at this PC's network; posdesk tries again by itself."),
    ),
    RelayFault.NOT_TRUSTED: (
        QT_TRANSLATE_NOOP("relay", "The server's certificate is not the chain's ({detail})."),
        QT_TRANSLATE_NOOP("relay", "Tell the chain's administrator: somebody may stand between."),
    ),
    RelayFault.REVOKED: (
        QT_TRANSLATE_NOOP("relay", "The chain took this PC's permission away."),
        QT_TRANSLATE_NOOP(
            "relay", "If this PC shall stay, ask the chain's administrator for a new enrolment line."
        ),
    ),
    RelayFault.EXPIRED: (
        QT_TRANSLATE_NOOP("relay", "This PC's permission has run out."),
        QT_TRANSLATE_NOOP("relay", "Ask the chain's administrator for a new enrolment line."),
    ),
    RelayFault.TAKEN: (
        QT_TRANSLATE_NOOP("relay", "Another PC works as this counter already."),
        QT_TRANSLATE_NOOP(
            "relay",
            "Close posdesk on the other PC, or ask the chain for a new line for this counter.",
        ),
    ),
    RelayFault.NOT_ENROLLED: (
        QT_TRANSLATE_NOOP("relay", "This PC has no enrolment line yet."),
        QT_TRANSLATE_NOOP("relay", "Enter the line that the chain gave you: Settings, Chain's relay."),
    ),
    RelayFault.KEYRING: (
        QT_TRANSLATE_NOOP("relay", "The PC's keyring does not give its key out."),
        QT_TRANSLATE_NOOP(
            "relay", "Unlock it with the password of this PC's user; posdesk goes on by itself."
        ),
    ),
    RelayFault.WRONG_STORE: (
        QT_TRANSLATE_NOOP("relay", "The enrolment line was for another store or counter ({detail})."),
        QT_TRANSLATE_NOOP(
            "relay", "Enter the line of this counter, or mend store code and counter: Settings, Store."
        ),
    ),
    RelayFault.DISABLED: (
        QT_TRANSLATE_NOOP("relay", "The chain has switched this store off."),
        QT_TRANSLATE_NOOP("relay", "Ask the chain's administrator when it is switched on again."),
    ),
    RelayFault.NEWER: (
        QT_TRANSLATE_NOOP("relay", "The gateway writes what this version can't read."),
        QT_TRANSLATE_NOOP("relay", "Update posdesk: Settings, Start and updates. What came is kept."),
    ),
    RelayFault.FULL: (
        QT_TRANSLATE_NOOP(
            "relay", "The chain's relay takes nothing more: what is done here does not reach the others."
        ),
        QT_TRANSLATE_NOOP(
            "relay",
            "Ask there before you hand out; tell the chain's administrator. All is kept and follows later.",
        ),
    ),
    RelayFault.CLOCK: (
        QT_TRANSLATE_NOOP("relay", "The server refuses this PC's time."),
        QT_TRANSLATE_NOOP("relay", "Set this PC's clock."),
    ),
    RelayFault.FAILED: (
        QT_TRANSLATE_NOOP("relay", "Something in posdesk failed ({detail})."),
        QT_TRANSLATE_NOOP("relay", "Close posdesk and open it again; send the diagnostic file."),
    ),
}
_DONE: dict[Kind | None, str] = {
    Kind.ACCEPT: QT_TRANSLATE_NOOP("relay", "{who} accepted {time}"),
    Kind.REFUSE: QT_TRANSLATE_NOOP("relay", "{who} refused {time}"),
    Kind.READY: QT_TRANSLATE_NOOP("relay", "{who} called it ready {time}"),
    Kind.PAY: QT_TRANSLATE_NOOP("relay", "{who} took the payment {time}"),
    Kind.VERIFY: QT_TRANSLATE_NOOP("relay", "{who} verified it {time}"),
    None: QT_TRANSLATE_NOOP("relay", "{who} handed it out {time}"),
}


def why_words(relay: RelayStatus) -> Sentence:
    """Why it is not connected or does nothing, and what to do; empty where nothing is wrong with it."""
    if relay.fault not in _WHY:
        return Sentence("")
    what, todo = _WHY[relay.fault]
    return Sentence(translate("relay", what).format(detail=relay.detail or "–"), translate("relay", todo))


def relay_words(relay: RelayStatus | None, now: datetime) -> Sentence:
    """The band: since when it is not connected, why, what to do; nothing while it connects at first."""
    if relay is None or relay.fault in {RelayFault.NONE, RelayFault.CONNECTING}:
        return Sentence("")
    why = why_words(relay)
    if relay.connected:
        return why
    since = translate("relay", "The chain's relay is not connected since {time}: no order comes by it.")
    never = translate("relay", "The chain's relay is not connected: no order comes by it.")
    told = since.format(time=same_day_time(relay.since, now)) if relay.since is not None else never
    kept = translate("relay", "What comes meanwhile is kept; until then watch the platforms' own pages.")
    return Sentence(joined(told, why.what), joined(why.todo, kept))


def counters_words(relay: RelayStatus | None, now: datetime) -> Sentence:
    """The band: which other counters can't be seen, of which something lacks; nothing while we are away."""
    if relay is None or not relay.connected:
        return Sentence("")
    told = [unseen_words(each, now) for each in relay.counters if each.unseen_since is not None]
    told += [missing_words(each) for each in relay.counters if each.missing and each.unseen_since is None]
    if not told:
        return Sentence("")
    todo = translate(
        "relay", "Ask there before you accept or hand out: neither counter sees what the other does."
    )
    if all(each.unseen_since is None for each in relay.counters):
        todo = translate("relay", "It mostly follows within a minute. If this stays, compare both boards.")
    return Sentence(joined(*told), todo)


def unseen_words(counter: OtherCounter, now: datetime) -> str:
    """Since when another counter can't be seen."""
    words = translate("relay", "Counter {n} can't be seen since {time}.")
    since = counter.unseen_since or now
    return words.format(n=counter.counter, time=same_day_time(since, now))


def missing_words(counter: OtherCounter) -> str:
    """How much of what another counter did has not come here."""
    words = translate("relay", "Of what counter {n} did, {k} have not come here.")
    return words.format(n=counter.counter, k=counter.missing)


def counter_line(counter: OtherCounter, now: datetime) -> str:
    """Another counter on Sync and Health: its last word, and what lacks."""
    if counter.last_word is None:
        return translate("relay", "Counter {n}: no word from it yet.").format(n=counter.counter)
    if counter.unseen_since is not None:
        return unseen_words(counter, now)
    words = translate("relay", "Counter {n}: last word {time}.")
    heard = words.format(n=counter.counter, time=same_day_time(counter.last_word, now))
    return joined(heard, missing_words(counter) if counter.missing else "")


def connection_line(relay: RelayStatus, now: datetime) -> str:
    """The relay on Sync: connected since when, or why not."""
    if not relay.connected:
        since = translate("relay", "Not connected since {time}.")
        told = since.format(time=same_day_time(relay.since, now)) if relay.since else ""
        return joined(told, why_words(relay).what)
    words = translate("relay", "Connected since {time}.")
    told = words.format(time=same_day_time(relay.since or now, now))
    return joined(told, why_words(relay).what)


def position_line(relay: RelayStatus) -> str:
    """How far it has read, and what lies behind."""
    if relay.sequence is None:
        return translate("relay", "Nothing read yet.")
    if relay.lag is None:
        return translate("relay", "Read up to {n}.").format(n=relay.sequence)
    if not relay.lag:
        return translate("relay", "Read up to {n}: that is all.").format(n=relay.sequence)
    return translate("relay", "Read up to {n}, {k} to come.").format(n=relay.sequence, k=relay.lag)


def permission_line(relay: RelayStatus, now: datetime) -> str:
    """Until when this PC's permission lasts; that it should have been renewed, where it ends soon."""
    if relay.jwt_until is None:
        return ""
    words = translate("relay", "This PC's permission lasts until {date}.").format(
        date=dated_time(relay.jwt_until)
    )
    soon = translate("relay", "It was not renewed: tell the chain's administrator.")
    return joined(words, soon if relay.jwt_until - now < LINE_ENDS_SOON else "")


def clock_line(relay: RelayStatus) -> str:
    """That the gateway's clock is wrong, by how much, and what counts instead; nothing where it is right."""
    if relay.gateway_ahead is None:
        return ""
    words = (
        translate("relay", "The gateway's clock is {n} min fast: orders count by its servers' clock.")
        if relay.gateway_ahead > timedelta()
        else translate("relay", "The gateway's clock is {n} min slow: orders count by its servers' clock.")
    )
    minutes = max(1, round(abs(relay.gateway_ahead) / timedelta(minutes=1)))
    return joined(words.format(n=minutes), translate("relay", "Tell the chain's administrator."))


def permission_words(relay: RelayStatus | None, now: datetime) -> Sentence:
    """The band: the permission ends within a week and nobody renewed it; else nothing."""
    if relay is None or relay.jwt_until is None or relay.fault is RelayFault.EXPIRED:
        return Sentence("")
    if relay.jwt_until - now >= LINE_ENDS_SOON:
        return Sentence("")
    what = translate("relay", "This PC's permission at the chain's relay ends {date}.")
    todo = translate("relay", "It was not renewed: tell the chain's administrator.")
    return Sentence(what.format(date=dated_time(relay.jwt_until)), todo)


def strays_words(relay: RelayStatus | None) -> Sentence:
    """The band: calls that the gateway took and this counter refused; nothing where there are none."""
    if relay is None or not relay.strays:
        return Sentence("")
    what = translate(
        "relay", "The gateway took {n} calls that can't be read here: an order may be among them."
    )
    todo = translate("relay", "The Sync page says why, and reads them again once that is mended.")
    return Sentence(what.format(n=relay.strays), todo)


def away_words(away: Away) -> str:
    """How much came while this counter was away."""
    words = translate("relay", "{n} came while this counter was away ({start} – {end}). Nothing is lost.")
    return words.format(n=away.count, start=clock_time(away.start), end=clock_time(away.end))


def away_said(relay: RelayStatus | None) -> Sentence:
    """The band: what came while this counter was away, until somebody has read it; else nothing."""
    if relay is None or relay.away is None:
        return Sentence("")
    todo = translate("relay", "The Orders page lists them: Alt+G, and Alt+Q once that is read.")
    return Sentence(away_words(relay.away), todo)


def place_and_person(counter: str, actor: str) -> str:
    """Who at which counter: 2 号台 王芳; the counter alone where nobody was signed in."""
    place = translate("say", "Counter {n}").format(n=counter)
    if not actor or is_counter(actor):
        return place
    return translate("relay", "{place} {name}").format(place=place, name=actor_name(actor))


def done_words(kind: Kind | None, counter: str, actor: str, at: datetime) -> str:
    """What was done at another counter, on card, detail and done list: 2 号台 王芳 已接 12:31."""
    who = place_and_person(counter, actor)
    return translate("relay", _DONE[kind]).format(who=who, time=clock_time(at))


_AT_IT = {
    ClaimGroup.VERDICT: QT_TRANSLATE_NOOP("relay", "{who} is accepting or refusing it"),
    ClaimGroup.READY: QT_TRANSLATE_NOOP("relay", "{who} is calling it ready"),
    ClaimGroup.PAY: QT_TRANSLATE_NOOP("relay", "{who} is taking the payment"),
    ClaimGroup.OUT: QT_TRANSLATE_NOOP("relay", "{who} is handing it out"),
}
_SILENT = {
    ClaimGroup.VERDICT: QT_TRANSLATE_NOOP("relay", "{who} wanted to take it and is silent: please take it"),
    ClaimGroup.READY: QT_TRANSLATE_NOOP("relay", "{who} wanted to call it ready and is silent: please look"),
    ClaimGroup.PAY: QT_TRANSLATE_NOOP("relay", "{who} began to take the payment and is silent: ask there"),
    ClaimGroup.OUT: QT_TRANSLATE_NOOP("relay", "{who} began to hand it out and is silent: ask there"),
}


def at_it_words(group: ClaimGroup, counter: str, actor: str) -> str:
    """Another counter is about to do it: this one need not."""
    return translate("relay", _AT_IT[group]).format(who=place_and_person(counter, actor))


def silent_words(group: ClaimGroup, counter: str, actor: str) -> str:
    """A card that is back because whoever was about to do it has said nothing since."""
    return translate("relay", _SILENT[group]).format(who=place_and_person(counter, actor))


def unclaimed_words() -> str:
    """It was sent while no other counter could be asked: the platform judges."""
    return translate("relay", "Sent without the relay: the other counters could not be asked")


def takes_over_words(kind: Kind | None, counter: str, actor: str, at: datetime) -> Sentence:
    """The question before a payment or a hand-over is taken over from a silent counter."""
    who, time = place_and_person(counter, actor), clock_time(at)
    if kind is Kind.PAY:
        what = translate("relay", "{who} began to take the payment at {time}, and is silent since.")
        todo = translate("relay", "Ask there whether the customer has paid. Take the payment here?")
    else:
        what = translate("relay", "{who} began to hand it out at {time}, and is silent since.")
        todo = translate("relay", "Ask at counter {n} whether it is gone already. Hand it out here?")
    return Sentence(what.format(who=who, time=time), todo.format(n=counter))


def once_more_words(done: DoneElsewhere) -> Sentence:
    """The question before an order that another counter handed out is handed out here once more."""
    what = translate("relay", "{who} handed it out at {time}; the platform has not confirmed it yet.")
    todo = translate(
        "relay", "Ask at counter {n} whether the customer has it. Hand it out here all the same?"
    ).format(n=done.counter)
    who = place_and_person(done.counter, done.actor)
    return Sentence(what.format(who=who, time=clock_time(done.at)), todo)


def signed_once_words(intent: Intent) -> Sentence:
    """The question before an order that went out here against signature is handed out once more."""
    what = translate("relay", "{who} handed it out here at {time} against signature; it is not verified.")
    todo = translate("relay", "Ask the customer who has it. Hand it out here once more?")
    who = actor_name(intent.actor) or place_and_person(intent.counter, "")
    return Sentence(what.format(who=who, time=clock_time(intent.pressed_at)), todo)


def way_words(partner: PartnerStatus) -> str:
    """By which way a partner was last heard; nothing where it never was."""
    if partner.last_received is None:
        return ""
    return (
        translate("relay", "by the relay") if partner.way is Way.RELAY else translate("relay", "to this PC")
    )


def relay_lines(relay: RelayStatus, now: datetime) -> tuple[str, ...]:
    """All that is to be said, a line each: connection, position, counters, permission, clock, stray calls."""
    told = (
        joined(connection_line(relay, now), why_words(relay).todo),
        position_line(relay),
        *(counter_line(each, now) for each in relay.counters),
        permission_line(relay, now),
        clock_line(relay),
        strays_words(relay).what,
    )
    return tuple(line for line in told if line)
