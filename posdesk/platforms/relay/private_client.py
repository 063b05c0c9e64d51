"""nats-py's client, which would say who it is, and believe what it is told, without TLS."""

import nats.errors
from nats.aio.client import Client


class PrivateClient(Client):
    """Where a server's address says tls, nothing is said to one that doesn't speak it.

    nats-py asks the server itself whether there is TLS, before any: whoever stands in between says that there
    is none, reads each order, and acknowledges them in the servers' name.
    """

    def _connect_command(self) -> bytes:
        """See nats-py: the last word before our own. Raises SecureConnWantedError."""
        server = self._current_server
        is_private = server is not None and server.uri.scheme == "tls"
        if is_private and not self._server_info.get("tls_required"):
            raise nats.errors.SecureConnWantedError
        return super()._connect_command()

    def drop(self) -> None:
        """Give the socket up at once: who is cancelled while nats-py says goodbye would leave it open."""
        if self._transport is not None:
            self._transport.close()  # type: ignore[no-untyped-call]  # as nats-py has it
