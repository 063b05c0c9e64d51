"""What comes in: the listener and its limits, platforms' calls, tills' receipts and files."""
