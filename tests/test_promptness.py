"""A socket that Streamlit bound answers without the delay that TCP has for small packets."""

import asyncio
import socket

import pytest

from dashboard.promptness import prompt_answers


@pytest.mark.parametrize("prompt", [True, False])
def test_an_accepted_connection_sends_at_once(prompt: bool) -> None:
    assert asyncio.run(delays(prompt)) is not prompt


async def delays(prompt: bool) -> bool:
    """Whether a connection to a socket bound as Streamlit does it holds small packets back."""
    accepted: asyncio.Queue[socket.socket] = asyncio.Queue()

    async def serve(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.put_nowait(writer.get_extra_info("socket"))
        writer.close()

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        if prompt:
            async with prompt_answers(None):
                server = await asyncio.start_server(serve, sock=bound)
        else:
            server = await asyncio.start_server(serve, sock=bound)
        async with server:
            _reader, writer = await asyncio.open_connection(*bound.getsockname())
            connection = await accepted.get()
            held = not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
            writer.close()
    return held
