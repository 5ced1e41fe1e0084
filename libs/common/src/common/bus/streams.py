"""Streams and consumers on NATS: made when missing, adjusted when they differ, made again when somebody wiped them."""

from nats.aio.client import Client
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    DiscardPolicy,
    RetentionPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import NotFoundError

DAY = 86_400.0
KEPT_SECONDS = 14 * DAY
KEPT_BYTES = 1024 * 1024 * 1024
DEDUPE_SECONDS = 120.0
IN_FLIGHT = 4096
ACK_WAIT_SECONDS = 60.0


def stream_name(service: str) -> str:
    """`wb-roster`: the stream that carries what a service tells."""
    return f"wb-{service}"


def stream_of(service: str, replicas: int = 1) -> StreamConfig:
    """A bounded window on the lanes: whoever is further behind than this reads the feed."""
    return StreamConfig(
        name=stream_name(service),
        subjects=[f"wb.*.{service}.>"],
        retention=RetentionPolicy.LIMITS,
        storage=StorageType.FILE,
        discard=DiscardPolicy.OLD,
        max_age=KEPT_SECONDS,
        max_bytes=KEPT_BYTES,
        duplicate_window=DEDUPE_SECONDS,
        num_replicas=replicas,
        allow_direct=True,
    )


async def ensure_stream(client: Client, service: str, replicas: int = 1) -> None:
    """Makes the service's stream, or adjusts it to this version's limits."""
    wanted = stream_of(service, replicas)
    manager = client.jsm()
    try:
        found = (await manager.stream_info(stream_name(service))).config
    except NotFoundError:
        await manager.add_stream(wanted)
        return
    if any(getattr(found, name) != getattr(wanted, name) for name in _ADJUSTED):
        await manager.update_stream(wanted)


_ADJUSTED = ("subjects", "max_age", "max_bytes", "duplicate_window", "num_replicas", "discard")


async def ensure_consumer(client: Client, source: str, durable: str) -> bool:
    """Makes the durable consumer on the source's stream; true when it was not there.

    It starts with what is published from now on: what came before is read from the source's feed, which is faster
    and also there when the stream is not. Raises `NotFoundError` while the source has no stream.
    """
    manager = client.jsm()
    try:
        await manager.consumer_info(stream_name(source), durable)
    except NotFoundError:
        config = ConsumerConfig(
            durable_name=durable,
            deliver_policy=DeliverPolicy.NEW,
            # Batches are worked off in order, so the last acknowledgement of one covers all before it.
            ack_policy=AckPolicy.ALL,
            ack_wait=ACK_WAIT_SECONDS,
            max_ack_pending=IN_FLIGHT,
            filter_subject=f"wb.*.{source}.>",
        )
        await manager.add_consumer(stream_name(source), config)
        return True
    return False
