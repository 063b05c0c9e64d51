"""What the listener's tests share: an engine that listens."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.making import APPKEY, HeldSecrets, House, house, partner, settings


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[House]:
    """A running engine with one signed partner."""
    with house(tmp_path, settings(partner()), HeldSecrets(meituan=APPKEY)) as running:
        yield running
