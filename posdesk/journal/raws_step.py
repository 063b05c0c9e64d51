"""The part of step 7 by which an order's own text stands packed beside its row: a page then holds three rows.

Triggers keep it, so that the release before may open the file: to that the text of such an order is as empty
as of a wiped one, and what it writes into the row itself counts.
"""

RAWS = """
-- `number` is the order's, `raw` its text as it came last, packed (packing.py). Where the order's own `raw`
-- is not null, that counts: rows of before, and of the release before. It goes with a wiping, whoever wipes.
CREATE TABLE order_raws (number INTEGER PRIMARY KEY, raw BLOB NOT NULL) STRICT;
CREATE TRIGGER order_raws_go AFTER UPDATE OF wiped ON orders WHEN new.wiped IS NOT NULL BEGIN
    DELETE FROM order_raws WHERE number = new.number;
END;
CREATE TRIGGER order_raws_end AFTER UPDATE OF raw ON orders WHEN new.raw <> 'null' BEGIN
    DELETE FROM order_raws WHERE number = new.number;
END;
"""
