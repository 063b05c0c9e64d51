"""ovopark: a store's hourly sales (contracts.md, section 2)."""

from posdesk.platforms.ovopark.writing import sign

__all__ = ["sign"]
