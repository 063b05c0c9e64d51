"""The part of step 7 for rows that lose their content after some months: when, and what stays of it."""

THINNING = """
-- Beside `wiped`, which comes first: when, and of an order the sum and the keyed hashes of what went. NULL
-- while lines and tenders are here. Which rows are next is a number in meta: rows are numbered as they come.
ALTER TABLE orders ADD COLUMN thinned TEXT;
ALTER TABLE receipts ADD COLUMN thinned TEXT;
"""
