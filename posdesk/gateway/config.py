"""`posdesk gateway --config FILE`: what a chain's gateway is told, in TOML; its secrets are files beside it.

Nothing here comes from this machine's address: behind a reverse proxy everybody calls from it (relay.md).
"""

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

from pydantic import AfterValidator, Field, ValidationError, model_validator

from posdesk.domain.key_text import compared
from posdesk.engine.listening.exposure import is_loopback
from posdesk.errors import CredentialsError, SettingsError, SettingsFault
from posdesk.settings.faults import wrong_key
from posdesk.settings.model import Model, Seen
from posdesk.settings.relay import checked_server
from posdesk.settings.secret_text import checked
from posdesk.settings.settings import Listener
from posdesk.settings.settings import Partner as CounterPartner
from posdesk.settings.toml_text import read_toml, text_of

log = logging.getLogger(__name__)
CREDENTIALS_DIRECTORY: Final = "CREDENTIALS_DIRECTORY"
"""Where systemd's LoadCredential lays the secrets; the variable's name is systemd's."""
NATS_CREDS: Final = "nats.creds"
REPLICAS: Final = 3  # relay.md, "The engine"
_MOST_SECRET_BYTES: Final = 64 * 1024


class Partner(CounterPartner):
    """A platform, as posdesk.toml has it; it is never called from here, so that it needs no `url`.

    `insecure`: its calls prove neither sender nor content, and that is meant: anyone who reaches the gateway
    can send orders as this partner.
    """

    url: Annotated[Seen, Field(pattern=r"^(https?://|$)")] = ""
    insecure: bool = False


class Nats(Model):
    """Where the relay's servers are; `ca` is a PEM file, from the file's folder if relative.

    Beyond this machine by TLS only, as at the counters: else whoever stands in between reads all orders.
    `replicas`: with fewer, code 0 would promise less than relay.md does, and the gateway says so.
    """

    servers: Annotated[tuple[Annotated[Seen, AfterValidator(checked_server)], ...], Field(min_length=1)]
    ca: Seen = ""
    replicas: Annotated[int, Field(ge=1, le=5)] = REPLICAS


class Metrics(Model):
    """Where `/metrics` is served: on this machine alone unless said otherwise. Port 0: any free port."""

    on: bool = True
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 9464


class GatewayConfig(Model):
    """The whole file. `leave_s`: how long `/healthz` says 503 before the port closes at the end."""

    listener: Listener = Listener(port=8766)
    nats: Nats
    metrics: Metrics = Metrics()
    partner: Annotated[tuple[Partner, ...], Field(min_length=1)]
    leave_s: Annotated[float, Field(ge=0, le=300)] = 5.0

    @model_validator(mode="after")
    def _unique(self) -> "GatewayConfig":
        for what, values in (
            ("partner.name", [each.name for each in self.partner]),
            ("partner.appid", [compared(each.appid) for each in self.partner]),
        ):
            doubled = sorted({value for value in values if values.count(value) > 1})
            if doubled:
                raise ValueError(f"{what} {doubled[0]!r} stands there twice")
        return self

    @model_validator(mode="after")
    def _proves_senders(self) -> "GatewayConfig":
        """Whatever address it listens on: loopback is where a reverse proxy calls from, for all the world."""
        for each in self.partner:
            if each.on and not (each.is_signed or each.insecure):
                raise ValueError(
                    f"anyone could send orders as partner {each.name}: its signature must cover {{body}} with"
                    " the appkey. Mend partner.signature, or set partner.insecure = true and mean it"
                )
        return self

    @model_validator(mode="after")
    def _is_not_readable(self) -> "GatewayConfig":
        chosen = self.listener
        if is_loopback(chosen.host) or chosen.has_tls or chosen.insecure_beyond_loopback:
            return self
        raise ValueError(
            f"at listener.host {chosen.host} the network could read every call: set listener.tls_cert and"
            " listener.tls_key, or listen on 127.0.0.1 behind a reverse proxy, or set"
            " listener.insecure_beyond_loopback = true and mean it"
        )

    @property
    def live_partners(self) -> tuple[Partner, ...]:
        """The partners that are switched on."""
        return tuple(each for each in self.partner if each.on)

    def partner_of_appid(self, appid: str) -> Partner | None:
        """The partner that calls under this appid, whichever look it has (domain/key_text.py), or None."""
        wanted = compared(appid)
        return next((each for each in self.live_partners if compared(each.appid) == wanted), None)

    def partner_named(self, name: str) -> Partner | None:
        """The live partner of that name, or None."""
        return next((each for each in self.live_partners if each.name == name), None)

    def reaches(self, partner: CounterPartner) -> bool:
        """Whether its calls are taken at all: they come from beyond this machine, all of them."""
        known = self.partner_named(partner.name)
        return known is not None and (known.is_signed or known.insecure)


