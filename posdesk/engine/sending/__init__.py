"""What goes out: the loop that outbox and poster share, their routes, waits and look-ups."""
