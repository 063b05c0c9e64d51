"""A gateway behind a reverse proxy is called from one address, and by all platforms at once."""

import pytest

from posdesk.gateway.server import MOST_CALLS, _most_calls

pytestmark = pytest.mark.waits

resource = pytest.importorskip("resource", reason="Windows counts no files")


@pytest.mark.parametrize(
    ("files", "calls"), [(1024, 512), (65_536, MOST_CALLS), (resource.RLIM_INFINITY, MOST_CALLS)]
)
def test_so_many_calls_may_wait_as_half_of_the_files_that_may_be_open(
    monkeypatch: pytest.MonkeyPatch, files: int, calls: int
) -> None:
    """At 256 of one address the rest were told 503 whenever a new leader was chosen: it takes seconds."""
    monkeypatch.setattr(resource, "getrlimit", lambda _: (files, files))
    assert _most_calls() == calls
