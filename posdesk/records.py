"""Values of named fields: `dataclass` as the standard library has it, made in a tenth of its time.

    from posdesk.records import dataclass

The standard one writes, compiles and runs six functions for each class when its module is imported: near half
a millisecond, and 260 such classes stand on the road to the first look at the board. Here a class has its
slots at once, and each method when that is called first. What `fields`, `replace`, `asdict` and pydantic read
of a class, the standard one makes when they ask for it; and all of a class that is said in an unusual way.
"""

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, MISSING, Field, FrozenInstanceError, InitVar
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, get_origin

__all__ = ["dataclass", "replace"]

_APART = frozenset({"__dict__", "__weakref__"})  # of the class before it had slots
_READ_BY_OTHERS = ("__dataclass_fields__", "__dataclass_params__")


def _dataclass(**said: bool) -> Callable[[type], type]:
    """As `dataclasses.dataclass` with these arguments; never without any."""
    return lambda cls: _made(cls, **said)


def _made(
    cls: type,
    *,
    frozen: bool = False,
    slots: bool = False,
    eq: bool = True,
    kw_only: bool = False,
    **more: bool,
) -> type:
    held = dict(cls.__dict__)
    names = tuple(name for name, kind in cls.__annotations__.items() if not _is_of_class(kind))
    is_usual = slots and not more and _is_usual(cls, [held.get(name) for name in names])
    if not is_usual or any(_is_no_field(kind) for kind in cls.__annotations__.values()):
        return dataclasses.dataclass(cls, frozen=frozen, slots=slots, eq=eq, kw_only=kw_only, **more)
    given = {name: held.pop(name) for name in names if name in held}
    defaults = {name: value for name, value in given.items() if not _says_nothing(value)}
    by_name = frozenset(name for name in names if kw_only or _is_by_name(defaults.get(name)))
    _check(names, defaults, by_name)
    if "__eq__" in held and held.get("__hash__") is None:
        held.pop("__hash__", None)  # Python wrote that down, not who wrote the class
    shape = _Shape(names, defaults, is_frozen=frozen, is_compared=eq, by_name=by_name)
    space = dict(shape.methods())
    space.update((name, value) for name, value in held.items() if name not in _APART)
    space.update(__slots__=names, __match_args__=names)
    shape.owner = type(cls)(cls.__name__, cls.__bases__, space)
    shape.owner.__qualname__ = cls.__qualname__
    return shape.owner


def _is_of_class(kind: object) -> bool:
    return "ClassVar" in kind if isinstance(kind, str) else kind is ClassVar or get_origin(kind) is ClassVar


def _is_no_field(kind: object) -> bool:
    if isinstance(kind, str):
        return "InitVar" in kind or "KW_ONLY" in kind
    return isinstance(kind, InitVar) or kind is InitVar or kind is KW_ONLY


def _check(names: tuple[str, ...], defaults: dict[str, Any], by_name: frozenset[str]) -> None:
    """What would else be noticed when the first is made, or never. Raises ValueError, TypeError."""
    for name, value in defaults.items():
        if not isinstance(value, Field) and value.__class__.__hash__ is None:
            raise ValueError(f"mutable default {type(value)} for field {name}: use default_factory")
    has_default = [name in defaults for name in names if name not in by_name]
    if has_default != sorted(has_default):
        raise TypeError("a field without a default stands behind one that has one")


def _is_usual(cls: type, defaults: list[object]) -> bool:
    """Whether no class above has fields of its own, and each field is one like the other."""
    if any(_READ_BY_OTHERS[0] in above.__dict__ for above in cls.__mro__):
        return False
    fields = [each for each in defaults if isinstance(each, Field)]
    return all(each.init and each.repr and each.compare and each.hash is None for each in fields) and not any(
        _is_by_name(each) and _says_nothing(each) for each in fields
    )


