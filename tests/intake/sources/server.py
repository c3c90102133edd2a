"""A server on this computer that plays a live source and its faults; nothing here is a recording."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit


@dataclass
class Reply:
    """One answer.

    cut : bytes of the body after which the connection closes, though more were announced.
    silent_cut : the same, but no length was announced.
    pieces : send the body in pieces of one byte, with so many seconds between them.
    """

    body: bytes | str = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    silent_cut: int | None = None
    pieces: float | None = None


@dataclass
class Asked:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str
    line: str


Route = Reply | list[Reply] | Callable[[Asked], Reply]


class Source:
    """What is answered by path. A list is used up to its last reply, which is then repeated."""

    def __init__(self) -> None:
        self.routes: dict[str, Route] = {}
        self.asked: list[Asked] = []
        self.url = ""

    def reply(self, asked: Asked) -> Reply:
        route = self.routes.get(asked.path, Reply("not found", 404))
        if isinstance(route, list):
            return route.pop(0) if len(route) > 1 else route[0]
        return route if isinstance(route, Reply) else route(asked)


@contextmanager
def serving() -> Iterator[Source]:
    source = Source()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command,
                parts.path,
                {name: words[0] for name, words in parse_qs(parts.query).items()},
                dict(self.headers.items()),
                self.rfile.read(length).decode(),
                self.path,
            )
            source.asked.append(asked)
            with suppress(ConnectionError):  # the client may have had enough
                self._send(source.reply(asked))

        do_POST = do_GET  # noqa: N815 - the name that the library looks for

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            self.send_response(reply.status)
            for name, words in reply.headers.items():
                self.send_header(name, words)
            if reply.silent_cut is None:
                self.send_header("Content-Length", str(len(body)))
            self.send_header("Connection", "close")
            self.end_headers()
            if reply.pieces is not None:
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(reply.pieces)
                return
            end = next((n for n in (reply.cut, reply.silent_cut) if n is not None), len(body))
            self.wfile.write(body[:end])

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    source.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield source
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
