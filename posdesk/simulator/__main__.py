"""`python -m posdesk.simulator`."""

import sys

from posdesk import streams
from posdesk.simulator.command import main

if __name__ == "__main__":
    streams.make_safe()
    sys.exit(main())
