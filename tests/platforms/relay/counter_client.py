"""A counter's own calls over the relay, as plain as they are: what its credentials are tried with."""

import json
from typing import Any

from nats.aio.client import Client
from nats.aio.msg import Msg

from posdesk.platforms.relay import subjects

WAIT_S = 20.0  # a busy machine answers late, not never


def consumer_config(name: str, subject: str, **more: object) -> dict[str, object]:
    """What a counter asks for (relay.md, 'By hand')."""
    return {
        "name": name,
        "deliver_policy": "by_start_sequence",
        "opt_start_seq": 1,
        "ack_policy": "none",
        "replay_policy": "instant",
        "mem_storage": True,
        "num_replicas": 1,
        "inactive_threshold": 300_000_000_000,
        "filter_subject": subject,
        **more,
    }


async def asked(client: Client, subject: str, value: object = None, **headers: str) -> dict[str, Any]:
    """The JSON that came back. Raises TimeoutError or NoRespondersError where nothing did."""
    data = b"" if value is None else json.dumps(value).encode()
    reply = await client.request(subject, data, timeout=WAIT_S, headers=dict(headers) or None)
    answer: dict[str, Any] = json.loads(reply.data)
    return answer


async def make_consumer(
    client: Client, stream: str, name: str, subject: str, **more: object
) -> dict[str, Any]:
    """A consumer of that name in the place of any before it."""
    await asked(client, subjects.delete_consumer(stream, name))
    config = {"stream_name": stream, "config": consumer_config(name, subject, **more)}
    return await asked(client, subjects.create_consumer(stream, name, subject), config)


async def pulled(client: Client, stream: str, name: str, batch: int = 1) -> Msg:
    """The next message of a consumer, by an inbox of its own."""
    inbox = client.new_inbox()
    subscription = await client.subscribe(inbox)
    wanted = json.dumps({"batch": batch, "expires": 4_000_000_000}).encode()
    await client.publish(subjects.next_messages(stream, name), wanted, reply=inbox)
    message = await subscription.next_msg(timeout=WAIT_S)
    await subscription.unsubscribe()
    return message
