"""What a gateway counts, and the one that counts nothing: with `[metrics] on = false` nobody would read it.

So a gateway without `/metrics` needs nothing that the extra `gateway` brings.
"""

import contextlib
from collections.abc import Callable, Iterator

from starlette.types import ASGIApp


class Counting:
    """Nothing is counted, and there is no page that says it."""

    def follow(self, name: str, said: str, value: Callable[[], float]) -> None:
        """A number that is looked at whenever somebody asks."""

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Around one call."""
        yield

    def answered(self, partner: str, code: str) -> None:
        """A call was answered by that code."""

    def wrongly_signed(self, partner: str) -> None:
        """A call under its appid was."""

    def refused(self, partner: str) -> None:
        """A rightly signed call was, for its content."""

    def known(self, *, is_held: bool) -> None:
        """A counter said that it has an order."""

    def app(self) -> ASGIApp | None:
        """What answers `/metrics`, on a port of its own; None where nothing does."""
        return None
