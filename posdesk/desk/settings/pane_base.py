"""What every topic of the settings is to the page: its name, what it shows, what it asks for."""

from collections.abc import Callable
from typing import ClassVar, NamedTuple, Protocol

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QKeyEvent

from posdesk.desk.widgets.painted import Painted
from posdesk.settings.settings import Settings


class Around(NamedTuple):
    """What the page knows: whose PIN saving asks for, in words; which secrets are kept, by keyring name."""

    asks: str
    has_secret: Callable[[str], bool]


class SavedPart(Protocol):
    """What of one section is saved at once: its keys with their values, None for one that goes."""

    section: str
    save_wanted: SignalInstance  # Mapping[str, object]

    def show_saved(self, settings: Settings) -> None:
        """It is kept, and counts from now on."""
        ...

    def refuse(self, words: str, key: str = "") -> None:
        """It was not kept: why, and at which key, as far as that is known."""
        ...


class Pane(Painted):
    """A topic of the settings; the page asks what is here and connects `save_wanted` for itself.

    `key` is its name among the topics, `section` what it saves of posdesk.toml; without one it saves nothing.
    `has_fields`: Alt+V leads into them by `begin_typing`.
    """

    changed = Signal()  # `title`, `is_changed` or `wants` are others now
    save_wanted = Signal(object)  # Mapping[str, object]: the section's keys, None for one that goes

    key: str = ""
    section: str = ""
    has_fields: ClassVar[bool] = False

    def title(self) -> str:
        """The topic's name in the list, in the language on screen."""
        raise NotImplementedError

    @property
    def is_changed(self) -> bool:
        """Whether something in it is not saved."""
        return False

    @property
    def wants(self) -> int:
        """How many things in it want to be looked at; said beside its name."""
        return 0

    def saved_parts(self) -> tuple[SavedPart, ...]:
        """What of it is saved, each by itself."""
        return (self,) if self.section else ()

    def show_kept(self, settings: Settings) -> None:
        """Show what posdesk.toml says; what was entered is forgotten."""

    def keep_up(self, settings: Settings) -> None:
        """Other settings count while something is entered here: that stays, and is saved beside them."""

    def show_saved(self, settings: Settings) -> None:
        """What it asked to save is kept."""
        self.show_kept(settings)

    def refuse(self, words: str, key: str = "") -> None:
        """What it asked to save was not kept: why, at the setting's dotted key or the secret's name."""

    def look_around(self, around: Around) -> None:
        """The page came on screen, something was saved, or somebody signed in or out: look anew."""

    def begin_typing(self) -> None:
        """The keyboard goes into its first field; from there into the next one."""

    def take_key(self, event: QKeyEvent) -> bool:
        """A key that nobody took (digits, arrows). Whether the topic did something with it."""
        return False

    def set_window_width(self, width: int) -> None:
        """The window is so wide now, in logical px."""
