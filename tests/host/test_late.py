"""A module is imported when something of it is first asked for."""

import subprocess
import sys

from posdesk.host.late import late

PROGRAM = """
import sys
from posdesk.host.late import late
colors = late("colorsys")
assert "colorsys" not in sys.modules
assert colors.ONE_THIRD == sys.modules["colorsys"].ONE_THIRD
"""


def test_a_late_module_is_imported_by_the_first_look_into_it() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True, timeout=60)


def test_what_a_late_module_lacks_it_lacks_as_any_other_does() -> None:
    assert not hasattr(late("colorsys"), "no_such_thing")
