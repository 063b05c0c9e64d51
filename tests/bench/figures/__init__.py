"""The figures, a module each for what belongs together; `ALL` is the order in which they are measured."""

from tests.bench.figures import board, burst, commands, rest, start
from tests.bench.measuring import Figure

ALL: tuple[Figure, ...] = (
    commands.HELP,
    start.BARE,
    start.YEAR,
    rest.RESIDENT,
    rest.IDLE,
    board.PAINT,
    board.SCAN,
    *burst.FIGURES,
    rest.GROWTH,
)
