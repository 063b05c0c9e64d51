"""Money: yuan as Decimal, fen as int; the one place that turns one into the other (product row 35)."""

from contextlib import AbstractContextManager
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow, Subnormal, localcontext

FEN_PER_YUAN = 100

# Decimal's default context rounds at 28 digits and says nothing; platforms send up to 42.
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, Overflow, Subnormal])


def exactly() -> AbstractContextManager[Context]:
    """Inside, Decimals are added without rounding, or ArithmeticError is raised."""
    return localcontext(_EXACT)


def fen_of(yuan: Decimal) -> int:
    """Whole fen of an amount in yuan. Raises ValueError for a fraction of a fen or no finite number."""
    if not yuan.is_finite():
        raise ValueError(f"not an amount: {yuan}")
    fen = _EXACT.scaleb(yuan, 2)
    if fen != fen.to_integral_value():
        raise ValueError(f"{yuan} yuan is not a whole number of fen")
    return int(fen)


def yuan_of(fen: int) -> Decimal:
    """The amount in yuan, exact, with two decimals."""
    return _EXACT.scaleb(Decimal(fen), -2)


def yuan_text(yuan: Decimal) -> str:
    """An amount for people: at least two decimals, thousands separated, nothing rounded away."""
    exact = _EXACT.normalize(yuan)
    places = max(2, -int(exact.as_tuple().exponent))
    return f"{exact if exact else abs(exact):,.{places}f}"
