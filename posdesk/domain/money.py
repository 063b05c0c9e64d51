"""Money: yuan as Decimal, fen as int; the one place that turns one into the other (product row 35)."""

from decimal import Decimal

FEN_PER_YUAN = 100


def fen_of(yuan: Decimal) -> int:
    """Whole fen of an amount in yuan. Raises ValueError for a fraction of a fen or no finite number."""
    if not yuan.is_finite():
        raise ValueError(f"not an amount: {yuan}")
    fen = yuan.scaleb(2)
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} yuan is not a whole number of fen")
    return int(fen)


def yuan_of(fen: int) -> Decimal:
    """The amount in yuan, exact, with two decimals."""
    return Decimal(fen).scaleb(-2)


def yuan_text(yuan: Decimal) -> str:
    """An amount for people: at least two decimals, thousands separated, nothing rounded away."""
    exact = yuan.normalize() + 0  # + 0 turns -0 into 0
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:,.{places}f}"
