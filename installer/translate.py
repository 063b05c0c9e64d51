"""Keeps the desk's translation whole, with Qt's own tools.

    python installer/translate.py update   takes new texts into the catalog and compiles it
    python installer/translate.py check    fails where a text is not translated, or the compiled file is old

The source language is English. Qt's reader of Python misses some calls and puts others into a wrong context:
inside an f-string; `self.tr` after a `QCoreApplication.translate` in the same function; an alias of either;
the `tr` of another object. Such a text would stay untranslated, so the check reads the source once more.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "posdesk"
CATALOG = ROOT / "resources" / "translations" / "posdesk_zh_CN.ts"
_PLACE = re.compile(r"\{[^{}]*\}|%n|%L?\d")
_WITH_CONTEXT = {"translate", "QT_TRANSLATE_NOOP"}
_IN_CLASS = {"tr", "QT_TR_NOOP"}


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text for the screen, in the context that Qt looks it up in."""

    context: str
    source: str

    def __str__(self) -> str:
        return f"{self.context}: {self.source!r}"


def main(arguments: Sequence[str]) -> int:
    """Runs `update` or `check`; returns 0 where the translation is whole, else 1, or 2 for a wrong use."""
    if list(arguments) == ["update"]:
        update(CATALOG, SOURCES)
    elif list(arguments) != ["check"]:
        print(__doc__, file=sys.stderr)
        return 2
    problems = check(CATALOG, SOURCES)
    print("\n".join(problems) or "the translation is whole")
    return 1 if problems else 0


def update(catalog: Path, sources: Path) -> None:
    """Takes the texts in `sources` into `catalog`, drops those that are gone, and compiles it beside."""
    catalog.parent.mkdir(parents=True, exist_ok=True)
    _collect(catalog, sources)
    _compile(catalog, catalog.with_suffix(".qm"))


def check(catalog: Path, sources: Path) -> list[str]:
    """Returns what is wrong with `catalog` for the texts in `sources`, a line each with its remedy."""
    spoken = set(_spoken_in(sources))
    if not catalog.exists():
        return ["there is no catalog: run installer/translate.py update"] if spoken else []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / catalog.name
        fresh.write_bytes(catalog.read_bytes())
        _collect(fresh, sources)
        return [*_unseen(spoken, fresh), *_unfinished(fresh), *_stale(fresh, catalog)]


def _unseen(spoken: Iterable[Text], fresh: Path) -> Iterator[str]:
    known = {text for text, _ in _messages(fresh)}
    remedy = (
        "Qt's reader does not see it so: keep it out of f-strings, use self.tr, no alias, one form a function"
    )
    yield from (f"not in the catalog: {text}. {remedy}" for text in sorted(set(spoken) - known))


def _unfinished(fresh: Path) -> Iterator[str]:
    for text, message in _messages(fresh):
        translation = message.find("translation")
        forms = _forms(translation)
        if translation is None or translation.get("type") or not all(forms):
            yield f"not translated: {text}"
        elif any(set(_PLACE.findall(form)) != set(_PLACE.findall(text.source)) for form in forms):
            yield f"other placeholders than the source: {text} -> {forms}"


def _stale(fresh: Path, catalog: Path) -> Iterator[str]:
    compiled = catalog.with_suffix(".qm")
    _compile(fresh, fresh.with_suffix(".qm"))
    if not compiled.exists() or compiled.read_bytes() != fresh.with_suffix(".qm").read_bytes():
        yield f"{compiled.name} is older than the texts: run installer/translate.py update"


def _messages(catalog: Path) -> Iterator[tuple[Text, ET.Element]]:
    for context in ET.parse(catalog).iter("context"):  # noqa: S314  # our own file
        for message in context.iter("message"):
            yield Text(context.findtext("name", ""), message.findtext("source", "")), message


def _forms(translation: ET.Element | None) -> list[str]:
    if translation is None:
        return []
    numerus = translation.findall("numerusform")
    return [form.text or "" for form in numerus or [translation]]


# Reading the source


def _spoken_in(sources: Path) -> Iterator[Text]:
    for path in _python_files(sources):
        yield from _spoken(ast.parse(path.read_text(encoding="utf-8")), "")


def _spoken(node: ast.AST, owner: str) -> Iterator[Text]:
    """The literal texts under `node`, which stands in the class `owner`."""
    if isinstance(node, ast.Call):
        yield from _said_by(node, owner)
    inner = node.name if isinstance(node, ast.ClassDef) else owner
    for child in ast.iter_child_nodes(node):
        yield from _spoken(child, inner)


def _said_by(call: ast.Call, owner: str) -> Iterator[Text]:
    name = _called(call.func)
    words = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
    if name in _WITH_CONTEXT and len(words) > 1:
        yield Text(words[0], words[1])
    elif name in _IN_CLASS and words:
        yield Text(owner, words[0])


def _called(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id.lstrip("_") if isinstance(function, ast.Name) else ""


def _python_files(sources: Path) -> list[Path]:
    return sorted(sources.rglob("*.py"))


# Qt's tools


def _collect(catalog: Path, sources: Path) -> None:
    options = ["-silent", "-locations", "none", "-no-obsolete"]
    languages = ["-source-language", "en", "-target-language", "zh_CN"]
    _tool("lupdate", *map(str, _python_files(sources)), *options, *languages, "-ts", str(catalog))


def _compile(catalog: Path, compiled: Path) -> None:
    _tool("lrelease", "-silent", str(catalog), "-qm", str(compiled))


def _tool(name: str, *arguments: str) -> None:
    """Runs a tool that comes with PySide6; raises CalledProcessError with its own words above."""
    spec = importlib.util.find_spec("PySide6")
    assert spec is not None
    assert spec.origin is not None
    program = Path(spec.origin).parent / (f"{name}.exe" if sys.platform == "win32" else name)
    subprocess.run([program, *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
