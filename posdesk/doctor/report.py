"""What is found of each part, in both languages, and the report of it: text, JSON, exit code."""

import json
import locale
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from posdesk import __version__


class State(StrEnum):
    """How a part is."""

    OK = "ok"
    LOOK = "look"  # it works, and a person should look at it
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in both languages."""

    zh: str = ""
    en: str = ""

    def of(self, language: str) -> str:
        """The text in `zh_CN`, or in English."""
        return self.zh if language == "zh_CN" else self.en


NOTHING = Text()


@dataclass(frozen=True, slots=True)
class Finding:
    """A part's line: `part` is its stable word, `facts` are for machines; nothing personal in any of it."""

    part: str
    state: State
    found: Text
    todo: Text = NOTHING
    facts: Mapping[str, object] = field(default_factory=dict)


TITLES: Mapping[str, Text] = {
    "settings": Text("设置文件", "settings file"),
    "home": Text("数据目录", "home"),
    "access": Text("其他账户", "other accounts"),
    "receipts": Text("小票目录", "receipts' folder"),
    "not_taken": Text("未取走的文件", "files not taken"),
    "disk": Text("磁盘空间", "disk"),
    "journal": Text("数据文件", "journal"),
    "audit": Text("操作记录", "audit trail"),
    "seal": Text("操作记录封印", "trail's seal"),
    "mark": Text("数据文件标记", "journal's mark"),
    "backup": Text("备份", "backup"),
    "process": Text("运行", "process"),
    "listener": Text("监听端口", "listener"),
    "firewall": Text("防火墙", "firewall"),
    "account": Text("Windows 账户", "Windows account"),
    "reach": Text("怎么打进来", "way in"),
    "keyring": Text("系统密钥库", "keyring"),
    "secrets": Text("密钥", "secrets"),
    "rights": Text("权限", "rights"),
    "transport": Text("加密传输", "encryption"),
    "received": Text("最近收单", "last receive"),
    "outside": Text("外面打来的", "calls from outside"),
    "refused": Text("未接收的请求", "calls not taken"),
    "signatures": Text("签名", "signatures"),
    "gaps": Text("中断时段", "gaps"),
    "wiping": Text("个人信息", "personal data"),
    "losses": Text("丢失的数据", "losses"),
    "waiting": Text("待发送", "waiting"),
    "halted": Text("平台暂停", "halted platforms"),
    "platforms": Text("平台服务器", "platforms' servers"),
    "clock": Text("电脑时钟", "clock"),
    "till_clocks": Text("收银机时钟", "tills' clocks"),
    "sound": Text("声音", "sound"),
    "printers": Text("打印机", "printers"),
    "scanner": Text("扫码枪", "scanner"),
    "resources": Text("字体和翻译", "fonts and translations"),
    "build": Text("程序", "program"),
    "versions": Text("版本", "versions"),
}


def ok(part: str, zh: str, en: str, **facts: object) -> Finding:
    """A part that is well."""
    return Finding(part, State.OK, Text(zh, en), facts=facts)


def look(part: str, found: Text, todo: Text, **facts: object) -> Finding:
    """A part that a person should look at."""
    return Finding(part, State.LOOK, found, todo, facts)


def broken(part: str, found: Text, todo: Text, **facts: object) -> Finding:
    """A part that doesn't work."""
    return Finding(part, State.BROKEN, found, todo, facts)


WELL, SEE_TO_IT, WRONG_SETTINGS = 0, 1, 2
CHINESE, ENGLISH = "zh_CN", "en"
STATES = {
    State.OK: Text("正常", "OK"),
    State.LOOK: Text("查看", "look"),
    State.BROKEN: Text("故障", "broken"),
}
_WIDE = 0x2E80  # from here on a character takes two columns


def language_of(choice: str, settings_choice: str) -> str:
    """The language asked for, else that of the settings, else the OS's: Chinese where it speaks Chinese."""
    for each in (choice, settings_choice):
        if each != "auto":
            return each
    return CHINESE if _system_language().lower().startswith(("zh", "chinese")) else ENGLISH


def _system_language() -> str:
    if sys.platform == "win32":  # pragma: no cover - Windows names no language in the environment
        import ctypes  # noqa: PLC0415

        known = locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
        return str(known)
    return next((text for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (text := os.environ.get(name))), "")


def exit_code(findings: Iterable[Finding]) -> int:
    """0 all well, 1 something needs a person, 2 the settings are wrong."""
    ill = {finding.part: finding.state for finding in findings if finding.state is not State.OK}
    if ill.get("settings") is State.BROKEN:
        return WRONG_SETTINGS
    return SEE_TO_IT if ill else WELL


def as_text(findings: Sequence[Finding], language: str) -> str:
    """A line a part, with what to do behind an arrow where something is."""
    return "".join(f"{_line(finding, language)}\n" for finding in findings)


def _line(finding: Finding, language: str) -> str:
    state = _padded(STATES[finding.state].of(language), 7)
    title = _padded(TITLES[finding.part].of(language), 23)
    todo = finding.todo.of(language)
    line = f"{state}{title}{finding.found.of(language)}"
    return " ".join(f"{line} → {todo}".split("\n")) if todo else " ".join(line.split("\n"))


def _padded(text: str, columns: int) -> str:
    wide = sum(2 if ord(sign) >= _WIDE else 1 for sign in text)
    return text + " " * max(1, columns - wide)


def as_json(
    findings: Sequence[Finding], home: Path, at: datetime, lines: Sequence[Mapping[str, object]] = ()
) -> str:
    """The whole report; keys are stable, texts are not. `lines` are the parts' (`health.as_facts`)."""
    report = {
        "posdesk": __version__,
        "at": at.isoformat(),
        "home": str(home),
        "exit_code": exit_code(findings),
        "lines": [*lines],
        "parts": [_part(finding) for finding in findings],
    }
    return json.dumps(report, ensure_ascii=False, indent=2, default=str) + "\n"


def _part(finding: Finding) -> dict[str, object]:
    return {
        "part": finding.part,
        "state": finding.state.value,
        "zh": finding.found.zh,
        "en": finding.found.en,
        "todo_zh": finding.todo.zh,
        "todo_en": finding.todo.en,
        "facts": dict(finding.facts),
    }
