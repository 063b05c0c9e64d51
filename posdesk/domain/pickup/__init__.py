"""Keys and codes: a scan told from typing, and the order that it finds."""
