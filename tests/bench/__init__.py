"""What posdesk costs, as ratios within one run: `python -m tests.bench`. Not part of the suite."""

import sys

from tests.support.paths import ROOT

sys.path.append(str(ROOT / "installer" / "gateway"))  # `relay_files`, as pytest has it on its path
