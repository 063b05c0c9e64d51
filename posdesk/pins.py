"""PINs where they are set and deleted: no two alike, and never the last administrator's taken away."""

import hmac

from posdesk.domain.rights import is_last_administrator
from posdesk.errors import CredentialsError, SettingsError
from posdesk.settings.credentials import Credentials
from posdesk.settings.secret_text import PINS, checked
from posdesk.settings.settings import Settings


def must_be_free(secrets: Credentials, name: str, pin: str, chosen: Settings) -> None:
    """Raises CredentialsError where another person has this PIN; never whose it is."""
    others = [person.secret_name for person in chosen.staff if person.secret_name != name]
    if not name.startswith(PINS) or not others:
        return
    wanted = checked(name, pin).encode()
    secrets.read(others)
    held = [(secrets.get(other) or "").encode() for other in others]
    if any(hmac.compare_digest(each, wanted) for each in held):
        raise CredentialsError("This PIN can't be used here: it is taken. Choose another one.")


def must_be_dispensable(secrets: Credentials, name: str, chosen: Settings) -> None:
    """Raises SettingsError where it is the last administrator's PIN and other people are set up."""
    person = next((each for each in chosen.staff if each.secret_name == name), None)
    if person is None:
        return
    with_pin = set(secrets.stored([each.secret_name for each in chosen.staff]))
    able = {each.name for each in chosen.staff if each.secret_name in with_pin}
    if is_last_administrator(person.name, chosen.staff, able):
        raise SettingsError(
            f"{person.name} is the last administrator with a PIN, and other people are set up. "
            "Give another administrator a PIN first."
        )
