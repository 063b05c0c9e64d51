"""What each start looks for: whether another PC's shop was laid ready in this home."""

from typing import Final

FILE_NAME: Final = "moving-in.zip"
"""The proven file in a home, until the next start took it over."""
