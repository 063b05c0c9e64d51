"""The public end of a chain (relay.md): platforms call it, counters hear of it over JetStream."""
