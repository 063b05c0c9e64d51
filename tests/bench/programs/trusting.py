"""posdesk itself, which trusts one more authority: the certificate file that BENCH_TRUST names.

python -m tests.bench.programs.trusting ARGUMENTS…, as `python -m posdesk`. The product has no such switch.
"""

import os
import ssl
import sys

from posdesk import cli
from posdesk.platforms import http

TRUST = "BENCH_TRUST"
_system_trust = http.system_trust


def trusting() -> ssl.SSLContext:
    """The system's authorities, and that one."""
    context = _system_trust()
    context.load_verify_locations(cafile=os.environ[TRUST])
    return context


if __name__ == "__main__":
    http.system_trust = trusting
    sys.exit(cli.main(sys.argv[1:]))
