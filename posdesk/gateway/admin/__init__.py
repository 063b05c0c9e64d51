"""What the chain's administrator does, on the one machine with the signing keys (relay.md, 'Commands')."""
