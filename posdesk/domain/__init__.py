"""What a shop knows, with no I/O: orders and their states, intents and outcomes, money, pickup bursts."""
