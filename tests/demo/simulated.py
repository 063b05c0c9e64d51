"""Starts the demo's simulator, says where it is, and waits to be killed: a program, run by a test."""

import json
import sys
import time

from posdesk.demo import shop
from posdesk.demo.run import simulator

if __name__ == "__main__":
    with simulator(json.dumps(shop.simulator_config(shop.new_keys(), "127.0.0.1:9"))) as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        time.sleep(600)
    sys.exit(0)
