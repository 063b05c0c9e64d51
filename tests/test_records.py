"""Our dataclass does what the standard library's does, for whatever is said of a class here."""

import copy
import dataclasses
import pickle
from dataclasses import KW_ONLY, FrozenInstanceError, InitVar, asdict, astuple, field, fields, is_dataclass
from typing import ClassVar

import pytest
from pydantic import TypeAdapter

from posdesk.records import dataclass, replace


@dataclass(frozen=True, slots=True)
class Dish:
    """A value."""

    kind: ClassVar[str] = "dish"
    name: str
    fen: int = 0
    notes: tuple[str, ...] = field(default=())
    extras: dict[str, int] = field(default_factory=dict)

    @property
    def is_free(self) -> bool:
        """Whether it costs nothing."""
        return self.fen == 0


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """The same by the standard library."""

    kind: ClassVar[str] = "dish"
    name: str
    fen: int = 0
    notes: tuple[str, ...] = field(default=())
    extras: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Count:
    """One that changes."""

    name: str
    number: int = 0
    seen: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Even:
    """One with a rule."""

    number: int

    def __post_init__(self) -> None:
        if self.number % 2:
            raise ValueError("odd")


@dataclass(slots=True, eq=False)
class Thing:
    """One that is only itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Loose:  # noqa: PLW1641 - that is the rule below
    """One that compares in its own way."""

    name: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Loose) and other.name.lower() == self.name.lower()


@dataclass(frozen=True, slots=True)
class Secret:
    """One whose word is not shown."""

    name: str
    word: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Soup(Dish):
    """One that stands on another."""

    litres: int = 1


@dataclass(frozen=True, slots=True)
class Nothing:
    """One without fields."""


def test_a_value_is_made_by_place_and_by_name_with_its_defaults() -> None:
    tea = Dish("tea", fen=3)
    assert (tea.name, tea.fen, tea.notes, tea.extras, tea.kind) == ("tea", 3, (), {}, "dish")
    assert Dish("tea").is_free


def test_what_is_made_anew_is_each_values_own() -> None:
    one, two = Count("a"), Count("b")
    one.seen.append(1)
    assert two.seen == []


def test_a_missing_and_a_strange_argument_are_refused() -> None:
    with pytest.raises(TypeError):
        Dish()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Dish("tea", price=3)  # type: ignore[call-arg]


def test_a_frozen_value_stays_as_it_is() -> None:
    tea = Dish("tea")
    with pytest.raises(FrozenInstanceError):
        tea.name = "cola"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        tea.price = 3  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del tea.name
    assert tea == Dish("tea")


def test_a_value_that_changes_has_only_its_fields_and_no_hash() -> None:
    count = Count("a")
    count.number += 1
    assert count == Count("a", 1)
    with pytest.raises(AttributeError):
        count.other = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        hash(count)


def test_values_alike_are_equal_and_one_key_others_are_not() -> None:
    assert Dish("tea", 3) == Dish("tea", 3) != Dish("tea", 4)
    assert Dish("tea") != Standard("tea")  # type: ignore[comparison-overlap]
    assert {Even(2): "two"}[Even(2)] == "two"
    assert hash(Loose("a")) == hash(("a",))
    assert Loose("a") == Loose("A")
    assert Thing("a") != Thing("a")
    assert len({Thing("a"), Thing("a")}) == 2
    assert Nothing() == Nothing()


def test_a_value_is_shown_as_the_standard_one_and_a_secret_is_not() -> None:
    shown = repr(Standard("tea", 3)).replace("Standard", "Dish")
    assert repr(Dish("tea", 3)) == shown
    assert "x" not in repr(Secret("pin", "x"))


def test_a_rule_of_the_class_is_asked_at_each_making() -> None:
    with pytest.raises(ValueError, match="odd"):
        Even(1)
    with pytest.raises(ValueError, match="odd"):
        replace(Even(2), number=3)


def test_the_standard_library_reads_and_changes_it() -> None:
    tea = Dish("tea", 3)
    assert is_dataclass(Dish)
    assert [each.name for each in fields(tea)] == [each.name for each in fields(Standard)]
    assert replace(tea, fen=4) == dataclasses.replace(tea, fen=4) == Dish("tea", 4)
    assert replace(Standard("tea"), fen=4) == Standard("tea", 4)
    with pytest.raises(TypeError):
        replace(tea, price=4)  # type: ignore[call-arg]
    assert asdict(tea) == asdict(Standard("tea", 3))
    assert astuple(tea) == ("tea", 3, (), {})


def test_a_copy_and_a_pickled_one_are_equal() -> None:
    tea = Dish("tea", 3)
    assert copy.copy(tea) == copy.deepcopy(tea) == pickle.loads(pickle.dumps(tea)) == tea


def test_a_pattern_finds_the_fields_by_their_places() -> None:
    match Dish("tea", 3):
        case Dish(name, fen):
            assert (name, fen) == ("tea", 3)


def test_pydantic_reads_it_from_json_and_writes_it() -> None:
    adapter = TypeAdapter(Dish)
    assert adapter.validate_json('{"name": "tea", "fen": 3}') == Dish("tea", 3)
    assert adapter.dump_json(Dish("tea"), exclude_defaults=True) == b'{"name":"tea"}'


def test_one_stands_on_another() -> None:
    soup = Soup("soup", litres=2)
    assert (soup.name, soup.litres, soup.is_free) == ("soup", 2, True)
    assert [each.name for each in fields(Soup)][-1] == "litres"


@dataclass(frozen=True, slots=True)
class Stew(Dish):
    """One that stands on another, with a field that has no place."""

    hours: int = field(default=1, kw_only=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One whose fields have no place."""

    title: str = ""
    pages: int


