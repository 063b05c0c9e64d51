"""Settings of a test as the file of a home."""

from pathlib import Path

import tomlkit

from posdesk.settings.settings import FILE_NAME, Settings


def file_of(home: Path, settings: Settings) -> Path:
    """posdesk.toml, saying what these settings say beyond the defaults."""
    said = settings.model_dump(mode="json", exclude_defaults=True, exclude_none=True)
    file = home / FILE_NAME
    file.write_text(tomlkit.dumps(said), encoding="utf-8")
    return file
