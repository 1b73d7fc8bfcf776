"""A line between a browser and a site that can be cut, without either of them being told beforehand."""

import asyncio
import threading
from contextlib import suppress


class Relay(threading.Thread):
    """Passes bytes on between its own port and the site's. A cut ends all connections and lets no new one in."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.to = port
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        self.is_cut = False
        self.writers = set()

    def run(self):
        self.server = self.loop.run_until_complete(asyncio.start_server(self._pass_on, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.sockets[0].getsockname()[1]}"
        self.ready.set()
        self.loop.run_forever()

    def __enter__(self):
        self.start()
        assert self.ready.wait(10)
        return self

    def __exit__(self, *_):
        self.cut()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.join(10)

    async def _pass_on(self, reader, writer):
        if self.is_cut:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection("127.0.0.1", self.to)
        self.writers |= {writer, back}
        await asyncio.gather(self._copy(reader, back), self._copy(there, writer))

    async def _copy(self, reader, writer):
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                writer.write(data)
        self.writers.discard(writer)
        writer.close()

    def cut(self):
        self.loop.call_soon_threadsafe(self._cut)

    def _cut(self):
        self.is_cut = True
        for writer in self.writers:
            writer.transport.abort()
        self.writers.clear()

    def mend(self):
        self.is_cut = False
