"""Starts the version in whose folder it lies, as start.py: with its own packages and no others of this PC.

/usr/bin/python3 -I -S start.py WORDS        posdesk's own words
/usr/bin/python3 -I -S start.py -m MODULE    a module of it, for its own child processes
"""

import sys
from pathlib import Path
from runpy import run_module

sys.path.insert(0, str(Path(__file__).resolve().parent / "site"))
words = sys.argv[1:]
if words[:1] == ["-m"]:
    sys.argv = words[1:]
    run_module(words[1], run_name="__main__", alter_sys=True)
else:
    from posdesk.cli import main

    sys.exit(main(words))
