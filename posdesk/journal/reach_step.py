"""The part of step 6 for what platforms' calls have proven: that they come from outside, how they sign."""

REACH = """
-- The last rightly signed call of a partner whose peer was neither loopback nor an address of this PC.
CREATE TABLE outside_calls (
    partner TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    address TEXT NOT NULL
) STRICT;

-- The first call that was rightly signed by a form with a key: from outside, or by this PC itself. `print` is
-- a salted, slow hash of form, appid and key, so that it holds for no other ones.
CREATE TABLE form_proofs (
    partner TEXT NOT NULL,
    outside INTEGER NOT NULL CHECK (outside IN (0, 1)),
    at TEXT NOT NULL,
    print TEXT NOT NULL,
    PRIMARY KEY (partner, outside)
) STRICT;
"""
