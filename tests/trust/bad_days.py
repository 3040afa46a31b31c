"""Helper services on a bad day: one that refuses, one that takes connections and is silent, one that takes its time."""

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests import servers

BAD_DAYS = ("refused", "silent", "slow")
SLOW = 2.0  # seconds before each answer


class SlowServer(servers.SilentServer):
    """A listener that answers whatever it is told, and late."""

    def _take(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                taken = self._socket.accept()[0]
                self._taken.append(taken)
                threading.Thread(target=self._talk, args=(taken,), daemon=True).start()

    def _talk(self, taken: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while taken.recv(4096):
                time.sleep(SLOW)
                taken.sendall(b"+OK\r\n")


class NoServer:
    """A port that is taken, on which nobody listens."""

    visitors = 0

    def __init__(self) -> None:
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]

    def close(self) -> None:
        self._socket.close()


@contextmanager
def service(day: str) -> Iterator[servers.SilentServer | NoServer]:
    """A helper service that has this kind of day."""
    if day == "refused":
        nobody = NoServer()
        yield nobody
        nobody.close()
        return
    with servers.SilentServer() if day == "silent" else SlowServer() as listener:
        yield listener
