"""A user's JWT and seed: the `.creds` file as NATS' own tools write it, and what nats-py asks for them."""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass

from posdesk.platforms.relay.nkeys import BadNkey, Role, pair_of
from posdesk.platforms.relay.tokens import BadToken, Token, read

_BLOCK = re.compile(r"-+BEGIN (NATS USER JWT|USER NKEY SEED)-+\s+(\S+)\s+-+END \1-+")


class BadCredentials(ValueError):  # noqa: N818 - named as people say it
    """No file of a user's JWT and seed, or the two don't belong together."""


@dataclass(frozen=True, slots=True)
class UserCredentials:
    """Who a user is, and the secret by which it shows that; `seed` never goes into a log."""

    jwt: str
    seed: str

    def __repr__(self) -> str:
        """Without its secret."""
        return f"UserCredentials({self.token.name})"

    @property
    def token(self) -> Token:
        """What the JWT says. Raises BadToken."""
        return read(self.jwt)

    @property
    def jwt_callback(self) -> Callable[[], bytes]:
        """What nats-py takes as `user_jwt_cb`."""
        return self.jwt.encode

    def sign(self, nonce: str) -> bytes:
        """What nats-py takes as `signature_cb`. Raises BadNkey."""
        return base64.b64encode(pair_of(self.seed).sign(nonce.encode("ascii")))

    def check(self) -> None:
        """Raises BadCredentials unless the seed is that of the JWT's user."""
        try:
            pair, token = pair_of(self.seed), self.token
        except (BadNkey, BadToken) as error:
            raise BadCredentials(str(error)) from error
        if pair.role is not Role.USER or pair.public != token.subject:
            raise BadCredentials("the seed is another user's than the JWT")

    def text(self) -> str:
        """The file's text."""
        return (
            f"-----BEGIN NATS USER JWT-----\n{self.jwt}\n------END NATS USER JWT------\n\n"
            f"-----BEGIN USER NKEY SEED-----\n{self.seed}\n------END USER NKEY SEED------\n"
        )


def read_creds(text: str) -> UserCredentials:
    """What stands in a `.creds` file. Raises BadCredentials."""
    found: dict[str, str] = dict(_BLOCK.findall(text))
    if len(found) != 2:
        raise BadCredentials("no file with a NATS user's JWT and seed")
    credentials = UserCredentials(found["NATS USER JWT"], found["USER NKEY SEED"])
    credentials.check()
    return credentials
