"""`python -m posdesk`."""

import sys

from posdesk.cli import main

sys.exit(main())