def load(path: Path) -> GatewayConfig:
    """The configuration. Raises SettingsError naming file, key and reason."""
    try:
        text = text_of(path.read_bytes(), str(path))
    except OSError as error:
        said = f"{path} can't be read: {error.strerror or error}. Name the gateway's file by --config."
        raise SettingsError(said, SettingsFault.UNREADABLE, file=str(path)) from error
    try:
        return GatewayConfig.model_validate(read_toml("\n".join(text.splitlines()), str(path)))
    except ValidationError as error:
        raise wrong_key(error, file=str(path)) from error


def warn(config: GatewayConfig) -> None:
    """Log what is open because the file wants it so."""
    for each in config.live_partners:
        if each.insecure and not each.is_signed:
            log.warning("gateway: anyone can send orders as partner %s: as the file wants it", each.name)
    if config.nats.replicas < REPLICAS:
        log.warning(
            "gateway: nats.replicas is %d: an order that is answered 0 may stand on so few servers, and is"
            " lost with them; a chain at work has %d",
            config.nats.replicas,
            REPLICAS,
        )


@dataclass(frozen=True, slots=True)
class GatewaySecrets:
    """The partners' appkeys by their keyring names, and the text of `nats.creds`. Never logged."""

    appkeys: Mapping[str, str] = field(repr=False)
    creds: str = field(repr=False)

    def get(self, name: str) -> str | None:
        """The appkey of that keyring name, or None."""
        return self.appkeys.get(name)

    def hidden(self, text: str) -> str:
        """A text for the log with every appkey in it blanked."""
        for secret in self.appkeys.values():
            text = text.replace(secret, "***")
        return text


def load_secrets(config: GatewayConfig, environment: Mapping[str, str] = os.environ) -> GatewaySecrets:
    """The files of $CREDENTIALS_DIRECTORY. Raises CredentialsError naming the one that is wrong."""
    named = environment.get(CREDENTIALS_DIRECTORY, "")
    if not named:
        raise CredentialsError(
            f"${CREDENTIALS_DIRECTORY} is not set: the gateway's secrets are files in that folder,"
            f" {NATS_CREDS} and partner.<name>.appkey. systemd sets it by LoadCredential.",
            NATS_CREDS,
        )
    folder = Path(named)
    signed = [each for each in config.live_partners if each.signature != "none"]
    return GatewaySecrets(
        {
            each.secret_name: checked(name, _read(folder, name))
            for each in signed
            for name in [f"partner.{each.name}.appkey"]
        },
        _read(folder, NATS_CREDS),
    )


def _read(folder: Path, name: str) -> str:
    try:
        with (folder / name).open("rb") as file:
            data = file.read(_MOST_SECRET_BYTES)
        text = data.decode("utf-8-sig").strip()
    except OSError as error:
        said = f"The secret {folder / name} can't be read: {error.strerror or error}."
        raise CredentialsError(f"{said} Put it there, by LoadCredential or by hand.", name) from error
    except UnicodeDecodeError as error:
        raise CredentialsError(f"The secret {folder / name} is no text.", name) from error
    if not text:
        raise CredentialsError(f"The secret {folder / name} is empty.", name)
    return text
