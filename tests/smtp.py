"""A mail server for tests: real SMTP on a real port, as much of it as a client needs; it keeps what it takes."""

import contextlib
import email
import socket
import socketserver
import threading
from email.message import Message
from typing import Self

ANSWERS = {
    b"EHLO": b"250 here",
    b"HELO": b"250 here",
    b"MAIL": b"250 ok",
    b"RCPT": b"250 ok",
    b"RSET": b"250 ok",
    b"NOOP": b"250 ok",
    b"QUIT": b"221 bye",
}


class _Conversation(socketserver.StreamRequestHandler):
    server: "_Listener"

    def handle(self) -> None:
        self.server.talking.add(self.connection)
        with contextlib.suppress(OSError):
            self._say(b"220 here")
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self._say(b"354 go on")
                    self._take()
                self._say(ANSWERS.get(verb, b"250 taken" if verb == b"DATA" else b"502 no"))
                if verb == b"QUIT":
                    return

    def finish(self) -> None:
        with contextlib.suppress(OSError):
            super().finish()

    def _take(self) -> None:
        lines = iter(self.rfile.readline, b".\r\n")
        content = b"".join(line.removeprefix(b".") if line.startswith(b"..") else line for line in lines)
        self.server.taken.append(email.message_from_bytes(content))

    def _say(self, words: bytes) -> None:
        self.wfile.write(words + b"\r\n")


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, port: int, taken: list[Message]) -> None:
        self.taken = taken
        self.talking: set[socket.socket] = set()
        super().__init__(("127.0.0.1", port), _Conversation)


class MailServer:
    """A mail server that can be killed in the middle of its conversations, and started again on the same port."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self._listener: _Listener | None = None
        self.port = 0

    def start(self) -> Self:
        self._listener = _Listener(self.port, self.taken)
        self.port = self._listener.server_address[1]
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def kill(self) -> None:
        """No goodbye: the port is closed, and so is every connection."""
        listener, self._listener = self._listener, None
        if listener:
            listener.shutdown()
            listener.server_close()
            for connection in listener.talking:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)

    @property
    def addresses(self) -> list[str]:
        """To whom the mails went that it has taken."""
        return [str(message["To"]) for message in list(self.taken)]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *exception: object) -> None:
        self.kill()
