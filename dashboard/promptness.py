"""Small answers leave the server at once and do not wait for one another."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any


@asynccontextmanager
async def prompt_answers(_app: object) -> AsyncIterator[None]:
    """Let every server that is opened from here on in this loop send without delay.

    asyncio does so by itself, but not for a socket that was bound elsewhere, as Streamlit binds
    its own: there the second packet of an answer waits some 40 ms for the tablet to confirm the
    first one, and every tap with it.
    """
    loop: Any = asyncio.get_running_loop()
    create_server = loop.create_server

    async def create(*args: Any, **options: Any) -> asyncio.Server:
        bound = options.get("sock")
        if bound is not None and bound.family in (socket.AF_INET, socket.AF_INET6):
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server: asyncio.Server = await create_server(*args, **options)
        return server

    loop.create_server = create
    try:
        yield
    finally:
        loop.create_server = create_server
