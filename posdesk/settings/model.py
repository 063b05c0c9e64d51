"""What the sections of posdesk.toml are made of."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from posdesk.domain.key_text import BadKey, must_be_seen, unseen_in


class Model(BaseModel):
    """A section of posdesk.toml: a key that it does not know is a fault."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


def _seen(text: str) -> str:
    try:
        must_be_seen(text)
    except BadKey as error:
        hint = f". {_BACKSLASHES}" if not text.isprintable() and not unseen_in(text) else ""
        raise ValueError(f"{error.en}{hint}") from error
    return text


_BACKSLASHES = "Where a backslash stands in double quotes, write it twice, or use / in a path"
Seen = Annotated[str, AfterValidator(_seen)]  # a path or an address: a tab in it was C:\till
