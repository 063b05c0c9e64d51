"""The report: a line a part for people, JSON for machines, and the number the command ends with."""

import json
import locale
import os
import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from posdesk import __version__
from posdesk.doctor.finding import TITLES, Finding, Said, State

WELL, SEE_TO_IT, WRONG_SETTINGS = 0, 1, 2
CHINESE, ENGLISH = "zh_CN", "en"
_STATES = {
    State.OK: Said("正常", "OK"),
    State.LOOK: Said("查看", "look"),
    State.BROKEN: Said("故障", "broken"),
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
    state = _padded(_STATES[finding.state].of(language), 7)
    title = _padded(TITLES[finding.part].of(language), 23)
    todo = finding.todo.of(language)
    line = f"{state}{title}{finding.found.of(language)}"
    return " ".join(f"{line} → {todo}".split("\n")) if todo else " ".join(line.split("\n"))


def _padded(text: str, columns: int) -> str:
    wide = sum(2 if ord(sign) >= _WIDE else 1 for sign in text)
    return text + " " * max(1, columns - wide)


def as_json(findings: Sequence[Finding], home: Path, at: datetime) -> str:
    """The whole report; keys are stable, texts are not."""
    report = {
        "posdesk": __version__,
        "at": at.isoformat(),
        "home": str(home),
        "exit_code": exit_code(findings),
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
