"""httpx with one client that is kept posts what stands in a file, one call after the other.

python -m tests.bench.programs.kept_client URL FILE: the file has a body a line. The authority that
BENCH_TRUST names is trusted.
"""

import os
import ssl
import sys
from pathlib import Path

import httpx

from posdesk.platforms.http import FORM
from tests.bench.programs.trusting import TRUST


def main(url: str, bodies: list[bytes]) -> None:
    """Raises where one is not answered with 200."""
    trust = os.environ.get(TRUST)
    verify = ssl.create_default_context(cafile=trust) if trust else True
    headers = {"content-type": FORM, "accept": "application/json", "accept-encoding": "identity"}
    with httpx.Client(verify=verify, trust_env=False, headers=headers) as client:
        for body in bodies:
            client.post(url, content=body).raise_for_status()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).read_bytes().splitlines())
