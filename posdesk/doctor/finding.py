"""What the doctor says of a part, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    LOOK = "look"  # it works, and a person should look at it
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Said:
    """A text in both languages."""

    zh: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        """The text in `zh_CN`, or in English."""
        return self.zh if language == "zh_CN" else self.en


NOTHING = Said()


@dataclass(frozen=True, slots=True)
class Finding:
    """A part's line: `part` is its stable word, `facts` are for machines; nothing personal in any of it."""

    part: str
    state: State
    found: Said
    todo: Said = NOTHING
    facts: Mapping[str, object] = field(default_factory=dict)


TITLES: Mapping[str, Said] = {
    "settings": Said("设置文件", "settings file"),
    "home": Said("数据目录", "home"),
    "access": Said("其他账户", "other accounts"),
    "receipts": Said("小票目录", "receipts' folder"),
    "not_taken": Said("未取走的文件", "files not taken"),
    "disk": Said("磁盘空间", "disk"),
    "journal": Said("数据文件", "journal"),
    "audit": Said("操作记录", "audit trail"),
    "seal": Said("操作记录封印", "trail's seal"),
    "mark": Said("数据文件标记", "journal's mark"),
    "backup": Said("备份", "backup"),
    "process": Said("运行", "process"),
    "listener": Said("监听端口", "listener"),
    "keyring": Said("系统密钥库", "keyring"),
    "secrets": Said("密钥", "secrets"),
    "rights": Said("权限", "rights"),
    "transport": Said("加密传输", "encryption"),
    "received": Said("最近收单", "last receive"),
    "refused": Said("未接收的请求", "calls not taken"),
    "signatures": Said("签名", "signatures"),
    "gaps": Said("中断时段", "gaps"),
    "wiping": Said("个人信息", "personal data"),
    "losses": Said("丢失的数据", "losses"),
    "waiting": Said("待发送", "waiting"),
    "halted": Said("平台暂停", "halted platforms"),
    "platforms": Said("平台服务器", "platforms' servers"),
    "clock": Said("电脑时钟", "clock"),
    "till_clocks": Said("收银机时钟", "tills' clocks"),
    "sound": Said("声音", "sound"),
    "scanner": Said("扫码枪", "scanner"),
    "resources": Said("字体和翻译", "fonts and translations"),
    "versions": Said("版本", "versions"),
}


def ok(part: str, zh: str, en: str, **facts: object) -> Finding:
    """A part that is well."""
    return Finding(part, State.OK, Said(zh, en), facts=facts)


def look(part: str, found: Said, todo: Said, **facts: object) -> Finding:
    """A part that a person should look at."""
    return Finding(part, State.LOOK, found, todo, facts)


def broken(part: str, found: Said, todo: Said, **facts: object) -> Finding:
    """A part that doesn't work."""
    return Finding(part, State.BROKEN, found, todo, facts)
