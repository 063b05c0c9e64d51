"""TLS of the listener, and what it takes to listen beyond this PC (row 58). Nothing heavy is imported."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from posdesk.domain.status import Exposure
from posdesk.engine.listening.exposure import exposure_of
from posdesk.errors import SettingsError, SettingsFault
from posdesk.host.late import late
from posdesk.settings.settings import FILE_NAME, Listener, Settings

if TYPE_CHECKING:
    import ssl
else:
    ssl = late("ssl")

log = logging.getLogger(__name__)
_OR = "Or listen on 127.0.0.1, or set listener.insecure_beyond_loopback = true and mean it"


def check(settings: Settings, home: Path) -> None:
    """Raises SettingsError where the settings would let strangers listen in or call from beyond this PC.

    Receipts need no word here: without a token in the keyring nobody may hand any in.
    """
    tls_context(settings.listener, home)
    exposure = exposure_of(settings)
    is_open = exposure.readable or exposure.unsigned
    if not is_open or settings.listener.insecure_beyond_loopback:
        return  # a partner that is kept out costs no start: the desk says it
    said = f"listener.host: {exposure.host!r} is beyond this PC, and {_reasons(exposure)[0]}. {_OR}."
    fault = SettingsFault.READABLE if exposure.readable else SettingsFault.UNSIGNED
    detail = exposure.host if exposure.readable else exposure.unsigned[0]
    raise SettingsError(said, fault, file=str(home / FILE_NAME), key="listener.host", detail=detail)


def warn(settings: Settings) -> None:
    """Log what is open to strangers because the settings want it so."""
    exposure = exposure_of(settings)
    for reason in _reasons(exposure):
        log.warning("listener: listens beyond this PC, and %s: as the settings want it", reason)
    for name in exposure.kept_out:
        said = (
            "listener: calls of partner %s are taken from this PC only: put {body} into its signature's text"
        )
        log.warning(said, name)


def _reasons(exposure: Exposure) -> list[str]:
    """What is open to strangers, each with the key that closes it."""
    lacks_tls = "calls would be readable on the way: set listener.tls_cert and listener.tls_key"
    unsigned = [
        f"anyone could call as partner {name}: sign its calls with partner.signature"
        for name in exposure.unsigned
    ]
    return ([lacks_tls] if exposure.readable else []) + unsigned


def tls_context(settings: Listener, home: Path) -> "ssl.SSLContext | None":
    """The listener's certificate and key, ready; None where it has none. Raises SettingsError."""
    if not settings.has_tls:
        return None
    cert = _readable("tls_cert", settings.tls_cert, home)
    key = _readable("tls_key", settings.tls_key, home)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    try:
        context.load_cert_chain(cert, key, password=lambda: "")  # asked for nobody: there is no terminal
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None) or error
        said = f"listener.tls_cert and listener.tls_key are no certificate with its key: {reason}"
        raise _no_tls(
            f"{said}. Both are PEM files, the key without a password.", home, "tls_cert", str(reason)
        ) from error
    return context


def _readable(key: str, name: str, home: Path) -> Path:
    path = home / name
    if not name:
        said = f"listener.{key} is missing: tls_cert and tls_key go together. Set both or none."
        raise _no_tls(said, home, key, "-")
    try:
        with path.open("rb"):
            return path
    except OSError as error:
        reason = error.strerror or error
        said = f"listener.{key}: {path} can't be read: {reason}. Mend that key."
        raise _no_tls(said, home, key, f"{path}: {reason}") from error


def _no_tls(said: str, home: Path, key: str, detail: str) -> SettingsError:
    file = str(home / FILE_NAME)
    return SettingsError(said, SettingsFault.TLS, file=file, key=f"listener.{key}", detail=detail)
