"""`python -m posdesk.simulator`."""

import sys

from posdesk.host import command_line
from posdesk.simulator.command import main

if __name__ == "__main__":
    command_line.make_safe()
    sys.exit(main())
