"""An enrolment line is tried: the server is reached, the place of the counter taken, the long JWT fetched.

All of it before anything is kept (relay.md, 'Enrolment line'): a line that doesn't work changes nothing.
"""

import logging
import ssl
from dataclasses import dataclass

from posdesk.domain.relay.status import RelayFault
from posdesk.engine.relay.identity import Identity
from posdesk.engine.relay.line import Line, LineLost, NobodyAnswers, NotConnected, context_of
from posdesk.engine.relay.store_records import StoreRecords
from posdesk.platforms.relay.enrolment import EnrolmentLine
from posdesk.platforms.relay.records import PcRecord

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it: `fault` NONE where the place is ours; `detail` is the server, or the PC that has it.

    `jwt` is the one for 400 days; `servers` and `shard` are where the store is now.
    """

    fault: RelayFault
    detail: str = ""
    jwt: str = ""
    servers: tuple[str, ...] = ()
    shard: str = ""


async def try_line(line: EnrolmentLine, pc: PcRecord) -> Tried:
    """Connect by the line, take the counter's place for this PC, and fetch what it connects with from now on.

    `pc.since` is now. Raises nothing of the server's: what went wrong is the answer.
    """
    try:
        opened = await _opened(line, pc)
    except NotConnected as error:
        return Tried(error.fault, _first(line))
    try:
        return await _enrolled(StoreRecords(opened), line, pc)
    except (LineLost, NobodyAnswers) as error:
        log.warning("relay: the enrolment line could not be tried: %s", error)
        return Tried(RelayFault.UNREACHED, _first(line))
    finally:
        await opened.close()


async def _opened(line: EnrolmentLine, pc: PcRecord) -> Line:
    """A line to one of the servers. Raises NotConnected: what a server said is worse than silence."""
    me = Identity(
        line.store, line.counter, line.shard, line.servers, line.credentials, store_key=line.store_key
    )
    try:
        context = context_of(pem=line.ca)
    except ssl.SSLError as error:
        raise NotConnected(RelayFault.NOT_TRUSTED, str(error)) from error
    worst = NotConnected(RelayFault.UNREACHED)
    for server in line.servers:
        try:
            return await Line.opened(server, me, context, pc.since)
        except NotConnected as error:
            worst = error if worst.fault is RelayFault.UNREACHED else worst
    raise worst


async def _enrolled(records: StoreRecords, line: EnrolmentLine, pc: PcRecord) -> Tried:
    record = await records.jwt()
    if record is None:
        return Tried(RelayFault.REVOKED, _first(line))
    holder = await records.take_place(pc.machine, pc.name, pc.since)
    if holder is not None:
        return Tried(RelayFault.TAKEN, holder.name)
    return Tried(RelayFault.NONE, _first(line), record.jwt, record.servers or line.servers, record.shard)


def _first(line: EnrolmentLine) -> str:
    return line.servers[0].rpartition("/")[2]
