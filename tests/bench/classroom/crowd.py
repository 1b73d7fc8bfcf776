"""Many viewers in one process, as cheap as a viewer can be: bytes in, a frame's number and the time noted.

Told what to do on its standard input, a line each: `connect` `measure` `stop` `drop` `quit`; answers a line of JSON.
Its first argument is a JSON object: port, path, cookies (one a viewer), and whether they read at all.
"""

import asyncio
import json
import os
import re
import socket
import sys
import time

SEQ = re.compile(rb'"type":"(frame|snapshot)","seq":(\d+)')
ACK_EVERY = 8
OPEN = b'{"type":"open","id":"opening","scenario":"any"}'
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
SHORT, MIDDLE, LONG = 125, 126, 127


class Viewer(asyncio.Protocol):
    def __init__(self, crowd, cookie):
        self.crowd = crowd
        self.cookie = cookie
        self.buffer = bytearray()
        self.upgraded = False
        self.began = time.monotonic()
        self.joined = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        host = f"127.0.0.1:{self.crowd.port}"
        lines = [
            f"GET {self.crowd.path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
            f"Origin: http://{host}", f"Cookie: sessionid={self.cookie}", "", "",
        ]  # fmt: skip
        transport.write("\r\n".join(lines).encode())

    def data_received(self, data):
        now = time.monotonic()
        self.buffer += data
        if not self.upgraded:
            end = self.buffer.find(b"\r\n\r\n")
            if end < 0:
                return
            del self.buffer[: end + 4]
            self.upgraded = True
            self.say(TEXT, OPEN)
        while (size := self.whole()) is not None:
            head, length = size
            self.take(self.buffer[0] & 15, bytes(self.buffer[head : head + min(length, 120)]), now)
            del self.buffer[: head + length]

    def whole(self):
        """Where the first message's content begins and how long it is, once all of it is here."""
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        head, length = 2, buffer[1] & 127
        if length >= MIDDLE:
            head = 4 if length == MIDDLE else 10
            if len(buffer) < head:
                return None
            length = int.from_bytes(buffer[2:head], "big")
        return (head, length) if len(buffer) >= head + length else None

    def take(self, kind, start, now):
        if kind == PING:
            self.say(PONG, b"")
        found = SEQ.search(start) if kind == TEXT else None
        if found is None:
            return
        seq = int(found[2])
        if found[1] == b"snapshot" and not self.joined.done():
            self.joined.set_result(now - self.began)
        elif found[1] == b"frame":
            self.crowd.arrived(seq, now)
        if seq % ACK_EVERY == 0:
            self.say(TEXT, b'{"type":"ack","seq":%d}' % seq)

    def say(self, kind, content):
        self.transport.write(bytes([128 | kind, 128 | len(content)]) + b"\0\0\0\0" + content)

    def connection_lost(self, why):
        self.crowd.lost += 1
        if not self.joined.done():
            self.joined.set_exception(why or ConnectionError("closed"))


class Crowd:
    def __init__(self, port, path, cookies, *, reads=True):
        self.port, self.path, self.cookies, self.reads = port, path, cookies, reads
        self.viewers = []
        self.arrivals = None
        self.lost = 0

    def arrived(self, seq, now):
        if self.arrivals is not None:
            self.arrivals.append((seq, now))

    async def connect(self):
        """All at once; how long each took from its first byte to its snapshot."""
        loop = asyncio.get_running_loop()
        connections = [
            loop.create_connection(lambda cookie=cookie: Viewer(self, cookie), "127.0.0.1", self.port)
            for cookie in self.cookies
        ]
        self.viewers = [viewer for _, viewer in await asyncio.gather(*connections)]
        joined = await asyncio.gather(*(viewer.joined for viewer in self.viewers))
        if not self.reads:
            for viewer in self.viewers:
                viewer.transport.pause_reading()
        return {"joined": joined}

    async def measure(self):
        self.arrivals = []
        return {"cpu": sum(os.times()[:2])}

    async def stop(self):
        arrivals, self.arrivals = self.arrivals, None
        return {"arrivals": arrivals, "lost": self.lost, "cpu": sum(os.times()[:2])}

    async def drop(self):
        """As when the power goes: no closing handshake."""
        for viewer in self.viewers:
            viewer.transport.get_extra_info("socket").setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0"
            )
            viewer.transport.abort()
        return {}


async def main():
    crowd = Crowd(**json.loads(sys.argv[1]))
    lines = asyncio.StreamReader(limit=2**20)
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    while (line := (await lines.readline()).decode().strip()) not in ("", "quit"):
        print(json.dumps(await getattr(crowd, line)()), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
