"""What `posdesk simulator --chain FILE` is told, as one JSON object."""

from typing import Annotated, Literal

from pydantic import Field

from posdesk.simulator.config import SimulatedPartner
from posdesk.simulator.web import Model


class ChainConfig(Model):
    """The chain that is played.

    `gateway` is where the partner calls, with its path. `lines` is a file with an enrolment line for each
    counter, from the configuration's folder if relative; they are good for a day. `cancelled_share` of the
    orders are cancelled a moment later, `several_share` of the calls bring orders for two stores. `seconds`
    0: until it is ended; what was answered 0 is waited for at most `settle_s` at the end.
    """

    gateway: Annotated[str, Field(pattern=r"^https?://")]
    partner: SimulatedPartner
    lines: str
    orders_per_s: Annotated[float, Field(ge=0, le=5000)] = 10
    cancelled_share: Annotated[float, Field(ge=0, le=1)] = 0.05
    several_share: Annotated[float, Field(ge=0, le=1)] = 0.02
    seconds: Annotated[float, Field(ge=0)] = 0
    settle_s: Annotated[float, Field(gt=0)] = 30
    processes: Annotated[int, Field(ge=1, le=64)] = 2
    connects_per_s: Annotated[float, Field(gt=0)] = 200
    here_s: Annotated[float, Field(gt=0)] = 20
    report_s: Annotated[float, Field(gt=0)] = 10
    timeout_s: Annotated[float, Field(gt=0)] = 15
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    seed: int | None = None


class LineFault(Model):
    """What happens to the lines of that share of the counters, for so many seconds.

    `cut`: the connections break, and counters come back at once. `away`: they stay away so long. `hang`: what
    comes is not read. `late`: each message is handled that many milliseconds late.
    """

    kind: Literal["cut", "away", "hang", "late"]
    share: Annotated[float, Field(gt=0, le=1)] = 1
    seconds: Annotated[float, Field(ge=0, le=3600)] = 5
    late_ms: Annotated[float, Field(ge=0, le=60_000)] = 0


class CounterJob(Model):
    """What a process of counters is told in its first line; secrets come only in here."""

    partner: SimulatedPartner
    lines: tuple[str, ...]
    here_s: float
    connects_per_s: float
    seed: int
