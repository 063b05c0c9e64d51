"""Every topic of the settings, in the order of the list: a new one is a line here."""

from posdesk.desk.bridge.books import Books
from posdesk.desk.bridge.counter import Counter
from posdesk.desk.settings.counter import CounterPane
from posdesk.desk.settings.health.pane import HealthPane
from posdesk.desk.settings.list_pane import ListPane
from posdesk.desk.settings.list_topics import DISHES, PEOPLE, RULES, TENDERS
from posdesk.desk.settings.moving.pane import MovingPane
from posdesk.desk.settings.own_topics import AUTO_TOPIC, DOOR_TOPIC, LOOKS_TOPIC, STORE_TOPIC, TILL_TOPIC
from posdesk.desk.settings.pane import TopicPane
from posdesk.desk.settings.pane_base import Pane
from posdesk.desk.settings.partners.pane import PartnersPane
from posdesk.desk.settings.printers.pane import PrintersPane
from posdesk.desk.settings.relay.pane import RelayPane
from posdesk.desk.settings.scanner import ScannerPane
from posdesk.desk.settings.sound import SoundPane
from posdesk.desk.settings.start.pane import StartPane
from posdesk.desk.settings.topics import OVOPARK_TOPIC, WDK_TOPIC
from posdesk.desk.theme import Theme


def all_panes(theme: Theme, counter: Counter, books: Books) -> tuple[Pane, ...]:
    """Store, platforms, till and books, people, tenders, sound, scanner, printers, start, looks, health."""
    return (
        TopicPane(theme, STORE_TOPIC),
        PartnersPane(theme, counter, books),
        ListPane(theme, RULES),
        TopicPane(theme, DOOR_TOPIC),
        RelayPane(theme, counter.clock),
        TopicPane(theme, AUTO_TOPIC),
        TopicPane(theme, TILL_TOPIC),
        TopicPane(theme, OVOPARK_TOPIC),
        TopicPane(theme, WDK_TOPIC),
        ListPane(theme, PEOPLE),
        ListPane(theme, TENDERS),
        SoundPane(theme),
        ScannerPane(theme),
        PrintersPane(theme, counter.clock),
        ListPane(theme, DISHES),
        StartPane(theme),
        TopicPane(theme, LOOKS_TOPIC),
        CounterPane(theme),
        MovingPane(theme),
        HealthPane(theme, counter.clock),
    )
