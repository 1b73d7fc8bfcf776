import pytest
from django.test import AsyncClient

from playground.takeaway import export
from playground.takeaway.slots import Slots


@pytest.fixture
def visitor(monkeypatch) -> AsyncClient:
    """Somebody with a browser, at a site of which nobody else asks anything."""
    monkeypatch.setattr(export, "_slots", Slots())
    return AsyncClient()


@pytest.fixture
def content():
    """The whole body of a streamed answer."""

    async def read(response) -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return read
