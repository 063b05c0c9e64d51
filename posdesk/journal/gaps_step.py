"""The part of step 7 by which gaps that nobody has checked are found: a night that a PC is off is one."""

GAPS = """
CREATE INDEX gaps_open ON gaps (counter, start_at) WHERE checked_at IS NULL;
"""
