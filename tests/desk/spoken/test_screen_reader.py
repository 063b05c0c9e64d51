"""What a screen reader finds and is told (product row 75): a desk of its own process, read over AT-SPI."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.support.atspi import Node, Reader, accessibility, reader
from tests.support.processes import wait_for

pytestmark = [pytest.mark.posix("AT-SPI is Linux's"), pytest.mark.window]


@dataclass
class Spoken:
    """A desk at work, and the screen reader that reads it."""

    program: "subprocess.Popen[str]"
    reader: Reader

    def tell(self, line: str) -> None:
        """Have the desk do something."""
        assert self.program.stdin is not None
        assert self.program.stdout is not None
        self.program.stdin.write(f"{line}\n")
        self.program.stdin.flush()
        assert self.program.stdout.readline().strip() == "done"

    def tree(self) -> Node:
        """All of it, once it is there."""
        wait_for(lambda: self.reader.tree() is not None, "the desk in the tree")
        found = self.reader.tree()
        assert found is not None
        return found


@pytest.fixture
def spoken() -> Iterator[Spoken]:
    with accessibility() as env, reader(env) as reads:
        line = [sys.executable, "-m", "tests.desk.spoken.program"]
        pipe = subprocess.PIPE
        with subprocess.Popen(line, env={**os.environ, **env}, stdin=pipe, stdout=pipe, text=True) as program:
            assert program.stdout is not None
            assert program.stdout.readline().strip() == "done"
            try:
                yield Spoken(program, reads)
            finally:
                program.kill()


def item(tree: Node, name: str) -> Node:
    """The card in a lane whose name begins so."""
    return next(node for node in tree.all("list item") if node.name.startswith(name))


def twice(node: Node, above: tuple[str, ...] = ()) -> list[str]:
    """What something says that stands in something that says it already."""
    if "visible" not in node.states:
        return []
    said = [node.name] if any(node.name and node.name in name for name in above) else []
    return said + [words for child in node.children for words in twice(child, (*above, node.name))]


def test_cards_lanes_results_and_the_focus_are_read_and_new_orders_announced(spoken: Spoken) -> None:
    tree = spoken.tree()
    lanes = [node.name for node in tree.all("list")]
    assert lanes == ["New", "Making", "Ready", "Pre-orders"]
    card = item(tree, "Meituan 27")
    assert card.name == "Meituan 27, New, 3 min 42 s left"
    for part in (
        "1 辣椒炒肉盖饭 微辣、加煎蛋",
        "2 冰酸梅汤 少冰",
        "Remark: 不要葱，筷子两双",
        "¥57.00 paid",
        "2046",
    ):
        assert part in card.description
    assert {"focused"} <= card.states
    detail = next(node for node in tree.all("filler") if node.name == card.name)
    assert "Lines add up to the amount paid" in detail.description
    assert "13855552046" not in "".join(node.name + node.description for node in tree.walk())
    assert twice(tree) == []

    spoken.tell("down")
    spoken.reader.until_told("focus", "Baidu 8")
    after = spoken.tree()
    assert [node.name[:7] for node in after.all("list item") if "focused" in node.states] == ["Baidu 8"]

    spoken.tell("new")
    spoken.reader.until_told("announcement", "New order: Meituan 27")
    spoken.tell("stop")
    spoken.reader.until_told("announcement", "Stop! Customer cancelled", "25")
    stop = next(node for node in spoken.tree().all("filler") if "25" in node.name and node.description)
    assert "don't make it or hand it over" in stop.description.replace("\n", " ")

    spoken.tell("scan")
    spoken.reader.until_told("announcement", "21 ")
    shown = spoken.tree()
    said = [node.name for node in shown.walk() if node.role == "label" and "visible" in node.states]
    assert {"21", "Meituan", "Paid"} & set(said) >= {"21", "Meituan"}
    assert item(shown, "1 攸县香干饭")
    assert twice(shown) == []
