"""The one HTTP client of all sources: slow on purpose, patient, and never trusting an answer."""

from __future__ import annotations

import email.utils
import random
import re
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote_plus, urlencode, urljoin, urlsplit

from intake.sources.cache import Cache
from intake.sources.faults import LONGEST, BrokenAnswerError, SourceError, printable

if TYPE_CHECKING:
    import httpx

Answer = TypeVar("Answer")
Read = Callable[[Path, str], Answer]
"""Reads an answer: the file that it was streamed into, and its content type."""

USER_AGENT: Final = "kelisim-refresh (open early-warning dashboard; reads published statistics)"
PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses that may be another one the next time."""
REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
REFUSED: Final = frozenset({401, 403})
LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
HIDDEN: Final = "***"
PART: Final = 6
"""Signs of a secret that a message may not show in a row."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may cost.

    max_bytes : of one answer, unpacked.
    seconds : for one answer, from the first to the last byte.
    silence : seconds without a byte.
    tries : times that one request is made.
    first_wait, longest_wait : seconds between two tries; doubled from one to the next.
    patience : longest wait that a source may ask for, seconds.
    redirects : in a row.
    """

    max_bytes: int = 100_000_000
    seconds: float = 300.0
    silence: float = 60.0
    tries: int = 5
    first_wait: float = 2.0
    longest_wait: float = 60.0
    patience: float = 600.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Time:
    """The clocks, so that a test need not wait."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random


