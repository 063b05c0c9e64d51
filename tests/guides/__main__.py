"""Makes the guides' pictures anew, in both languages: python -m tests.guides, on a screen of its own."""

import os
import subprocess
import sys

from tests.support.paths import ROOT


def main() -> int:
    """The exit code of the last walk that failed, else 0."""
    code = 0
    for language in ("zh_CN", "en"):
        env = {**os.environ, "POSDESK_GUIDE_PICTURES": language}
        command = [sys.executable, "-m", "tests.support.session", sys.executable, "-m", "pytest", "-q"]
        walks = ["tests/guides", "-k", "as_the_guides_say or as_its_guide_says"]
        done = subprocess.run([*command, *walks, "-p", "no:randomly"], cwd=ROOT, env=env, check=False)
        code = done.returncode or code
    return code


if __name__ == "__main__":
    sys.exit(main())