@dataclass(frozen=True, slots=True)
class Order:
    """One of whose fields one has no place."""

    dish: str
    is_paid: bool = field(default=False, kw_only=True)


def test_what_has_no_place_is_said_by_its_name() -> None:
    assert Menu(pages=2) == replace(Menu(title="a", pages=2), title="")
    assert replace(Order("tea", is_paid=True), dish="cola") == Order("cola", is_paid=True)
    with pytest.raises(TypeError):
        Menu("a", 2)  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        Order("tea", True)  # type: ignore[call-arg]  # noqa: FBT003 - that is the rule
    assert [each.kw_only for each in (*fields(Menu), *fields(Order))] == [True, True, False, True]
    assert TypeAdapter(Menu).validate_json('{"pages": 2}') == Menu(pages=2)


def test_what_has_no_place_is_kept_when_something_else_is_changed() -> None:
    assert replace(Stew("stew", hours=3), fen=5).hours == 3


def test_what_the_standard_library_refuses_when_a_class_is_made_is_refused_then() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @dataclass(slots=True)
        class Shared:
            seen: list[int] = []  # noqa: RUF012 - that is the rule

    with pytest.raises(TypeError, match="without a default"):

        @dataclass(slots=True)
        class Turned:
            name: str = ""
            number: int  # type: ignore[misc]


def test_what_is_no_field_is_none() -> None:
    @dataclass(slots=True)
    class Soaked:
        name: str
        hours: InitVar[int] = 0
        _: KW_ONLY
        litres: int = 1

    beans = Soaked("beans", 8, litres=2)
    assert [each.name for each in fields(beans)] == ["name", "litres"]
    with pytest.raises(TypeError):
        Soaked("beans", 8, 2)  # type: ignore[call-arg]


def test_a_method_is_compiled_when_it_is_called_first() -> None:
    @dataclass(frozen=True, slots=True)
    class New:
        number: int

    as_said = vars(New)["__init__"]
    assert New(1) == New(1)
    assert vars(New)["__init__"] is not as_said
