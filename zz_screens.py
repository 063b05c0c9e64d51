import pytest, sys, gc
last=[None]
@pytest.hookimpl(trylast=True)
def pytest_runtest_logfinish(nodeid):
    from PySide6.QtGui import QGuiApplication
    app=QGuiApplication.instance()
    if app is None: return
    for g in (0,1):
        if g: gc.collect()
        n=[(type(s).__name__, getattr(s,"name",str)()) for s in QGuiApplication.screens()]
        if n!=last[0]:
            sys.stderr.write(f"\nSCREENS {g} {last[0]} -> {n} after {nodeid}\n"); sys.stderr.flush()
            last[0]=n
