"""The faults in force at one service, ready to be asked about one message at a time."""

from playground.checkout.faults import Fault
from playground.checkout.messages import Message
from playground.virtual_time.chance import Stream


class Afflictions:
    """What ails one service and the edge that leads to it. `any` is False in health, so that health costs nothing."""

    def __init__(self, seed: int, service: str) -> None:
        self.seed = seed
        self.service = service
        self.any = False
        self.active: dict[str, Fault] = {}
        self._streams: dict[str, Stream] = {}
        self._strikes: dict[str, int] = {}

    def strike(self, fault: Fault) -> None:
        self.active[fault.kind] = fault
        self._strikes[fault.kind] = 0
        self.any = True

    def heal(self, kind: str) -> None:
        self.active.pop(kind, None)
        self.any = bool(self.active)

    def hits(self, kind: str, message: Message) -> Fault | None:
        """The fault, if one of that kind is in force and its luck strikes this message."""
        fault = self.active.get(kind)
        if fault is None or not self._stream(kind).happens(message.identity, fault.probability):
            return None
        return fault

    def strikes(self, kind: str, point: str, message: Message) -> Fault | None:
        """Like `hits` for a fault with a point in the work, and at most `count` times where it has a count."""
        fault = self.active.get(kind)
        if fault is None or fault.fields["point"] != point or not self.hits(kind, message):
            return None
        count = fault.fields.get("count")
        if count is not None and self._strikes[kind] >= count:
            return None
        self._strikes[kind] += 1
        return fault

    def on_bad_shard(self, message: Message) -> Fault | None:
        """Orders are spread over the shards by number; a fan-out asks each shard by its own."""
        fault = self.active.get("bad_shard")
        if fault is None:
            return None
        shard = message.shard or message.order % int(fault.fields["of"])
        return fault if shard == int(fault.fields["shard"]) else None

    def jitter(self, kind: str, identity: int, deviation: float) -> float:
        return self._stream(kind + "/jitter").normal(identity, 0.0, deviation) if deviation > 0 else 0.0

    def _stream(self, kind: str) -> Stream:
        stream = self._streams.get(kind)
        if stream is None:
            stream = self._streams[kind] = Stream(self.seed, f"{self.service}/{kind}")
        return stream
