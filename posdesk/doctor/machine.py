"""The machine: keyring, sound, scanner, what was installed. Qt is not asked."""

import platform
import sys
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata

from posdesk import __version__
from posdesk.doctor.report import Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.books.posting import OVOPARK, WDK
from posdesk.domain.clock import in_china
from posdesk.domain.rights import LOWEST, Right, asked_role
from posdesk.errors import CredentialsError
from posdesk.host.resources import resource
from posdesk.journal.rescue.checkup import SQLITE
from posdesk.settings.credentials import BOOK_SECRETS, known_names
from posdesk.settings.settings import Settings
from posdesk.updates import installed
from posdesk.updates.installed import Installed

NEEDED = (
    "fonts/NotoSansSC-Regular-gb2312.ttf",
    "fonts/NotoSansSC-Bold-gb2312.ttf",
    "translations/posdesk_zh_CN.qm",
    "tokens.json",
)
LIBRARIES = (
    "PySide6-Essentials",
    "httpx",
    "pydantic",
    "keyring",
    "platformdirs",
    "uvicorn",
    "starlette",
    "httptools",
    "openpyxl",
    "tomlkit",
)
OLD_DAYS = 400  # after which a build should be looked at: its libraries are no longer today's
_TOPICS = {
    "partner": Text("平台和密钥", "Platforms and secrets"),
    OVOPARK: Text("时段销售（ovopark）", "Hourly sales (ovopark)"),
    WDK: Text("小票（WDK）", "Receipts (WDK)"),
    "staff": Text("人员和 PIN", "People and PIN"),
}
"""Where a secret is entered: the topic of Settings by the first part of its name."""
_INSTALL = Text("重新安装 posdesk。", "Install posdesk again.")


def keyring(snapshot: Snapshot) -> Iterator[Finding]:
    """The keyring's backend, and which secrets are missing, by name."""
    try:
        said, stored = _asked(snapshot)
    except CredentialsError as error:
        yield broken("keyring", Text(str(error), str(error)), Text("解锁系统密钥库。", "Unlock it."))
        return
    yield ok("keyring", said.zh, said.en)
    yield _secrets(snapshot.settings, stored)
    yield _rights(snapshot.settings, stored)


def _asked(snapshot: Snapshot) -> tuple[Text, tuple[str, ...]]:
    """Which keyrings there are, and what they hold; a desk's is at hand. Raises CredentialsError."""
    names = known_names(snapshot.settings)
    with snapshot.credentials() as secrets:
        held = tuple(name for name in names if secrets.get(name) is not None)
        if snapshot.secrets is not None and {*needed_secrets(snapshot.settings)} <= {*held}:
            return Text("都读到了", "all were read from it"), held
        backends = ", ".join(secrets.backends())
        return Text(backends, backends), secrets.stored(names)


def _rights(chosen: Settings, stored: tuple[str, ...]) -> Finding:
    """Whether anything asks for a PIN, and which rights fell to another role than the table's."""
    held = frozenset(person.role for person in chosen.staff if person.secret_name in stored)
    if not chosen.staff:
        return ok("rights", "没有设人员，不问 PIN", "nobody is set up: nothing asks for a PIN", fallen={})
    if not held:
        found = Text("设了人员，但没有人有 PIN：不问 PIN", "people are set up, none has a PIN: nothing asks")
        todo = Text(
            "在“设置”的“人员和 PIN”里给他们设 PIN。",
            "Give them PINs: Settings, People and PIN.",
        )
        return look("rights", found, todo, fallen={})
    fallen = {right.value: str(asked_role(right, held)) for right in Right}
    fallen = {name: role for name, role in fallen.items() if role != LOWEST[Right(name)]}
    said = ", ".join(f"{name}: {role}" for name, role in fallen.items())
    zh, en = (
        (f"由较低的角色代管：{said}", f"held by a lower role: {said}") if said else ("都有人管", "all held")
    )
    return ok("rights", zh, en, fallen=fallen)


def _secrets(chosen: Settings, stored: tuple[str, ...]) -> Finding:
    needed = needed_secrets(chosen)
    missing = [name for name in needed if name not in stored]
    optional = [name for name in known_names(chosen) if name not in stored and name not in needed]
    if missing:
        text = ", ".join(missing)
        todo = _enter(missing)
        return broken("secrets", Text(f"缺少 {text}", f"missing: {text}"), todo, missing=missing)
    also = ", ".join(optional)
    zh = f"需要的 {len(needed)} 个都在" + (f"；未用：{also}" if also else "")
    en = f"all {len(needed)} that are needed" + (f"; not set: {also}" if also else "")
    return ok("secrets", zh, en, missing=[], not_set=optional)


