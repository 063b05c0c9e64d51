"""甩手掌柜 openAPI: the O2O orders' nine commands, in both directions (contracts.md, section 1)."""
