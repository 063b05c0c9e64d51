"""The O2O ordering sites: several partners, each with its orders, its memory and its traffic."""
