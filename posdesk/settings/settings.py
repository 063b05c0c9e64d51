"""posdesk.toml as pydantic models; an error names file, key and reason."""

import functools
import re
import string
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from posdesk.domain.books.day_starts import DayStarts, written
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.key_text import BadKey, compared, key_text
from posdesk.domain.orders.auto_accept import ACTOR
from posdesk.domain.printing.plan import PrintPlan
from posdesk.domain.rights import Role, said_name
from posdesk.errors import SettingsError, SettingsFault
from posdesk.settings.auto_accept import AutoAccept, TimeOfDay
from posdesk.settings.book_sections import Ovopark, Section, Wdk
from posdesk.settings.faults import wrong_key
from posdesk.settings.model import Model, Seen
from posdesk.settings.printers import PrintedSlip, Printer, plan_of
from posdesk.settings.relay import RelaySettings
from posdesk.settings.scanner import Scanner
from posdesk.settings.sound import Sound
from posdesk.settings.toml_text import read_toml, text_of

FILE_NAME = "posdesk.toml"
BusinessDay = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
DEMO_MARK = "posdesk-demo"  # a file that says that a home is the demo's
PRINTERS = "printers"  # the tables [[printer]] and [[slip]], which are entered together
SECRETS = "secrets"  # what is entered is secrets alone, of whatever section
PEOPLE = "staff"  # the tables [[staff]], with the PINs of new ones
PARTNER = "partner"  # the tables [[partner]]
DEMO_SLIPS = "slips"  # in the demo's home: pictures of what its printer printed, gone with it


class Store(Model):
    """Who we are: `code` is the platforms' storecode, `undo_s` the undo time in seconds (row 22).

    `day_starts_before`: before which business days it began at another time ("2026-11-29" = "04:00").
    `keep_content_months`: how long lines and fees stay, which are wiped of personal data by then. At the
    least as long as personal data of what never ends stays by itself.
    `keep_personal_days`: how long after an order's end names, phones, addresses and remarks stay (row 60).
    """

    code: Annotated[str, Field(min_length=1)] = "001"
    uid: int | None = None
    name: str = ""
    counter: Annotated[str, Field(pattern=r"^[0-9]{1,2}$")] = "1"
    day_starts: TimeOfDay = "04:00"
    day_starts_before: dict[BusinessDay, TimeOfDay] = Field(default_factory=dict)
    undo_s: Annotated[float, Field(ge=0, le=30)] = 2.0
    preorder_lead_min: Annotated[int, Field(ge=0, le=600)] = 25
    keep_personal_days: Annotated[int, Field(ge=1, le=3650)] = 30
    keep_content_months: Annotated[int, Field(ge=4, le=120)] = 13

    @property
    def days(self) -> DayStarts:
        """When each business day begins (domain/books/day_starts.py)."""
        return written(self.day_starts, self.day_starts_before)


class Listener(Model):
    """Where the platforms reach us. Port 0 takes any free port and writes it to listener.json.

    `tls_cert` and `tls_key` are paths of PEM files, from the home if relative (engine/listening/tls.py).
    """

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8765
    body_limit_bytes: Annotated[int, Field(ge=1024)] = 1024 * 1024
    tls_cert: Seen = ""
    tls_key: Seen = ""
    insecure_beyond_loopback: bool = False

    @property
    def has_tls(self) -> bool:
        """Whether calls come encrypted."""
        return bool(self.tls_cert or self.tls_key)


class Receipts(Model):
    """The till's folder, for a till of another account on this PC: its modes are the administrator's.

    A relative path is from the home; without one it is `receipts-in` in the home, which is ours alone.
    `pay_types` says of the pay types that stand in receipts which are cash: the shift's drawer counts those.
    """

    folder: Seen = ""
    pay_types: dict[str, Literal["cash", "other"]] = Field(default_factory=dict)


class SignatureRecipe(Model):
    """How a partner signs (contracts.md: the algorithm is UNKNOWN, so it is settings, not code)."""

    hash: Literal["md5", "sha1", "sha256", "hmac-md5", "hmac-sha256"] = "hmac-sha256"
    text: str = "{body}"
    case: Literal["lower", "upper"] = "lower"

    @field_validator("text")
    @classmethod
    def _known_fields(cls, text: str) -> str:
        parts = [part for part in string.Formatter().parse(text) if part[1] is not None]
        names = {str(name) for _, name, _, _ in parts}
        if any(spec or conversion for _, _, spec, conversion in parts):
            raise ValueError("a field stands alone in its braces, as in {body}")
        unknown = names - {"appid", "appkey", "body", "cmd", "seq"}
        if unknown:
            raise ValueError(f"{{{sorted(unknown)[0]}}} is not one of appid, appkey, body, cmd, seq")
        return text

    @property
    def is_keyed(self) -> bool:
        """Whether signing needs the appkey; if not, anyone could sign, and the app says so."""
        return self.hash.startswith("hmac-") or "appkey" in self.fields

    @property
    def covers_body(self) -> bool:
        """Whether the signature covers the body; if not, a sign that was seen once fits any order."""
        return "body" in self.fields

    @property
    def fields(self) -> frozenset[str]:
        """The names that its text takes."""
        return _fields_of(self.text)