class _Shape:
    """What the methods of a class are made of."""

    def __init__(
        self,
        names: tuple[str, ...],
        defaults: dict[str, Any],
        *,
        is_frozen: bool,
        is_compared: bool,
        by_name: frozenset[str],
    ) -> None:
        self.owner: type = object
        self._names, self._defaults = names, defaults
        self._is_frozen, self._is_compared, self._by_name = is_frozen, is_compared, by_name

    def methods(self) -> Iterator[tuple[str, object]]:
        """What is set on the class where it has none of its own."""
        yield "__init__", self._later("__init__", self._init)
        yield "__repr__", _repr
        yield "__replace__", _replaced
        if self._is_compared:
            yield "__eq__", self._later("__eq__", self._eq)
            yield "__hash__", self._later("__hash__", self._hash) if self._is_frozen else None
        if self._is_frozen:
            yield from _FROZEN.items()
        for name in _READ_BY_OTHERS:
            yield name, _AsStandard(name, self._make_standard)

    def _later(self, name: str, make: Callable[[], str]) -> Callable[..., Any]:
        """A method that puts the real one in its place when it is called first."""

        def method(*arguments: Any, **named: Any) -> Any:
            real = self._function(name, make())
            setattr(self.owner, name, real)
            return real(*arguments, **named)

        return method

    def _function(self, name: str, text: str) -> Callable[..., Any]:
        known: dict[str, Any] = {"MISSING": MISSING}
        for field, value in self._defaults.items():
            is_told = isinstance(value, Field)
            known[f"default_{field}"] = value.default if is_told else value  # MISSING where it is made anew
            known[f"new_{field}"] = value.default_factory if is_told else None
        known.update((f"set_{each}", self.owner.__dict__[each].__set__) for each in self._names)
        exec(text, known)  # noqa: S102 - of the names of fields that stand in our own source
        function: Callable[..., Any] = known[name]
        function.__qualname__, function.__module__ = (
            f"{self.owner.__qualname__}.{name}",
            self.owner.__module__,
        )
        return function

    def _init(self) -> str:
        placed = [self._wanted(name) for name in self._names if name not in self._by_name]
        named = [self._wanted(name) for name in self._names if name in self._by_name]
        wanted = ("self", *placed, *(("*", *named) if named else ()))
        lines = [f" set_{name}(self, {self._value(name)})" for name in self._names]
        lines.append(" self.__post_init__()" if hasattr(self.owner, "__post_init__") else " return None")
        return "\n".join((f"def __init__({', '.join(wanted)}):", *lines))

    def _wanted(self, name: str) -> str:
        return f"{name}=default_{name}" if name in self._defaults else name

    def _value(self, name: str) -> str:
        is_new = _is_made_anew(self._defaults.get(name))
        return f"new_{name}() if {name} is MISSING else {name}" if is_new else name

    def _eq(self) -> str:
        return (
            "def __eq__(self, other):\n"
            " if other.__class__ is not self.__class__: return NotImplemented\n"
            f" return {self._values_of('self')} == {self._values_of('other')}"
        )

    def _hash(self) -> str:
        return f"def __hash__(self):\n return hash({self._values_of('self')})"

    def _values_of(self, one: str) -> str:
        return f"({''.join(f'{one}.{name}, ' for name in self._names)})"

    def _make_standard(self) -> None:
        """What the standard library keeps of such a class, on ours."""
        kinds = {name: self.owner.__annotations__[name] for name in self._names}
        space = {"__annotations__": kinds, "__module__": self.owner.__module__, **self._defaults}
        standard: type = dataclasses.dataclass(
            type(self.owner.__name__, (), space),
            frozen=self._is_frozen,
            eq=self._is_compared,
            kw_only=self._by_name == frozenset(self._names),
        )
        for name in _READ_BY_OTHERS:
            setattr(self.owner, name, getattr(standard, name))


class _AsStandard:
    """An attribute that `make` puts the real one in the place of."""

    def __init__(self, name: str, make: Callable[[], None]) -> None:
        self._name, self._make = name, make

    def __get__(self, instance: object, owner: type) -> object:
        self._make()
        return getattr(owner, self._name)


def _says_nothing(default: object) -> bool:
    return isinstance(default, Field) and default.default is default.default_factory is MISSING


def _is_by_name(default: object) -> bool:
    return isinstance(default, Field) and default.kw_only is True


def _is_made_anew(default: object) -> bool:
    return isinstance(default, Field) and default.default_factory is not MISSING


@recursive_repr()
def _repr(self: Any) -> str:
    shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
    return f"{type(self).__qualname__}({shown})"


def _replaced(self: Any, /, **changes: Any) -> Any:
    for name in self.__match_args__:
        if name not in changes:
            changes[name] = getattr(self, name)
    return type(self)(**changes)


def _replace(one: Any, /, **changes: Any) -> Any:
    """As `dataclasses.replace`, which asks each class anew what its fields are."""
    if "__replace__" not in type(one).__dict__:  # one that stands on ours may have more than places say
        return dataclasses.replace(one, **changes)
    return one.__replace__(**changes)


def _setattr(self: object, name: str, value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _delattr(self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _getstate(self: Any) -> list[object]:
    return [getattr(self, name) for name in self.__match_args__]


def _setstate(self: Any, state: list[object]) -> None:
    for name, value in zip(self.__match_args__, state, strict=True):
        object.__setattr__(self, name, value)


_FROZEN = {
    "__setattr__": _setattr,
    "__delattr__": _delattr,
    "__getstate__": _getstate,
    "__setstate__": _setstate,
}

if TYPE_CHECKING:
    from dataclasses import dataclass, replace
else:
    dataclass, replace = _dataclass, _replace
