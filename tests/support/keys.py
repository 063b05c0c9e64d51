"""Real keys and a pointer on the system that this is: by XTEST, or by SendInput."""

import sys

if sys.platform == "win32":
    from tests.support.winkeys import WinKeys as RealKeys
    from tests.support.winkeys import stamp_now_ms
else:
    from tests.support.xkeys import XKeys as RealKeys
    from tests.support.xkeys import stamp_now_ms

__all__ = ["RealKeys", "stamp_now_ms"]