@functools.lru_cache(maxsize=64)
def _fields_of(template: str) -> frozenset[str]:
    return frozenset(str(name) for _, name, _, _ in string.Formatter().parse(template) if name)


class Partner(Model):
    """An O2O platform. `code_pattern` (a regular expression) says which pickup codes are its own.

    `name` is its identity, `shown` what people call it where its sources don't say that. `on` is off where
    its calls are not taken and nobody asks it any more.
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    shown: Annotated[Seen, Field(max_length=20)] = ""
    url: Annotated[Seen, Field(pattern=r"^https?://")]
    appid: str
    sources: tuple[int, ...] = ()
    accept_within_s: Annotated[float, Field(gt=0)] = 300
    items: Literal["object", "list"] = "object"
    seq_dedup: bool = False
    signature: SignatureRecipe | Literal["none"] = SignatureRecipe()
    code_pattern: str = ""
    on: bool = True

    @field_validator("appid")
    @classmethod
    def _names(cls, appid: str) -> str:
        try:
            return key_text(appid)
        except BadKey as error:
            raise ValueError(error.en) from error

    @field_validator("code_pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern

    @property
    def is_signed(self) -> bool:
        """Whether the partner's calls prove their sender and their content."""
        return self.signature != "none" and self.signature.is_keyed and self.signature.covers_body

    @property
    def is_half_signed(self) -> bool:
        """Whether the partner's calls prove their sender, but not their content."""
        return self.signature != "none" and self.signature.is_keyed and not self.signature.covers_body

    @property
    def secret_name(self) -> str:
        """The keyring name of its appkey."""
        return f"partner/{self.name}/appkey"


class Tender(Model):
    """A way to pay at the counter: the tenant's `paycode` and `payname` (contracts.md: per tenant)."""

    code: str
    name: str
    cash: bool = False


