"""Orders, their states and what a board shows of them; intents and what came back of them."""
