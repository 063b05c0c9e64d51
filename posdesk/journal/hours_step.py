"""The step by which whoever asks for hours that are to be reported looks at those alone that may be.

An hour stands in `unsettled_hours` from each change of its receipts or reports on, until whoever reports has
found that nothing is to be done about it (`unsettled.py`). Triggers put it in, those of the release before
as well; years of hours that are done with are looked at by nobody.
"""

_FIGURES = "hour, receipts, returns, items, gross_fen, discount_fen, refund_fen"
_OF_REPORT = (
    "hour, outcome, made_at, ended_at, ever_unknown, settled_by, reason, net_fen, receipts, items, upto,"
    " was_duplicate"
)


def _each_of(rows: str) -> str:
    """The statement that puts each hour of these rows in: a step of their index an hour."""
    return (
        f"INSERT OR IGNORE INTO unsettled_hours WITH RECURSIVE h (hour) AS (SELECT min(hour) FROM {rows}"
        f" UNION ALL SELECT (SELECT min(hour) FROM {rows} AND hour > h.hour) FROM h WHERE h.hour IS NOT NULL)"
        " SELECT hour FROM h WHERE hour IS NOT NULL"
    )


_NEW = "INSERT OR IGNORE INTO unsettled_hours VALUES (new.hour);"
HOURS = f"""
CREATE TABLE unsettled_hours (hour TEXT PRIMARY KEY) STRICT;
{_each_of("receipts WHERE 1")};
{_each_of("postings WHERE book = 'hour'")};
CREATE TRIGGER unsettled_by_receipt AFTER INSERT ON receipts BEGIN
    {_NEW}
END;
CREATE TRIGGER unsettled_by_change AFTER UPDATE OF {_FIGURES} ON receipts BEGIN
    INSERT OR IGNORE INTO unsettled_hours VALUES (old.hour);
    {_NEW}
END;
CREATE TRIGGER unsettled_by_report AFTER INSERT ON postings WHEN new.book = 'hour' BEGIN
    {_NEW}
END;
CREATE TRIGGER unsettled_by_answer AFTER UPDATE OF {_OF_REPORT} ON postings WHEN new.book = 'hour' BEGIN
    {_NEW}
END;
"""
