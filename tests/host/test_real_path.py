"""A path is known by where it leads; one that leads nowhere is known by its name."""

import os
from pathlib import Path

import pytest

from posdesk import cli
from posdesk.host.disk import real_path


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few accounts make a link")
def test_a_link_to_itself_is_taken_as_it_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert real_path(loop) == loop
    assert cli.main(["audit", "verify", "--home", str(loop)]) != 0
    assert "loop" in capsys.readouterr().err
