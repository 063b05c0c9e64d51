"""`posdesk export`: rows of the journal to a file."""

from pathlib import Path

from posdesk.app import beside
from posdesk.export import export, moment_of
from posdesk.host.command_line import command_actor
from posdesk.host.progress import on_stderr


def export_rows(
    home: Path, what: str, target: Path, form: str, *, start: str | None, end: str | None, personal: bool
) -> str:
    """Write them, and say how many; `start` and `end` as typed. Raises SettingsError, DiskError."""
    with beside(home, "export") as journal, on_stderr("The export", "rows") as line:
        count = export(
            journal,
            what,
            target,
            form,
            start=moment_of(start) if start else None,
            end=moment_of(end) if end else None,
            personal=personal,
            actor=command_actor(),
            progress=line,
        )
    return f"{count} {what} in {target}"
