"""Receipts, hours and postings, and what the manager's pages show of them."""
