"""Roots with made-up versions: each a folder with a tiny program that writes down what it did."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from posdesk.updates import launcher
from posdesk.updates.launcher import FIRST_START, VERSION_FILE, VERSIONS, Places
from tests.support.processes import PATIENCE_S

COMES_UP, FAILS, HANGS, IN_USE, BROKEN = "comes_up", "fails", "hangs", "in_use", "broken"
_PROGRAM = f"""
import contextlib, json, os, sys, time
from pathlib import Path
own, version, way = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
with (own / "starts").open("a", encoding="utf-8") as file:
    file.write(version + " " + " ".join(sys.argv[4:]) + "\\n")
first = own / "{FIRST_START}"
if way == "{BROKEN}":
    sys.exit("no module named posdesk")
elif "--version" in sys.argv[4:]:
    print("posdesk " + version)
elif way == "{COMES_UP}":
    for _ in range(1000):
        with contextlib.suppress(PermissionError):  # Windows: the launcher looks into it just now
            first.unlink(missing_ok=True)
            break
        time.sleep(0.01)
elif way == "{HANGS}":
    time.sleep(600)
elif way == "{IN_USE}":
    held = json.loads(first.read_text(encoding="utf-8"))
    first.write_text(json.dumps({{**held, "tries": held["tries"] - 1}}), encoding="utf-8")
    sys.exit(1)
else:
    sys.exit(3)
"""


@dataclass(frozen=True, slots=True)
class Root:
    """A root with a launcher; `own` is the account's, on Windows the same."""

    system: Path
    own: Path

    @property
    def places(self) -> Places:
        """As the launcher sees them."""
        return Places(self.system, self.own)

    @property
    def file(self) -> Path:
        """The launcher that lies there."""
        return self.system / "launcher.py"

    def add(
        self, version: str, way: str = COMES_UP, *, schema: int = 6, beside: int = 6, own: bool = False
    ) -> Path:
        """Lay a version that does so when it is started."""
        folder = (self.own if own else self.system) / VERSIONS / version
        folder.mkdir(parents=True)
        (folder / "start.py").write_text(_PROGRAM, encoding="utf-8")
        command = [sys.executable, "./start.py", str(self.own), version, way]
        facts = {"version": version, "built": "2026-11-01", "schema": schema, "beside": beside}
        text = json.dumps({**facts, "window": command, "console": command})
        (folder / VERSION_FILE).write_text(text, encoding="utf-8")
        return folder

    def environment(self) -> dict[str, str]:
        """In which the launcher finds this root."""
        return {**os.environ, "XDG_DATA_HOME": str(self.own.parent)}

    def start(self, *words: str, patience_s: float | None = None) -> int:
        """Start by the launcher as an icon does; its exit code."""
        code = f"import sys; sys.path.insert(0, {str(self.system)!r}); import launcher\n"
        code += f"launcher.PATIENCE_S = {patience_s!r} or launcher.PATIENCE_S\n"
        code += "sys.exit(launcher.main(sys.argv[1:]))"
        plain = [sys.executable, str(self.file), *words]
        command = plain if patience_s is None else [sys.executable, "-c", code, *words]
        done = subprocess.run(command, env=self.environment(), timeout=PATIENCE_S * 2, check=False)
        return done.returncode

    def starts(self) -> list[str]:
        """Which versions were started, in turn, with which words."""
        path = self.own / "starts"
        return path.read_text(encoding="utf-8").split("\n")[:-1] if path.exists() else []

    def versions_started(self) -> list[str]:
        """Which, without the words."""
        return [line.split(" ")[0] for line in self.starts()]


def root_in(folder: Path) -> Root:
    """A new root, as the system has it: an account's own beside it, but on Windows."""
    system = folder / "program"
    (system / VERSIONS).mkdir(parents=True)
    own = system if os.name == "nt" else folder / "data" / launcher.OWN_ROOT
    own.mkdir(parents=True, exist_ok=True)
    shutil.copy(launcher.__file__, system / "launcher.py")
    return Root(system, own)


@contextmanager
def environment(values: Mapping[str, str]) -> Iterator[None]:
    """With these in the environment of this process."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
