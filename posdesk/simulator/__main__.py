"""`python -m posdesk.simulator`."""

import sys

from posdesk.simulator.command import main

if __name__ == "__main__":
    sys.exit(main())
