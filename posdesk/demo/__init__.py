"""`posdesk demo`: the desk against the simulator, in a home that is thrown away; also the training mode."""

from posdesk.demo.run import run_demo

__all__ = ["run_demo"]
