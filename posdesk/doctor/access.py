"""What other accounts on this PC can get at, and whether the till's folder can be used."""

import contextlib
import os

from posdesk.doctor.report import Finding, Text, broken, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.engine.listening.folder import left_lying
from posdesk.engine.listening.folder_place import is_elsewhere, place_of, places_of
from posdesk.engine.listening.intake import SUFFIXES
from posdesk.host import private

_SHOWN = 5  # names; the others are as many more


def home(snapshot: Snapshot) -> Finding | None:
    """Whether the home is closed to them; nothing where the system keeps no modes, or no home is there."""
    if not private.HAS_MODES or not snapshot.home.is_dir():
        return None
    names = private.still_open(snapshot.home)
    if names:
        more = ", …" if len(names) > _SHOWN else ""
        listed = ", ".join(names[:_SHOWN]) + more
        found = Text(f"本机其他账户能访问：{listed}", f"other accounts on this PC can get at {listed}")
        todo = Text(
            "启动一次 posdesk，它会关上自己的文件；仍在的请改所有者。",
            "Start posdesk once: it closes what is its own. What stays belongs to another account.",
        )
        return look("access", found, todo, open=list(names))
    way = private.shared_way(snapshot.home)
    if way is None or is_elsewhere(snapshot.settings, snapshot.home):
        return ok("access", "数据目录只有本账户能读", "only this account can read the home")
    found = Text(
        f"{way} 里有其他账户的文件，只好开着", f"files of another account lie in {way}: it stays open"
    )
    todo = Text(
        "在数据目录外给收银机一个目录，填到“设置”的“收银机”里。",
        "Give that till a folder outside the home and enter it: Settings, Till.",
    )
    return look("access", found, todo, way=str(way))


def till_folder(snapshot: Snapshot) -> Finding | None:
    """The folder that the settings name; nothing where they name none."""
    if not snapshot.settings.receipts.folder:
        return None
    place = place_of(snapshot.settings, snapshot.home)
    try:
        os.listdir(place)  # noqa: PTH208 - says why it can't be read
    except OSError as error:
        why = error.strerror or str(error)
        found = Text(f"{place} 无法读取：{why}", f"{place} can't be read: {why}")
        todo = Text("建好该目录并给出权限。", "Make the folder, and let this account read and write it.")
        return broken("receipts", found, todo, path=str(place))
    if not os.access(place, os.W_OK | os.X_OK):
        found = Text(f"{place} 不可写", f"{place} can't be written")
        todo = Text("给本账户写权限：文件要移走。", "Let this account write there: it moves the files.")
        return broken("receipts", found, todo, path=str(place))
    return ok("receipts", f"{place} 可用", f"{place} can be used", path=str(place))


def not_taken(snapshot: Snapshot) -> Finding | None:
    """Files in the tills' folders that are no till's by their name; nothing where there are none."""
    names: list[str] = []
    for place in places_of(snapshot.settings, snapshot.home):
        with contextlib.suppress(OSError):  # that it can't be read is said of the folder
            names += left_lying(place)
    if not names:
        return None
    listed = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
    known = ", ".join(SUFFIXES)
    found = Text(f"没有取走：{listed}", f"not taken: {listed}")
    todo = Text(
        f"只收 {known} 文件。上传中断的请重新交，其他的请移走。",
        f"Only {known} files are taken. Hand in again what broke off, move away what else lies there.",
    )
    return look("not_taken", found, todo, names=names[:_SHOWN], count=len(names))
