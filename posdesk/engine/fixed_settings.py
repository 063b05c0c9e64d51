"""What of the settings can't be changed any more, and why: the journal carries it."""

from collections.abc import Callable

from posdesk.errors import SettingsError, SettingsFault
from posdesk.journal import Database, Journal
from posdesk.journal.orders import carried
from posdesk.settings.settings import Partner, Settings

_IDENTITY = ("code", "counter")  # of [store]


def check_fixed(before: Settings, new: Settings, journal: Journal) -> None:
    """Raises SettingsError naming the key, where orders carry what would be another, or wait for it."""
    for key in _IDENTITY:
        if getattr(before.store, key) != getattr(new.store, key) and journal.read(carried.is_anything_kept):
            raise _refused(SettingsFault.CARRIED, f"store.{key}", str(getattr(before.store, key)))
    for partner in before.partner:
        journal.read(_look_at(partner, new.partner_named(partner.name)))


def _look_at(before: Partner, now: Partner | None) -> Callable[[Database], None]:
    def look(db: Database) -> None:
        if now is None and carried.has_orders(db, before.name):
            raise _refused(SettingsFault.CARRIED, "partner", before.name)
        if before.on and (now is None or not now.on) and (left := carried.open_work(db, before.name)):
            detail = f"{left.orders}, {left.presses}, {left.stops}"
            raise _refused(SettingsFault.WAITED_FOR, "partner", detail)

    return look


def _refused(fault: SettingsFault, key: str, detail: str) -> SettingsError:
    return SettingsError(f"{key}: {fault}: {detail}", fault, key=key, detail=detail)
