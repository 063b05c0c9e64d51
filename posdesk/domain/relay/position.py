"""How far a counter has read a stream."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Position:
    """The last message whose effect is on disk.

    `epoch` names the stream, which may have been made anew since; `message_time` (aware) is the server's of
    that message: the same number with another time is another message.
    """

    epoch: str
    sequence: int
    message_time: datetime
