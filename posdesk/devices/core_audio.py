"""Windows' Core Audio by ctypes: the default output's name, whether it is muted, how loud it is.

What the mixer sets for single programs is not asked, only the output itself. Elsewhere nothing is told.
"""

import ctypes
import sys
import uuid
from ctypes import POINTER, byref, c_float, c_int, c_long, c_ubyte, c_uint16, c_uint32, c_void_p
from dataclasses import dataclass
from typing import Any

_RENDER, _MULTIMEDIA = 0, 1
_ALL_CONTEXTS = 23
_NOT_FOUND = 0x80070490  # there is no output
_TEXT = 31  # VT_LPWSTR
# The places of the functions in their interfaces' tables.
_RELEASE, _DEFAULT_ENDPOINT, _ACTIVATE, _STORE, _VALUE, _VOLUME, _MUTE = 2, 4, 3, 4, 5, 9, 15


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An output; `muted` and `volume` (per cent) are None where it doesn't tell."""

    exists: bool = True
    name: str = ""
    muted: bool | None = None
    volume: int | None = None


class _Guid(ctypes.Structure):
    _fields_ = [("bytes", c_ubyte * 16)]


class _Key(ctypes.Structure):
    _fields_ = [("guid", _Guid), ("number", c_uint32)]


class _Variant(ctypes.Structure):
    _fields_ = [
        ("kind", c_uint16),
        ("unused", c_uint16 * 3),
        ("pointer", c_void_p),
        ("more", c_void_p),
    ]


def _guid(text: str) -> _Guid:
    return _Guid((c_ubyte * 16)(*uuid.UUID(text).bytes_le))


_ENUMERATOR_CLASS = _guid("bcde0395-e52f-467c-8e3d-c4579291692e")
_ENUMERATOR = _guid("a95664d2-9614-4f35-a746-de8db63617e6")
_ENDPOINT_VOLUME = _guid("5cdf2c82-841e-4546-9722-0cf74078229a")
_FRIENDLY_NAME = _Key(_guid("a45c254e-df1c-4efd-8020-67d146a850e0"), 14)


def default_output() -> Endpoint | None:
    """The default output as it is now; None where nobody can be asked."""
    if sys.platform != "win32":
        return None
    try:
        ole = ctypes.OleDLL("ole32")
        ole.CoInitializeEx.restype = c_long  # a thread that is set up already is no failure
        begun = ole.CoInitializeEx(None, 0) >= 0
        try:
            return _asked(ole)
        finally:
            if begun:
                ole.CoUninitialize()
    except OSError:
        return None


def _asked(ole: Any) -> Endpoint:
    """Raises OSError."""
    enumerator = c_void_p()
    ole.CoCreateInstance(byref(_ENUMERATOR_CLASS), None, _ALL_CONTEXTS, byref(_ENUMERATOR), byref(enumerator))
    try:
        device = c_void_p()
        try:
            _call(enumerator, _DEFAULT_ENDPOINT, c_int(_RENDER), c_int(_MULTIMEDIA), byref(device))
        except OSError as error:
            if (getattr(error, "winerror", None) or 0) & 0xFFFFFFFF == _NOT_FOUND:
                return Endpoint(exists=False)
            raise
        try:
            return _of_device(ole, device)
        finally:
            _release(device)
    finally:
        _release(enumerator)


def _of_device(ole: Any, device: c_void_p) -> Endpoint:
    name = _name_of(ole, device)
    try:
        muted, volume = _volume_of(device)
    except OSError:
        return Endpoint(name=name)
    return Endpoint(name=name, muted=muted, volume=volume)


def _name_of(ole: Any, device: c_void_p) -> str:
    store, value = c_void_p(), _Variant()
    try:
        _call(device, _STORE, c_uint32(0), byref(store))
    except OSError:
        return ""
    try:
        _call(store, _VALUE, byref(_FRIENDLY_NAME), byref(value))
        is_text = value.kind == _TEXT and value.pointer
        return ctypes.wstring_at(value.pointer) if is_text else ""
    except OSError:
        return ""
    finally:
        ole.PropVariantClear(byref(value))
        _release(store)


def _volume_of(device: c_void_p) -> tuple[bool, int]:
    """Raises OSError."""
    control, muted, level = c_void_p(), c_int(), c_float()
    _call(device, _ACTIVATE, byref(_ENDPOINT_VOLUME), c_uint32(_ALL_CONTEXTS), c_void_p(None), byref(control))
    try:
        _call(control, _MUTE, byref(muted))
        _call(control, _VOLUME, byref(level))
    finally:
        _release(control)
    return bool(muted.value), round(level.value * 100)


def _call(thing: c_void_p, place: int, *arguments: Any) -> None:
    """Call the function at this place of an interface's table. Raises OSError where it fails."""
    if sys.platform != "win32":
        return
    kind = ctypes.WINFUNCTYPE(ctypes.HRESULT, c_void_p, *(type(each) for each in _plain(arguments)))
    kind(_table(thing)[place])(thing, *arguments)


def _plain(arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """References are handed over as plain pointers."""
    return tuple(each if isinstance(each, ctypes._SimpleCData) else c_void_p() for each in arguments)


def _table(thing: c_void_p) -> Any:
    return ctypes.cast(ctypes.cast(thing, POINTER(c_void_p))[0] or 0, POINTER(c_void_p))


def _release(thing: c_void_p) -> None:
    if sys.platform == "win32" and thing.value:
        ctypes.WINFUNCTYPE(c_uint32, c_void_p)(_table(thing)[_RELEASE])(thing)
