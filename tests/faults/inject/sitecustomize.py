"""Found first on PYTHONPATH by a program under test: it arms the faults before anything of posdesk loads."""

from tests.faults import injection

injection.arm()
