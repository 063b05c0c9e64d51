"""A person's word on what nothing else can prove: whose, when, and of exactly what."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from posdesk.domain.clock import from_text, to_text

_MARK = 12  # hex digits: tells two settings apart, and nothing of a secret among them


@dataclass(frozen=True, slots=True)
class Judgement:
    """`mark` is of what was judged: once that is another, the word counts no more.

    `by` is a name as the record has it, `at` aware; `words` are the platform's.
    """

    mark: str
    fits: bool
    by: str
    at: datetime
    words: str = ""

    def to_text(self) -> str:
        """As the home keeps it; `judgement_of` reads it."""
        said = {"mark": self.mark, "fits": self.fits, "by": self.by, "words": self.words}
        return json.dumps({**said, "at": to_text(self.at)}, ensure_ascii=False)


def judgement_of(text: str | None, mark: str) -> Judgement | None:
    """The word that `to_text` wrote, if it is of just this; None where there is none, or it can't be read."""
    try:
        said = json.loads(text or "")
        found = Judgement(
            str(said["mark"]), bool(said["fits"]), str(said["by"]), from_text(said["at"]), str(said["words"])
        )
    except (ValueError, KeyError, TypeError):
        return None
    return found if found.mark == mark else None


def mark_of(*texts: str) -> str:
    """A short mark of all these texts."""
    whole = json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:_MARK]
