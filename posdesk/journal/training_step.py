"""The part of step 6 for own orders (row 63): the file itself keeps them out of all that counts.

An own order has its origin and, in the partner's place, a name that no settings can hold: each row that
hangs on an order says by itself whether it is of one. Whoever writes, of whatever version, is held to it.
"""

TRAINING = """
CREATE TRIGGER training_is_known BEFORE INSERT ON orders
    WHEN (NEW.origin = 'training') <> (NEW.partner = 'own order')
    BEGIN SELECT RAISE(ABORT, 'an own order has its origin and its name'); END;
CREATE TRIGGER training_stays BEFORE UPDATE OF partner, origin ON orders
    WHEN (NEW.origin = 'training') <> (OLD.origin = 'training')
        OR (NEW.partner = 'own order') <> (OLD.partner = 'own order')
    BEGIN SELECT RAISE(ABORT, 'an own order stays one'); END;
CREATE TRIGGER training_completes_nothing BEFORE UPDATE OF state, completion, closed_at, stop_open ON orders
    WHEN NEW.origin = 'training' AND (NEW.state NOT IN ('new', 'accepted', 'cancelled')
        OR NEW.completion IS NOT NULL OR NEW.closed_at IS NOT NULL OR NEW.stop_open <> 0)
    BEGIN SELECT RAISE(ABORT, 'an own order is accepted and put away, no more'); END;
CREATE TRIGGER training_sends_nothing BEFORE INSERT ON intents WHEN NEW.partner = 'own order'
    BEGIN SELECT RAISE(ABORT, 'nothing of an own order leaves'); END;
CREATE TRIGGER training_sells_nothing BEFORE INSERT ON receipts WHEN NEW.partner = 'own order'
    BEGIN SELECT RAISE(ABORT, 'an own order is no sale'); END;
CREATE TRIGGER training_proves_no_platform BEFORE INSERT ON received WHEN NEW.partner = 'own order'
    BEGIN SELECT RAISE(ABORT, 'an own order comes from no platform'); END;
"""
