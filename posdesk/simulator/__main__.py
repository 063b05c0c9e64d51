"""`python -m posdesk.simulator`."""

import sys

from posdesk.host import streams
from posdesk.simulator.command import main

if __name__ == "__main__":
    streams.make_safe()
    sys.exit(main())
