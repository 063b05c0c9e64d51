"""Scans are read at key level, wherever the focus is (product rows 24-28, 30)."""

from posdesk.desk.scan.quiet import quieten
from posdesk.desk.scan.router import ScanRouter

__all__ = ["ScanRouter", "quieten"]
