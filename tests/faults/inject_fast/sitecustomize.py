"""Found first on PYTHONPATH by a program whose day is to pass faster: arms it before anything else loads."""

from tests.faults import fast

fast.arm()