def _enter(missing: list[str]) -> Text:
    """In which topics of Settings the secrets of these names are entered."""
    topics = dict.fromkeys(_TOPICS[name.partition("/")[0]] for name in missing)
    zh, en = "、".join(f"“{topic.zh}”" for topic in topics), "; ".join(topic.en for topic in topics)
    return Text(f"在“设置”的{zh}里填写。", f"Enter them in Settings: {en}.")


def needed_secrets(chosen: Settings) -> tuple[str, ...]:
    """The names of the secrets without which a part of these settings can't work."""
    partners = [partner.secret_name for partner in chosen.partner if partner.signature != "none"]
    return (
        *partners,
        *(BOOK_SECRETS[name] for name in chosen.books),
        *(person.secret_name for person in chosen.staff),
    )


def scanner(snapshot: Snapshot) -> Finding:
    """When a code was last read: a scanner that types can't be told from a keyboard."""
    last = snapshot.facts.last_scan if snapshot.facts else None
    if last is None:
        return ok("scanner", "还没有扫过码", "no code was read here yet")
    at = f"{in_china(last):%Y-%m-%d %H:%M}"
    return ok("scanner", f"最近一次扫码 {at}", f"a code was last read at {at}", last=last.isoformat())


def resources(_snapshot: Snapshot) -> Finding:
    """What must lie beside the program."""
    missing = [name for name in NEEDED if not _has(name)]
    if missing:
        text = ", ".join(missing)
        return broken("resources", Text(f"缺少 {text}", f"missing: {text}"), _INSTALL, missing=missing)
    return ok("resources", "齐全", "complete", missing=[])


def _has(name: str) -> bool:
    try:
        return resource(name).stat().st_size > 0
    except OSError:
        return False


def versions(_snapshot: Snapshot) -> Finding:
    """Which posdesk, which Python, which libraries."""
    found = versions_found()
    missing = [name for name, version in found.items() if not version]
    text = ", ".join(f"{name} {version}" for name, version in found.items() if version)
    if missing:
        lost = ", ".join(missing)
        return broken("versions", Text(f"缺少 {lost}；{text}", f"missing: {lost}; {text}"), _INSTALL, **found)
    return ok("versions", text, text, **found)


def build(snapshot: Snapshot) -> Finding:
    """How old the program is."""
    return build_of(installed.launched(), snapshot.now)


def build_of(running: Installed | None, now: datetime) -> Finding:
    """As `build`, of the program that a launcher started, if one did."""
    built = running.built if running is not None else None
    if running is None or built is None:
        zh, en = (
            f"版本 {__version__}，不是由启动器打开的",
            f"version {__version__}, not started by its launcher",
        )
        return ok("build", zh, en, version=__version__, built=None, days=None)
    days = (now.date() - built).days
    facts = {"version": running.version, "built": built.isoformat(), "days": days, "former": running.former}
    said = Text(
        f"版本 {running.version}，{built} 制作，{days} 天前",
        f"version {running.version}, built on {built}, {days} days ago",
    )
    if running.went_back_from:
        found = Text(
            f"{running.went_back_from} 版两次没能打开，已自动换回 {running.version} 版",
            f"version {running.went_back_from} did not come up twice: {running.version} is used again",
        )
        todo = Text(
            "把记录交给管理员，等更新的版本。", "Give the logs to the administrator; wait for a newer one."
        )
        return look("build", found, todo, **facts)
    if days <= OLD_DAYS:
        return ok("build", said.zh, said.en, **facts)
    todo = Text("在“设置”的“开机和更新”里找新版本。", "Look for a newer one in Settings, Start and updates.")
    return look("build", said, todo, **facts)


def versions_found() -> dict[str, str]:
    """By name; empty where a library is not installed."""
    return {
        "posdesk": __version__,
        "Python": platform.python_version(),
        "SQLite": SQLITE,
        "system": f"{sys.platform} {platform.release()} {platform.machine()}",
        **{name: _version(name) for name in LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
