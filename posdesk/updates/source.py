"""Where updates lie: a folder that this PC reaches, or an https address of the chain's own.

Nothing is asked of an address but the files that are named, and no other host: a redirect is followed on the
same one only. What is read is bounded; what is larger than was said is not read to its end.
"""

import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from posdesk.host import disk
from posdesk.host.progress import Progress, silent
from posdesk.updates.refusals import UpdateRefused, Why

if TYPE_CHECKING:
    import httpx

PIECE_BYTES = 256 * 1024
PATIENCE_S = 20.0  # for each piece
LOOK_S = 60.0  # for all of a small file: the desk waits for it when it is closed
_REDIRECTS = 3
_OK, _NOT_FOUND, _GONE = 200, 404, 410


class Source(Protocol):
    """A place where an update lies; both raise UpdateRefused."""

    def read(self, name: str, most: int) -> bytes:
        """A small file, whole; one over `most` bytes is refused."""
        ...

    def copy(self, name: str, into: IO[bytes], size: int, progress: Progress = silent) -> None:
        """Copy a file that should have so many bytes; `progress` counts KiB. One with more is refused."""
        ...


def source_of(place: str, trust: ssl.SSLContext | None = None) -> Source:
    """The place that somebody named; `trust` in place of the system's authorities. Raises UpdateRefused."""
    named = place.strip()
    if not named:
        raise UpdateRefused(Why.NO_PLACE)
    scheme, is_address, rest = named.partition("://")
    if is_address:
        if (
            scheme.lower() != "https" or "@" in rest.partition("/")[0]
        ):  # a password would be told by words and log
            raise UpdateRefused(Why.NOT_SAFE)
        return Address(named, trust)
    try:
        return Folder(Path(named).expanduser())
    except RuntimeError as error:  # ~ and the name of nobody here
        raise UpdateRefused(Why.UNREACHABLE, place=named, reason=str(error).rstrip(".")) from error


class Folder:
    """A folder, as on a stick or a share."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self._path = path

    def read(self, name: str, most: int) -> bytes:
        """See `Source`."""
        with self._opened(name) as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise UpdateRefused(Why.LARGER, name=name)
        return data

    def copy(self, name: str, into: IO[bytes], size: int, progress: Progress = silent) -> None:
        """See `Source`."""
        with self._opened(name) as file:
            _pour(iter(lambda: file.read(PIECE_BYTES), b""), into, name, size, progress)

    @contextmanager
    def _opened(self, name: str) -> Iterator[IO[bytes]]:
        try:
            with (self._path / name).open("rb") as file:
                yield file
        except FileNotFoundError as error:
            raise UpdateRefused(Why.NOTHING_THERE, place=str(self._path), name=name) from error
        except OSError as error:
            raise UpdateRefused(Why.UNREACHABLE, place=str(self._path), reason=disk.why(error)) from error
        except ValueError as error:  # a character that no path has
            raise UpdateRefused(Why.UNREACHABLE, place=repr(str(self._path)), reason=str(error)) from error


class Address:
    """An https address; each name is looked for below it."""

    def __init__(self, url: str, trust: ssl.SSLContext | None = None) -> None:
        """Nothing is called yet."""
        self._url, self._trust = url.rstrip("/"), trust

    def read(self, name: str, most: int) -> bytes:
        """See `Source`."""
        data, until = bytearray(), time.monotonic() + LOOK_S
        with self._answered(name) as answer:
            for piece in answer.iter_raw():
                data += piece
                if len(data) > most:
                    raise UpdateRefused(Why.LARGER, name=name)
                if time.monotonic() > until:
                    raise UpdateRefused(Why.UNREACHABLE, place=self._url, reason="it answers too slowly")
        return bytes(data)

    def copy(self, name: str, into: IO[bytes], size: int, progress: Progress = silent) -> None:
        """See `Source`."""
        with self._answered(name) as answer:
            _pour(
                answer.iter_raw(), into, name, size, progress
            )  # each piece as it comes: it may be cancelled

    @contextmanager
    def _answered(self, name: str) -> "Iterator[httpx.Response]":
        import httpx  # noqa: PLC0415 - heavy, and seldom needed

        from posdesk.platforms.http import system_trust  # noqa: PLC0415 - httpx, too

        headers = {"accept-encoding": "identity"}
        trust = self._trust or system_trust()
        try:
            with httpx.Client(verify=trust, timeout=PATIENCE_S, trust_env=False, headers=headers) as client:
                answer = self._followed(client, f"{self._url}/{name}", name)
                try:
                    yield answer
                finally:
                    answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError) as error:
            raise UpdateRefused(Why.UNREACHABLE, place=self._url, reason=_reason(error)) from error

    def _followed(self, client: "httpx.Client", url: str, name: str) -> "httpx.Response":
        """The answer at the end of the redirects on this host."""
        for _ in range(_REDIRECTS + 1):
            answer = client.send(client.build_request("GET", url), stream=True)
            if answer.next_request is None:
                return self._found(answer, name)
            there, asked = answer.next_request.url, answer.request.url
            answer.close()
            if (there.scheme, there.host, there.port) != (asked.scheme, asked.host, asked.port):
                raise UpdateRefused(Why.REDIRECTED, place=there.host or str(there))
            url = str(there)
        raise UpdateRefused(Why.REDIRECTED, place=url)

    def _found(self, answer: "httpx.Response", name: str) -> "httpx.Response":
        if answer.status_code == _OK:
            return answer
        answer.close()
        if answer.status_code in {_NOT_FOUND, _GONE}:
            raise UpdateRefused(Why.NOTHING_THERE, place=self._url, name=name)
        raise UpdateRefused(Why.UNREACHABLE, place=self._url, reason=f"HTTP {answer.status_code}")


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _pour(pieces: Iterator[bytes], into: IO[bytes], name: str, size: int, progress: Progress) -> None:
    done = 0
    for piece in pieces:
        done += len(piece)
        if done > size:
            raise UpdateRefused(Why.LARGER, name=name)
        _write(into, piece)
        progress(done // 1024, size // 1024)


def _write(into: IO[bytes], piece: bytes) -> None:
    try:
        into.write(piece)
    except OSError as error:
        raise UpdateRefused(Why.DISK, reason=disk.why(error)) from error
