"""ovopark: a store's hourly sales (contracts.md, section 2)."""
