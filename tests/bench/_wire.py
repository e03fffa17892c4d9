"""A wire between tablet and server that counts every byte either way."""

from __future__ import annotations

import socket
import threading

HOST = "127.0.0.1"
CHUNK = 65536


class Wire:
    """Passes connections on to a port of this computer; `received` and `sent` are bytes so far.

    What the tablet receives and sends is counted as it goes over the wire: headers, frames,
    and whatever is compressed, compressed.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.received = 0
        self.sent = 0
        self.listening = socket.create_server((HOST, 0))
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self) -> str:
        """Where a browser finds the server through this wire."""
        return f"http://{HOST}:{self.listening.getsockname()[1]}"

    @property
    def total(self) -> int:
        """Bytes in both directions so far."""
        return self.received + self.sent

    def close(self) -> None:
        """Take no more connections."""
        self.listening.close()

    def _accept(self) -> None:
        while True:
            try:
                tablet, _address = self.listening.accept()
            except OSError:
                return
            server = socket.create_connection((HOST, self.port))
            for source, target, name in ((tablet, server, "sent"), (server, tablet, "received")):
                arguments = (source, target, name)
                threading.Thread(target=self._pass_on, args=arguments, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, name: str) -> None:
        try:
            while data := source.recv(CHUNK):
                target.sendall(data)
                setattr(self, name, getattr(self, name) + len(data))
            target.shutdown(socket.SHUT_WR)
        except OSError:
            source.close()
            target.close()
