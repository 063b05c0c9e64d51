"""The printer as a part of the simulator: its own port, slips as pictures, faults over the control."""

import asyncio
import contextlib
import socket
import tempfile
from pathlib import Path

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from posdesk.host.sockets import listening_socket
from posdesk.simulator.config import SimulatedPrinter
from posdesk.simulator.printer.printer import MM_58, MM_80, Faults, VirtualPrinter
from posdesk.simulator.web import Model, WrongUse, answer, as_json

_WIDTHS = {80: MM_80, 58: MM_58}


class PrinterFaults(Model):
    """What is wrong with it from now on."""

    paper_out: bool = False
    cover_open: bool = False
    silent: bool = False
    garbage: bool = False
    breaks_after_bytes: int | None = None


class PrinterReport(Model):
    """Where it listens, what is wrong with it, and what it printed."""

    address: str
    folder: str
    faults: PrinterFaults
    slips: tuple[str, ...]


class PrinterPlatform:
    """A receipt printer at a port of its own; where the usual one is taken, at any free one."""

    def __init__(self, config: SimulatedPrinter, host: str) -> None:
        """Binds the port. Without a folder the pictures lie in one that ends with the simulator."""
        self._socket = _bound(host, config.port)
        self._own = None if config.folder else tempfile.TemporaryDirectory(prefix="posdesk-slips-")
        self.folder = Path(self._own.name if self._own else config.folder)
        self._faults = PrinterFaults()
        self._printer = VirtualPrinter(self.folder, _WIDTHS[config.width], answers_jobs=config.answers_jobs)

    @property
    def address(self) -> str:
        """host:port."""
        host, port = self._socket.getsockname()[:2]
        return f"{host}:{port}"

    def routes(self) -> list[BaseRoute]:
        """Its part of the control."""
        return [
            Route("/control/printer", answer(self.report), methods=["GET"]),
            Route("/control/printer", answer(self.set_faults), methods=["PUT"]),
            Route("/control/printer/slips/{name}", answer(self.slip), methods=["GET"]),
        ]

    async def live(self) -> None:
        """Prints until it is cancelled."""
        await self._printer.start_on(self._socket)
        try:
            await asyncio.Event().wait()
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await self._printer.stop()
            if self._own is not None:
                self._own.cleanup()

    async def report(self, request: Request) -> Response:
        """How it is."""
        slips = tuple(path.name for path in self._printer.slips)
        told = PrinterReport(address=self.address, folder=str(self.folder), faults=self._faults, slips=slips)
        return as_json(TypeAdapter(PrinterReport), told)

    async def set_faults(self, request: Request) -> Response:
        """These from now on; without any it is mended, and what waits in its buffer is printed."""
        wanted = self._faults = PrinterFaults.model_validate_json(await request.body())
        if wanted == PrinterFaults():
            self._printer.mend()
        else:
            self._printer.faults = Faults(
                paper_out=wanted.paper_out,
                cover_open=wanted.cover_open,
                is_silent=wanted.silent,
                is_garbled=wanted.garbage,
                breaks_after=wanted.breaks_after_bytes,
            )
        return await self.report(request)

    async def slip(self, request: Request) -> Response:
        """One slip as a picture."""
        name = request.path_params["name"]
        found = next((path for path in self._printer.slips if path.name == name), None)
        if found is None:
            raise WrongUse(f"no slip {name}")
        return FileResponse(found, media_type="image/png")


def _bound(host: str, port: int) -> socket.socket:
    try:
        return listening_socket(host, port)
    except OSError:
        return listening_socket(host, 0)
