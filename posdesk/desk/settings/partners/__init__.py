"""The topic of the platforms that send orders, and of their secrets."""