class Staff(Model):
    """A person at the till; the PIN is in the keyring under staff/<name>/pin (rights: domain/rights.py)."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    role: Role = Role.CASHIER

    @field_validator("name")
    @classmethod
    def _is_a_persons(cls, name: str) -> str:
        if name == ACTOR or said_name(name):
            raise ValueError("the record calls something else so: write another name")
        return name

    @property
    def secret_name(self) -> str:
        """The keyring name of the PIN."""
        return f"staff/{self.name}/pin"


class Update(Model):
    """Where updates are looked for, when a person wants that: a folder or an https address, else nowhere."""

    model_config = ConfigDict(serialize_by_alias=True)

    source: Annotated[Seen, Field(alias="from")] = ""

    @field_validator("source")
    @classmethod
    def _is_safe(cls, source: str) -> str:
        place = source.strip()
        scheme, is_address, rest = place.partition("://")
        if is_address and (scheme.lower() != "https" or "@" in rest.partition("/")[0]):
            raise ValueError("an address must begin with https:// and hold no name or password")
        return place


Corner = Literal["bottom_right", "bottom_left", "top_right", "top_left", "off"]


class Desk(Model):
    """How the desk looks: language (auto takes the OS's), theme, motion; when it signs out by itself.

    `sign_out_min` is how many minutes without a key or a touch that takes; with 0 it never does. `corner` is
    where the corner card stands while another program is in front.
    """

    language: Literal["auto", "zh_CN", "en"] = "auto"
    theme: Literal["auto", "light", "dark"] = "auto"
    less_motion: bool = False
    sign_out_min: Annotated[int, Field(ge=0, le=720)] = 10
    corner: Corner = "bottom_right"


class Settings(Model):
    """The whole posdesk.toml. `training` marks the demo's throwaway home on screen."""

    store: Store = Store()
    listener: Listener = Listener()
    receipts: Receipts = Receipts()
    partner: tuple[Partner, ...] = ()
    tender: tuple[Tender, ...] = (Tender(code="cash", name="现金", cash=True),)
    staff: tuple[Staff, ...] = ()
    printer: tuple[Printer, ...] = ()
    slip: tuple[PrintedSlip, ...] = ()
    desk: Desk = Desk()
    auto_accept: AutoAccept = AutoAccept()
    scanner: Scanner = Scanner()
    sound: Sound = Sound()
    update: Update = Update()
    ovopark: Ovopark | None = None
    wdk: Wdk | None = None
    relay: RelaySettings | None = None
    training: bool = False

    @property
    def books(self) -> dict[str, Section]:
        """The sections of the books' platforms that are there, by platform."""
        sections: dict[str, Section | None] = {OVOPARK: self.ovopark, WDK: self.wdk}
        return {name: section for name, section in sections.items() if section is not None}

    @model_validator(mode="after")
    def _unique(self) -> "Settings":
        for what, values in (
            ("partner.name", [p.name for p in self.partner]),
            ("partner.appid", [compared(p.appid) for p in self.partner]),
            ("staff.name", [s.name for s in self.staff]),
            ("printer.name", [p.name for p in self.printer]),
            ("printer.address", [p.place for p in self.printer]),
        ):
            doubled = {v for v in values if values.count(v) > 1}
            if doubled:
                raise ValueError(f"{what} {sorted(doubled)[0]!r} stands there twice")
        return self

    @model_validator(mode="after")
    def _accepts_of_somebody(self) -> "Settings":
        names = {partner.name for partner in self.partner}
        strange = [name for name in self.auto_accept.partners if name not in names]
        if strange:
            raise ValueError(f"auto_accept.partners {strange[0]!r} is the name of no [[partner]]")
        return self

    @model_validator(mode="after")
    def _prints_somewhere(self) -> "Settings":
        names = {printer.name for printer in self.printer}
        strange = [each.printer for each in self.slip if each.printer not in names]
        if strange:
            raise ValueError(f"slip.printer {strange[0]!r} is the name of no [[printer]]")
        return self

    @property
    def print_plan(self) -> PrintPlan:
        """Which slip prints where, as the journal writes prints down."""
        plan = plan_of(self.printer, self.slip)
        return plan if self.relay is None else replace(plan, by_itself=self.relay.prints)

    @property
    def live_partners(self) -> tuple[Partner, ...]:
        """The partners that are switched on."""
        return tuple(partner for partner in self.partner if partner.on)

    def printer_named(self, name: str) -> Printer | None:
        """The printer of that name, or None."""
        return next((p for p in self.printer if p.name == name), None)

    def partner_named(self, name: str) -> Partner | None:
        """The partner of that name, or None."""
        return next((p for p in self.partner if p.name == name), None)

    def reaches(self, partner: Partner) -> bool:
        """Whether the partner's calls are taken from beyond this PC."""
        return not partner.is_half_signed or self.listener.insecure_beyond_loopback

    def partner_of_appid(self, appid: str) -> Partner | None:
        """The partner that calls under this appid, whichever look it has (domain/key_text.py), or None.

        One that is switched off calls nobody: its calls are a stranger's.
        """
        wanted = compared(appid)
        return next((p for p in self.live_partners if compared(p.appid) == wanted), None)


_LOOKS = r"""^\s*(?=language|theme)(\w+)\s*=\s*["'](auto|zh_CN|en|light|dark)["']"""


def default_home() -> Path:
    """Where settings, journal and logs live when neither --home nor POSDESK_HOME says so."""
    import platformdirs  # noqa: PLC0415 - not where the home is named

    return Path(platformdirs.user_data_dir("posdesk", appauthor=False))


def load(home: Path) -> Settings:
    """The settings of a home; a missing file means the defaults. Raises SettingsError."""
    path = home / FILE_NAME
    try:
        text = text_of(path.read_bytes(), str(path))
        return parse("\n".join(text.replace("\r\n", "\n").split("\r")), str(path))
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        said = f"{path} can't be read: {error.strerror}. Check its permissions."
        raise SettingsError(said, SettingsFault.UNREADABLE, file=str(path)) from error


def parse(text: str, name: str) -> Settings:
    """Settings from TOML text; `name` is what errors call the file. Raises SettingsError."""
    try:
        return Settings.model_validate(read_toml(text, name))
    except ValidationError as error:
        raise wrong_key(error, file=name) from error


def as_far_as_read(home: Path) -> Settings:
    """The desk's language and theme, where a file with a mistake still says them; all else is the default."""
    try:
        text = (home / FILE_NAME).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Settings()
    return Settings(desk=Desk.model_validate(dict(re.findall(_LOOKS, text, re.MULTILINE))))
