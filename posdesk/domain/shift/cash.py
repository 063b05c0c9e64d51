"""What a drawer should hold, and the notes and coins it is counted in."""

from collections.abc import Mapping

from posdesk.records import dataclass

PIECES_FEN = (10000, 5000, 2000, 1000, 500, 100, 50, 10)
"""Notes and coins of yuan in use, the largest first."""


@dataclass(frozen=True, slots=True)
class Cash:
    """What went through the drawer, in fen. `unmapped` payments are of no known kind: cash, or not."""

    float_fen: int = 0
    paid_in: int = 0
    paid_in_fen: int = 0
    paid_out: int = 0
    paid_out_fen: int = 0
    tendered_fen: int = 0
    receipts_fen: int = 0
    unmapped: int = 0

    @property
    def expected_fen(self) -> int | None:
        """What should lie there; None, not computed, while a payment is not known to be cash or not."""
        if self.unmapped:
            return None
        return self.float_fen + self.paid_in_fen - self.paid_out_fen + self.tendered_fen + self.receipts_fen


def sum_of_pieces(pieces: Mapping[int, int]) -> int:
    """What so many notes and coins come to, in fen."""
    return sum(fen * count for fen, count in pieces.items())
