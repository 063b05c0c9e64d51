"""The books in the journal: receipts, hours, postings, the daily sheet."""
