"""Found first on PYTHONPATH by a program whose day is to pass faster: arms it before anything else loads."""

from tests.faults import quick_clock

quick_clock.arm()
