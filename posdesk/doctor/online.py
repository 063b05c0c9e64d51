"""The way to the platforms: is it encrypted and, only when asked to go online, what their clocks say."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from posdesk.doctor.report import Finding, Text, look, ok
from posdesk.doctor.snapshot import Snapshot
from posdesk.domain.clock import Clock
from posdesk.engine.listening.exposure import is_loopback
from posdesk.platforms.http import exchange_of_error, new_http, server_time_of
from posdesk.settings.settings import Settings

PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Reached:
    """One server: how far ahead of it the PC's clock is, or why it was not reached."""

    skew_s: float | None = None
    why: str = ""


def ask(chosen: Settings, clock: Clock) -> dict[str, Reached]:
    """Every platform of the settings by name, asked at once. Raises nothing."""
    return asyncio.run(_ask(urls_of(chosen), clock))


def urls_of(chosen: Settings) -> dict[str, str]:
    """Where the platforms of these settings are."""
    found = {partner.name: partner.url for partner in chosen.partner}
    return found | {name: section.url for name, section in chosen.books.items()}


async def _ask(urls: Mapping[str, str], clock: Clock) -> dict[str, Reached]:
    async with new_http() as http:
        answers = await asyncio.gather(*(_one(http, url, clock) for url in urls.values()))
    return dict(zip(urls, answers, strict=True))


async def _one(http: httpx.AsyncClient, url: str, clock: Clock) -> Reached:
    """The root of the server only: nothing is signed, nothing changes there."""
    start = clock.monotonic()
    try:
        async with asyncio.timeout(PATIENCE_S):
            response = await http.head(httpx.URL(url).copy_with(raw_path=b"/"))
    except (httpx.HTTPError, httpx.InvalidURL, OSError, TimeoutError) as error:
        return Reached(why=exchange_of_error(error).fault)
    date = server_time_of(response.headers.get("date"))
    if date is None:
        return Reached(why="no Date")
    half_way = (clock.monotonic() - start) / 2
    return Reached((clock.now() - date).total_seconds() - half_way)


def platforms(asked: Mapping[str, Reached]) -> Finding:
    """Which servers answered."""
    lost = {name: each.why for name, each in asked.items() if each.why}
    if not lost:
        names = ", ".join(asked) or "–"
        return ok("platforms", f"可连接：{names}", f"reached: {names}")
    text = ", ".join(f"{name} ({why})" for name, why in lost.items())
    todo = Text("检查网络和地址。", "Check the network and the addresses.")
    return look("platforms", Text(f"未连通：{text}", f"not reached: {text}"), todo, lost=lost)


def transport(snapshot: Snapshot) -> Finding:
    """Whether every call that leaves this PC is encrypted; whom it trusts, no setting says."""
    open_ones = [name for name, url in urls_of(snapshot.settings).items() if _is_readable(url)]
    if not open_ones:
        return ok("transport", "发往平台的请求都加密", "every call that leaves this PC is encrypted")
    names = ", ".join(open_ones)
    found = Text(f"{names} 用 http，途中可被读取", f"{names}: an http address, calls can be read on the way")
    return look("transport", found, Text("向平台要 https 地址。", "Ask the platform for an https address."))


def _is_readable(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")
