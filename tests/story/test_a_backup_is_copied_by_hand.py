"""Closed, a backup copied over journal.sqlite, opened again: nothing leaves twice, the loss is told once."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from posdesk.domain.journal_health import RESTORED
from posdesk.journal.journal import FILE_NAME
from posdesk.journal.rescue import losses
from tests.support.bookshop import TOKEN, BookShop, Wire, book_shop, hand_in, past_hour, rung
from tests.support.keyring_backend import seeded_environment
from tests.support.paths import ROOT
from tests.support.processes import wait_for
from tests.support.simulator import MEITUAN

pytestmark = [pytest.mark.waits, pytest.mark.timeout(300)]  # a dozen processes, one after the other
ORDER = (ROOT / "tests/data/o2o/AddSaleOrderBill.request.json").read_bytes()


def sent(shop: BookShop) -> Counter[str]:
    return Counter(call.subject for call in shop.calls("wdk"))


def doctor(shop: BookShop) -> dict[str, str]:
    """What the doctor finds, in English, by part."""
    line = [sys.executable, "-m", "posdesk", "doctor", "--json", "--home", str(shop.home.folder)]
    env = seeded_environment(shop.home.secrets)
    done = subprocess.run(line, env=env, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    return {part["part"]: part["en"] for part in json.loads(done.stdout)["parts"]}


def for_a_person(shop: BookShop, receipts: list[Wire]) -> bool:
    with shop.home.journal() as journal:
        return [
            journal.read(
                lambda db, serial=each["serial_num"]: db.execute(  # type: ignore[misc]
                    "SELECT p.needs_person FROM postings p JOIN receipts r ON r.number = p.receipt"
                    " WHERE r.serial_num = ?",
                    (serial,),
                ).fetchall()
            )
            for each in receipts
        ] == [[(1,)]] * len(receipts)


def told(shop: BookShop) -> list[str]:
    with shop.home.journal() as journal:
        return [loss.what for loss in journal.read(losses.open_ones)]


def test_a_backup_copied_over_the_journal_sends_nothing_twice_and_is_told_once(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    copy = tmp_path / "backup.sqlite"
    receipts = [rung(f"R{number}", past_hour(3)) for number in range(10)]
    with book_shop(home) as shop:
        assert shop.command("backup", "-o", copy, "--home", home).returncode == 0
        assert shop.home.post(MEITUAN, ORDER).json()["code"] == 0
        shop.hand_in(*receipts)
        wait_for(lambda: len(sent(shop)) == len(receipts), "every receipt at WDK")
        wait_for(lambda: shop.held(past_hour(3)) is not None, "the hour at ovopark")
        hours = len(shop.calls("ovopark"))
        assert shop.home.stop() == 0
        shop.journal.close()
        shutil.copyfile(copy, home / FILE_NAME)
        assert "an older one was copied over it" in doctor(shop)["mark"]
        for _ in range(2):
            shop.home.start()
            assert told(shop) == [RESTORED]
            answer = hand_in(shop.home.receipts, receipts, TOKEN)
            assert answer.status_code == 200
            wait_for(lambda: for_a_person(shop, receipts), "receipts that wait for a person")
            said = doctor(shop)
            assert "after the backup that was put back" in said["losses"]
            assert "line" in said["mark"]
            assert shop.home.post(MEITUAN, ORDER).json()["code"] == 0, "the platform hands the order in again"
            assert shop.home.stop() == 0
        assert sent(shop) == Counter(dict.fromkeys(sent(shop), 1))
        assert len(sent(shop)) == len(receipts)
        assert len(shop.calls("ovopark")) == hours
