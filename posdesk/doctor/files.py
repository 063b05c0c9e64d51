"""Settings, home, disk, journal, audit trail and backups, as they lie in the home."""

import shutil
import tempfile
from datetime import timedelta

from posdesk.doctor.finding import Finding, Said, broken, look, ok
from posdesk.doctor.patient import Patient
from posdesk.doctor.trail_words import doubt_words, proof_words, remarks
from posdesk.domain.clock import in_china
from posdesk.journal import schema
from posdesk.journal.backup import backups
from posdesk.journal.lock import is_folder_locked
from posdesk.settings import settings

LITTLE_BYTES = 1024**3
TOO_LITTLE_BYTES = 100 * 1024**2
BACKUP_DUE = timedelta(hours=36)  # one a day, and a night's sleep
_UNLOCKABLE = (
    Said("该目录所在的磁盘不能锁定目录", "the home's file system can't lock folders"),
    Said(
        "posdesk 运行时绝不要删除 posdesk.lock；最好把数据目录放在本机磁盘上。",
        "Never delete posdesk.lock while posdesk runs; better put the home on a disk of this PC.",
    ),
)
_START = Said("启动一次 posdesk。", "Start posdesk once.")


def settings_file(patient: Patient) -> Finding:
    """posdesk.toml."""
    path = patient.home / settings.FILE_NAME
    if patient.settings_error:
        mend = Said("按上面的提示修改这个文件。", "Mend that place of the file.")
        wrong = patient.settings_error
        return broken("settings", Said(str(wrong), str(wrong)), mend, key=wrong.key, place=wrong.place)
    if not path.exists():
        found = Said(f"没有 {path}，使用默认设置", f"there is no {path}: the defaults are used")
        return look(
            "settings", found, Said("在“设置”页填写门店和平台。", "Enter store and platforms in Settings.")
        )
    partners = len(patient.settings.partner)
    return ok("settings", f"{path}，{partners} 个平台", f"{path}, {partners} order platforms", path=str(path))


def home_folder(patient: Patient) -> Finding:
    """Whether the home can be written to."""
    home = patient.home
    if not home.is_dir():
        return look("home", Said(f"{home} 还不存在", f"{home} is not there yet"), _START)
    try:
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"posdesk")
            file.flush()
    except OSError as error:
        why = error.strerror or str(error)
        todo = Said("检查该目录的权限和磁盘。", "Check the folder's permissions and the disk.")
        return broken("home", Said(f"{home} 不可写：{why}", f"{home} can't be written: {why}"), todo)
    if not is_folder_locked(home):
        return look("home", *_UNLOCKABLE, path=str(home))
    return ok("home", f"{home} 可写", f"{home} can be written", path=str(home))


def disk(patient: Patient) -> Finding:
    """The room left where the home is."""
    place = next(folder for folder in (patient.home, *patient.home.parents) if folder.exists())
    try:
        free = shutil.disk_usage(place).free
    except OSError as error:
        why = error.strerror or str(error)
        return look(
            "disk", Said(f"无法得知：{why}", f"not to be told: {why}"), Said("检查磁盘。", "Check the disk.")
        )
    mib = free // 1024**2
    found = Said(f"剩余 {mib} MiB", f"{mib} MiB free")
    if free >= LITTLE_BYTES:
        return ok("disk", found.zh, found.en, free_bytes=free)
    todo = Said("清理磁盘：没有空间就不能接单。", "Free space: without any no order can be taken.")
    return (broken if free < TOO_LITTLE_BYTES else look)("disk", found, todo, free_bytes=free)


def journal(patient: Patient) -> Finding:
    """Whether the journal opens, is of today's schema, and is whole."""
    if patient.journal_error:
        todo = Said("若被其他程序占用就关闭它，否则恢复备份。", "Close what holds it, else restore a backup.")
        return broken("journal", Said(patient.journal_error, patient.journal_error), todo)
    facts = patient.facts
    if facts is None:
        return look("journal", Said("还没有数据文件", "there is no journal yet"), _START)
    if facts.version != schema.VERSION:
        return _other_version(facts.version)
    if facts.damage:
        said = "; ".join(facts.damage)
        todo = Said("停止 posdesk，恢复备份。", "End posdesk and restore a backup.")
        return broken("journal", Said(f"已损坏：{said}", f"damaged: {said}"), todo, version=facts.version)
    size = patient.journal.stat().st_size // 1024
    zh, en = f"版本 {facts.version}，完好，{size} KiB", f"version {facts.version}, whole, {size} KiB"
    return ok("journal", zh, en, version=facts.version, size_kib=size)


def _other_version(found: int) -> Finding:
    said = Said(
        f"版本 {found}，本程序为 {schema.VERSION}", f"version {found}, this posdesk has {schema.VERSION}"
    )
    if found > schema.VERSION:
        todo = Said("重新安装写它的新版本。", "Install the newer posdesk that wrote it.")
        return broken("journal", said, todo, version=found)
    return look("journal", said, _START, version=found)


def audit_trail(patient: Patient) -> Finding | None:
    """Whether the chain is whole, and just what was sealed."""
    check = patient.facts.trail if patient.facts else None
    if check is None:
        return None
    if check.is_whole:
        return ok("audit", f"完整，{check.lines} 行", f"whole, {check.lines} lines", lines=check.lines)
    found = doubt_words(check)
    todo = Said("保留文件并查明谁动过它。", "Keep the file and find out who was at it.")
    return broken("audit", found, todo, broken_at=check.line, doubt=check.doubt)


def seal(patient: Patient) -> Finding | None:
    """Up to which line the trail is proven, and since when it is not."""
    check = patient.facts.trail if patient.facts else None
    if check is None or not check.is_whole:
        return None
    proven = proof_words(check, patient.no_seal_key)
    told = (proven, *remarks(check))
    return ok(
        "seal", "；".join(each.zh for each in told), "; ".join(each.en for each in told), sealed=check.sealed
    )


def backup(patient: Patient) -> Finding | None:
    """The newest backup; nothing where none was ever made."""
    every = backups(patient.home)
    if not every:
        return None
    name, at = every[-1].path.name, every[-1].made_at
    when = f"{in_china(at):%Y-%m-%d %H:%M}"
    found = Said(f"最近一次 {when}（{name}）", f"the last one is of {when} ({name})")
    if patient.now - at <= BACKUP_DUE:
        return ok("backup", found.zh, found.en, at=at.isoformat(), name=name)
    todo = Said("让 posdesk 运行，或执行 posdesk backup。", "Let posdesk run, or do posdesk backup.")
    return look("backup", found, todo, at=at.isoformat(), name=name)
