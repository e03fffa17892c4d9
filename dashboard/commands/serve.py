"""Serving: the whole program by Streamlit, or only its HTTP routes by uvicorn."""

import errno
import http.client
import os
import runpy
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import typer
import uvicorn

from checklists.errors import WordedError
from dashboard.commands.project import ROOT, CommandRefused
from dashboard.photos.store import photo_store
from db.actors import SYSTEM
from db.session import database

EVERYWHERE = ""
START_SECONDS = 180


class PortTaken(CommandRefused):
    """Another program listens on the port that was asked for."""


class PortNotAllowed(CommandRefused):
    """The system does not let this user listen on the port or the address."""


def refuse_taken_port(host: str, port: int) -> None:
    """Raises PortTaken or PortNotAllowed before anything is prepared, not after.

    A connection is tried first: some systems let two programs bind one port.
    """
    try:
        with socket.create_connection((host or "localhost", port), timeout=1):
            raise PortTaken(port_taken_words(port))
    except OSError:
        pass  # Nobody answers: whether it can be bound is the next question.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            if refusal.errno == errno.EADDRINUSE:
                raise PortTaken(port_taken_words(port)) from None
            reason = refusal.strerror or str(refusal)
            raise PortNotAllowed(
                f"无法使用端口 {port}。 Port {port} cannot be used: {reason}."
            ) from None


def port_taken_words(port: int) -> str:
    """What a person reads when the port is taken, in both languages."""
    free = port + 1 if port < 65535 else port - 1
    return (
        f"端口 {port} 已被占用，可能另一个“衡”正在运行。请先关闭它，或换一个端口：--port {free}\n"
        f"Port {port} is already in use, perhaps by another Heng. Stop that one, or choose "
        f"another port: --port {free} (with make: PORT={free})"
    )


def serve(url: str, host: str, port: int, *, demo: bool) -> None:
    """Serves pages and routes on `port` until it is stopped; `url` is the database.

    Raises StoreUnusable, now and not at the first photo.
    """
    from dashboard.board.ladder import keep_up_always

    os.environ["DATABASE_URL"] = url
    photo_store()
    os.environ.pop("HENG_DEMO", None)
    if demo:
        os.environ["HENG_DEMO"] = "1"
    announce_when_up(host, port, "/_stcore/health", f"衡 Heng: {address(host, port)}")
    read_ahead()
    keep_up_always()
    # The settings that depend on this call go on the command line; the others are in
    # .streamlit/config.toml, which Streamlit finds beside the file it is given.
    options = [f"--server.port={port}", *([f"--server.address={host}"] if host else [])]
    sys.argv = ["streamlit", "run", str(ROOT / "streamlit_app.py"), *options]
    runpy.run_module("streamlit", run_name="__main__", alter_sys=True)


def read_ahead() -> threading.Thread:
    """Reads all audits that count from a thread, so that the first to look need not wait."""
    # Imported here and not in the thread: plotly, which Streamlit imports meanwhile, takes
    # pandas from sys.modules also when another thread has imported only half of it.
    from db.figures import figures

    def read() -> None:
        # Whoever looks first is told what is wrong with the database.
        with suppress(WordedError), database().read(SYSTEM) as session:
            figures(session)

    thread = threading.Thread(target=read, name="read ahead", daemon=True)
    thread.start()
    return thread


def serve_routes(url: str, host: str, port: int) -> None:
    """Serves only the HTTP routes, in a process of their own, until it is stopped.

    Raises StoreUnusable, now and not at the first photo.
    """
    os.environ["DATABASE_URL"] = url
    photo_store()
    announce_when_up(host, port, "/api/health", f"衡 Heng API: {address(host, port)}/api")
    listen = host or "0.0.0.0"
    uvicorn.run(
        "dashboard.api:standalone", host=listen, port=port, access_log=False, log_level="warning"
    )


def address(host: str, port: int) -> str:
    """The address to type into a browser on this computer."""
    shown = "localhost" if host in ("", "0.0.0.0", "::", "127.0.0.1") else host
    return f"http://{f'[{shown}]' if ':' in shown else shown}:{port}"


def announce_when_up(
    host: str, port: int, path: str, words: str, say: Callable[[str], None] = typer.echo
) -> threading.Thread:
    """Says `words` from a thread as soon as the server in this process answers."""
    near = "127.0.0.1" if host in ("", "0.0.0.0", "::") else host

    def wait() -> None:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if answers(near, port, path):
                say(words)
                return
            time.sleep(0.1)

    thread = threading.Thread(target=wait, name="announce", daemon=True)
    thread.start()
    return thread


def answers(host: str, port: int, path: str) -> bool:
    """Whether a server answers there with success."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
