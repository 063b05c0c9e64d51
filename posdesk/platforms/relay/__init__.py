"""The wire between gateway and counters: subjects, messages, acts, claims, identities (relay.md)."""
