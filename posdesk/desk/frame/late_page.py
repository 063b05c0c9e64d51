"""A page's place in the window before there is a page: it is made when somebody first wants it."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from posdesk.desk.frame.page import Page, PageCount
from posdesk.desk.theme import Sign

P = TypeVar("P", bound=Page)


class Place(Protocol):
    """What the rail shows of a page, whether it is there yet or not."""

    @property
    def number(self) -> int:
        """Ctrl and this."""
        ...

    @property
    def sign(self) -> Sign:
        """What is painted over its name."""
        ...

    def title(self) -> str:
        """Its name, in the language on screen."""
        ...

    def count(self) -> PageCount:
        """What the rail counts for it."""
        ...


class LatePage(Generic[P]):
    """Stands in the rail as the page will, and counts nothing before that is there; `page` makes it, once."""

    def __init__(
        self,
        number: int,
        sign: Sign,
        title: Callable[[], str],
        make: Callable[[], P],
    ) -> None:
        """No page yet."""
        self.number, self.sign, self.title = number, sign, title
        self._make = make
        self._made: P | None = None
        self.adopt: Callable[[P], object] = lambda page: None

    @property
    def made(self) -> P | None:
        """The page, where somebody wanted it by now."""
        return self._made

    @cached_property
    def page(self) -> P:
        """The page; the window has it from here on."""
        self._made = self._make()
        self.adopt(self._made)
        return self._made

    def count(self) -> PageCount:
        """What the rail counts."""
        return PageCount(0) if self._made is None else self._made.count()