class _LaterError(Exception):
    """The request may be made once more, after so many seconds if the source says so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        super().__init__(why)
        self.wait = wait


class Client:
    """Asks one source.  Use it as a context manager.

    name : of the source, for messages.
    base_url : all addresses are below it.
    every : seconds from one request to the next, at least.
    secrets : keys by their names in the environment; no message holds one.
    hosts : other hosts to which an answer may redirect.
    cache : None to keep nothing on the disk.
    tell : is given a line before each wait for another try.
    """

    def __init__(
        self,
        name: str,
        base_url: str,
        *,
        every: float,
        secrets: Mapping[str, str] | None = None,
        hosts: tuple[str, ...] = (),
        cache: Cache | None = None,
        limits: Limits | None = None,
        clock: Time | None = None,
        tell: Callable[[str], None] = lambda line: None,
    ) -> None:
        self.name = name
        self.base_url = base_url.rstrip("/")
        self.secrets = dict(secrets or {})
        self._every = every
        self._hosts = hosts
        self._cache = cache
        self._limits = limits or Limits()
        self._clock = clock or Time()
        self._tell = tell
        self._next = float("-inf")
        self._http: httpx.Client | None = None
        self.requests = 0
        self.from_cache = 0

    def __enter__(self) -> Client:
        import httpx

        # Proxies of the environment, but never for this computer.
        local = urlsplit(self.base_url).hostname in LOOPBACK
        silence = min(self._limits.silence, self._limits.seconds)
        self._http = httpx.Client(
            timeout=silence, follow_redirects=False, trust_env=not local, verify=True
        )
        return self

    def __exit__(self, *_: object) -> None:
        if self._http is not None:
            self._http.close()

    def ask(
        self,
        path: str,
        read: Read[Answer],
        *,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        keep: bool = True,
    ) -> Answer:
        """Return what `read` makes of the answer at `path`, from the cache if it is there.

        Parameters
        ----------
        path : str
            Below the base address; begins with ``/``.
        read : callable
            May raise ``BrokenAnswerError`` (asked again) or ``ShapeError`` (the end).
        query, headers, form : mapping
            A form makes it a POST. Keys belong into headers and forms, never into a query.
        keep : bool
            Keep the answer in the cache once it was read to the end.

        Raises
        ------
        SourceError
            After the last try, or at once for what another try cannot mend. No message of it holds
            a secret.
        """
        url = self.base_url + path + (f"?{urlencode(query)}" if query else "")
        request = url if form is None else f"POST {url} {urlencode(sorted(form.items()))}"
        if not all(text.isascii() and text.isprintable() for text in (headers or {}).values()):
            # The library would print the header, and a key in it.
            raise SourceError(f"{self.name}: a key holds a sign that a request cannot carry")
        kept = self._cache.find(request) if self._cache and keep else None
        try:
            if kept is not None:
                self.from_cache += 1
                return read(*kept)
            return self._insist(url, request, read, headers or {}, form, keep)
        except SourceError as error:
            raise error.reworded(self._hide(str(error))) from None
        except OSError as error:
            where = error.filename or tempfile.gettempdir()
            why = error.strerror or type(error).__name__
            raise SourceError(f"{self.name}: {where} cannot be written: {why}") from error

    def _insist(
        self,
        url: str,
        request: str,
        read: Read[Answer],
        headers: Mapping[str, str],
        form: Mapping[str, str] | None,
        keep: bool,
    ) -> Answer:
        limits = self._limits
        for attempt in range(1, limits.tries + 1):
            with tempfile.TemporaryDirectory(dir=self._folder()) as folder:
                target = Path(folder) / "answer"
                try:
                    content_type = self._download(url, target, headers, form)
                    answer = read(target, content_type)
                except (_LaterError, BrokenAnswerError) as error:
                    why = str(error).removeprefix(f"{self.name}: ")
                    wait = self._pause(attempt, getattr(error, "wait", None))
                    if attempt == limits.tries:
                        times = "once" if attempt == 1 else f"{attempt} times"
                        raise SourceError(
                            f"{self.name}: asked {times}, without success: {why} ({url})"
                        ) from error
                    line = (
                        f"{self.name}: {why}; asked again in {wait:.0f} s "
                        f"({attempt + 1} of {limits.tries})"
                    )
                    self._tell(printable(self._hide(line), LONGEST))
                    self._clock.sleep(wait)
                    continue
                if self._cache and keep:
                    self._cache.keep(request, target, content_type)
                return answer
        raise AssertionError("the last try returns or raises")

    def _folder(self) -> Path | None:
        """Where an answer is streamed into: beside the cache, so that keeping it is a rename."""
        if self._cache is None:
            return None
        self._cache.folder.mkdir(parents=True, exist_ok=True)
        return self._cache.folder

    def _pause(self, attempt: int, asked: float | None) -> float:
        """Return the seconds to wait: what the source asked for, or a doubled time with jitter."""
        if asked is not None:
            return asked
        limits = self._limits
        wait = min(limits.first_wait * 2 ** (attempt - 1), limits.longest_wait)
        return wait * (0.5 + self._clock.jitter() / 2)

    def _download(
        self, url: str, target: Path, headers: Mapping[str, str], form: Mapping[str, str] | None
    ) -> str:
        """Stream one answer into `target`, through redirects, and return its content type."""
        import httpx

        if self._http is None:
            raise AssertionError("the client is used as a context manager")
        start, address = self._clock.monotonic(), url
        for _ in range(self._limits.redirects + 1):
            self._wait_for_turn()
            # Another host, even an allowed one, gets no key.
            own = urlsplit(address).netloc == urlsplit(url).netloc
            sent = {"User-Agent": USER_AGENT, **(headers if own else {})}
            try:
                with self._http.stream(
                    "GET" if form is None else "POST", address, headers=sent, data=form
                ) as response:
                    if response.status_code in REDIRECTS:
                        address = self._redirected(address, response.headers.get("Location"))
                        form = None if response.status_code in {301, 302, 303} else form
                        continue
                    self._check_status(response)
                    self._stream(response, target, start)
                    return str(response.headers.get("Content-Type", ""))
            except httpx.TimeoutException:
                raise _LaterError("the source did not answer in time") from None
            except httpx.HTTPError as error:
                # The library's words may hold the address, never a header.
                raise _LaterError(
                    f"the connection failed: {error or type(error).__name__}"
                ) from None
            except httpx.InvalidURL:
                raise SourceError(f"{self.name}: the address is wrong: {address}") from None
        raise SourceError(f"{self.name}: more than {self._limits.redirects} redirects ({url})")

    def _wait_for_turn(self) -> None:
        now = self._clock.monotonic()
        if now < self._next:
            self._clock.sleep(self._next - now)
        self._next = max(now, self._next) + self._every
        self.requests += 1

    def _redirected(self, address: str, location: str | None) -> str:
        """Return where a redirect leads.  Raises SourceError for another host or less security."""
        target = urlsplit(urljoin(address, location or ""))
        here = urlsplit(address)
        known = target.netloc == here.netloc or target.hostname in self._hosts
        if not location or not known or target.scheme not in {here.scheme, "https"}:
            raise SourceError(
                f"{self.name}: a redirect to {target.scheme}://{target.netloc} is refused; "
                f"allowed: {here.scheme}://{here.netloc} ({address})"
            )
        return target.geturl()

    def _check_status(self, response: httpx.Response) -> None:
        status = response.status_code
        if status == 200:
            return
        if status in PASSING:
            raise _LaterError(f"HTTP {status}", self._asked_wait(response))
        if status in REFUSED:
            names = ", ".join(sorted(name for name in self.secrets if name.isupper()))
            hint = f" (keys: {names})" if names else ""
            raise SourceError(f"{self.name}: the source refuses access, HTTP {status}{hint}")
        raise SourceError(f"{self.name}: HTTP {status} ({response.request.url})")

    def _asked_wait(self, response: httpx.Response) -> float | None:
        """Return the seconds of ``Retry-After``: a number or a date; None when it says neither."""
        said = response.headers.get("Retry-After", "").strip()
        if said.isascii() and said.isdigit():
            wait = float(said)
        else:
            try:
                wait = email.utils.parsedate_to_datetime(said).timestamp() - self._clock.now()
            except ValueError:
                return None
        if wait > self._limits.patience:
            raise SourceError(
                f"{self.name}: the source asks to come back in {wait:.0f} s; "
                f"a run waits at most {self._limits.patience:.0f} s. Start it again then: "
                "what was read is kept."
            )
        return max(wait, 0.0)

    def _stream(self, response: httpx.Response, target: Path, start: float) -> None:
        size, limits = 0, self._limits
        with target.open("wb") as stream:
            for chunk in response.iter_bytes():
                size += len(chunk)
                if size > limits.max_bytes:
                    raise SourceError(
                        f"{self.name}: the answer is larger than {limits.max_bytes / 1e6:.0f} MB "
                        f"({response.request.url})"
                    )
                if self._clock.monotonic() - start > limits.seconds:
                    raise _LaterError(f"the answer took longer than {limits.seconds:g} s")
                stream.write(chunk)

    def _hide(self, message: str) -> str:
        """Return the message without secrets, nor parts of one: what came may have been cut."""
        hidden = [False] * len(message)
        for secret in {form for s in self.secrets.values() for form in (s, quote_plus(s)) if s}:
            size = min(len(secret), PART)
            for at in range(len(secret) - size + 1):
                part, found = secret[at : at + size], -1
                while (found := message.find(part, found + 1)) >= 0:
                    hidden[found : found + size] = [True] * size
        signs = (HIDDEN[0] if gone else sign for gone, sign in zip(hidden, message, strict=True))
        return re.sub(r"\*{4,}", HIDDEN, "".join(signs))
