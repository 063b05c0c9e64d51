"""Money: yuan as Decimal, fen as int; the one place that turns one into the other (product row 35)."""

from contextlib import AbstractContextManager
from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_EVEN,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
    Subnormal,
    localcontext,
)

FEN_PER_YUAN = 100

# Decimal's default context rounds at 28 digits and says nothing; platforms send more.
_EXACT = Context(prec=200, traps=[Inexact, InvalidOperation, Overflow, Subnormal])
_ROUNDING = Context(
    prec=200, rounding=ROUND_HALF_EVEN, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[InvalidOperation]
)
_FEN = Decimal("0.01")
_LEAST_YUAN = Decimal("0.00001")
_MOST_DECIMALS = 5


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


def rounded(yuan: Decimal) -> Decimal:
    """The amount without binary dust: half-even to five decimals, what has no more of them as it is.

    9.8999999999999986 is 9.90: floats leave such amounts behind (contracts.md, 'Binary dust').
    """
    if decimals_of(yuan) <= _MOST_DECIMALS:
        return yuan
    least = yuan.quantize(_LEAST_YUAN, context=_ROUNDING).normalize(_ROUNDING)
    return least if decimals_of(least) > 2 else least.quantize(_FEN, context=_ROUNDING)


def decimals_of(number: Decimal) -> int:
    """How many digits stand behind its point; below 0 for whole tens."""
    text = str(number)
    if text.isdigit():
        return 0
    if "." in text and "E" not in text:  # nearly every amount: a tuple of its digits costs five times that
        return len(text) - text.index(".") - 1
    return -int(number.as_tuple().exponent)


def yuan_of(fen: int) -> Decimal:
    """The amount in yuan, exact, with two decimals."""
    return _EXACT.scaleb(Decimal(fen), -2)


def yuan_text(yuan: Decimal) -> str:
    """An amount for people: at least two decimals, thousands separated, nothing rounded away."""
    exact = _EXACT.normalize(yuan)
    places = max(2, decimals_of(exact))
    return f"{exact if exact else abs(exact):,.{places}f}"
