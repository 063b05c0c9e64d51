"""`posdesk` with a part that fails again and again, its error repeating what it handled: arguments as usual.

The texts come from the file that the variable names, as they would from an order or a keyring.
"""

import os
import sys
from pathlib import Path

from posdesk import cli
from posdesk.engine.listening.folder import Folder

TEXTS = "POSDESK_TEST_TEXTS"


def _fails(_: object) -> None:
    texts = Path(os.environ[TEXTS]).read_text(encoding="utf-8")
    try:
        raise ValueError(f"can't parse {texts}")
    except ValueError as error:
        raise RuntimeError(f"a part broke over {texts}") from error


if __name__ == "__main__":
    Folder.look = _fails  # type: ignore[assignment, method-assign]
    sys.exit(cli.main(sys.argv[1:]))
