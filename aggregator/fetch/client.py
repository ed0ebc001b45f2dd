"""One exchange over HTTP, bounded in time and size, each hop guarded; the only file that knows httpx.

Every hop resolves its name, checks every address, and connects to exactly the address checked: the
URL handed to httpx bears the address, Host and TLS's server name bear the name. So DNS that changes
its answer changes nothing. Each hop has a connection and a small pool of its own, closed behind it:
feeds are asked too seldom for keep-alive, bytes left over from one answer can never become the next,
and a large httpx pool is rescanned for every request.
"""

from __future__ import annotations

import asyncio
import base64
import logging
import ssl
import time
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from urllib.parse import unquote_to_bytes

import httpx

from aggregator.errors import Blocked, FetchError, Refused, Timeout, TooLarge, Unreachable
from aggregator.fetch.bodies import Body
from aggregator.fetch.guard import Address, check_addresses, check_port, literal
from aggregator.fetch.headers import address_text, retry_after, singly, wire
from aggregator.fetch.hosts import Hosts, Trace
from aggregator.fetch.names import Resolver, resolve
from aggregator.fetch.words import beneath, broken, refusal, status_line
from aggregator.model import Feed, Hop, Request, Response

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_FORM, _CLOSE = (b"Content-Type", b"application/x-www-form-urlencoded"), (b"Connection", b"close")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_HOPS = 5
_HEADER_BYTES = 64 * 1024
_CONNECT_SECONDS = 10.0  # for one address, while there are others to try
_ADDRESSES = 4  # tried at most
# Ours to set: the framing, the name asked for, the coding we can bound, the validators.
_RESERVED = frozenset(
    {"host", "content-length", "transfer-encoding", "connection", "te", "upgrade", "expect"}
    | {"accept-encoding", "range", "if-none-match", "if-modified-since", "referer"}
)

for _name in ("httpx", "httpcore"):  # their debug lines hold request headers, credentials with them
    logging.getLogger(_name).setLevel(logging.WARNING)


@dataclass(slots=True)
class _Exchange:
    """What an exchange gathers on its way: the redirects followed, and who began a body."""

    feed: Feed
    request: Request
    hops: list[Hop] = field(default_factory=list)
    said: Response | None = None
    conditional: bool = False  # whether the last request bore validators


class Client:
    """Exchanges with publishers. One for the life of the program, used from one event loop."""

    def __init__(
        self,
        *,
        version: str,
        contact: str = "",
        concurrency: int = 32,
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        """`contact` goes into the User-Agent. `transport` carries a request to a checked address."""
        self.hosts = Hosts(concurrency)
        self.user_agent = f"aggregator/{version} (+{contact})" if contact else f"aggregator/{version}"
        self._resolve = resolver
        self._transport = transport
        self._tls = tls or _trusting_machine()

    async def exchange(self, feed: Feed, request: Request) -> Response:
        """Ask for the feed's document; the answer is 200 with a whole body, or 304.

        Raises FetchError for anything else. The deadline is over all hops, name lookups and the
        body; waiting for a host's turn is not in it.
        """
        so_far = _Exchange(feed, request)
        limit, seconds = feed.deadline.total_seconds(), 0.0
        url = _parse(request.url).copy_with(userinfo=b"")
        while True:
            host = url.raw_host.decode("ascii")
            async with self.hosts.turn(host, feed) as trace:
                began = time.monotonic()
                try:
                    async with asyncio.timeout(max(0.0, limit - seconds)):
                        answer = await self._hop(so_far, url, trace)
                except TimeoutError as error:
                    what = f"no whole answer within the deadline of {limit:g} s; it is asked again"
                    raise Timeout(what, response=so_far.said) from error
                except FetchError as error:
                    if error.response:
                        self._tell_hosts(feed, host, error.response)
                    raise
                finally:
                    seconds += time.monotonic() - began
            if isinstance(answer, Response):
                self._tell_hosts(feed, host, answer)
                return replace(answer, seconds=seconds)
            url = answer

    async def post(self, feed: Feed, form: bytes) -> None:
        """Send a form to the feed's url, as politely and as guarded as an exchange; no redirect is followed.

        Raises FetchError unless the answer is a 2xx; its body is not read.
        """
        url = _parse(feed.url).copy_with(userinfo=b"")
        name, limit = url.raw_host.decode("ascii"), feed.deadline.total_seconds()
        headers = [(b"Host", url.netloc), (b"User-Agent", wire(self.user_agent)), _FORM, _CLOSE]
        async with self.hosts.turn(name, feed) as trace:
            try:
                async with asyncio.timeout(limit):
                    addresses = await self._addresses(feed, url)
                    answer = await self._connect(addresses, url, headers, trace, form)
                    await answer.aclose()
            except TimeoutError as error:
                raise Timeout(f"no answer within {limit:g} s") from error
            except (httpx.HTTPError, httpx.StreamError, OSError) as error:
                raise _translated(error, name, None) from error
        said = Response(str(url), answer.status_code, singly(answer.headers.raw))
        self._tell_hosts(feed, name, said)
        if not answer.is_success:
            raise Refused(status_line(said.status), response=said)

    def _tell_hosts(self, feed: Feed, host: str, said: Response) -> None:
        seconds = 0.0
        if said.status in (429, 503):
            seconds = retry_after(said.headers, time.time()) or feed.interval.total_seconds()
        self.hosts.limited(host, feed.id, seconds)

    async def _hop(self, so_far: _Exchange, url: httpx.URL, trace: Trace) -> Response | httpx.URL:
        """One request: the final answer, or where it redirects to."""
        addresses = await self._addresses(so_far.feed, url)
        try:
            answer = await self._connect(addresses, url, self._headers(so_far, url), trace)
            async with aclosing(answer):
                return await _read(so_far, url, answer)
        except (httpx.HTTPError, httpx.StreamError, OSError) as error:
            raise _translated(error, url.raw_host.decode("ascii"), so_far.said) from error

    async def _addresses(self, feed: Feed, url: httpx.URL) -> tuple[Address, ...]:
        """The checked addresses of a url's host."""
        port, name = check_port(url.scheme, url.port), url.raw_host.decode("ascii")
        at = literal(name)
        found = (str(at),) if at else await self._resolve(name, port)
        return check_addresses(name, found, allow_private=feed.allow_private)

    async def _connect(
        self,
        addresses: tuple[Address, ...],
        url: httpx.URL,
        headers: list[tuple[bytes, bytes]],
        trace: Trace,
        form: bytes | None = None,
    ) -> httpx.Response:
        """Send the request to the first of the addresses that takes a connection."""
        failed: httpx.TransportError | None = None
        tried = addresses[:_ADDRESSES]
        for address in tried:
            last = address == tried[-1]
            sent = httpx.Request(
                "GET" if form is None else "POST",
                url.copy_with(host=str(address)),
                headers=headers,
                content=form,
                extensions={
                    "trace": trace,
                    "timeout": {"connect": None if last else _CONNECT_SECONDS},
                    "sni_hostname": url.raw_host.decode("ascii").rstrip("."),
                },
            )
            transport = self._transport or httpx.AsyncHTTPTransport(
                verify=self._tls, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
            )
            try:
                return await transport.handle_async_request(sent)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failed = error
                if any(isinstance(one, ssl.SSLError) for one in beneath(error)):
                    break  # somebody is there; another address would show the same certificate
        assert failed is not None
        raise failed

    def _headers(self, so_far: _Exchange, url: httpx.URL) -> list[tuple[bytes, bytes]]:
        """What is sent: no cookie, no Referer; the feed's own headers to its own origin alone."""
        feed, request = so_far.feed, so_far.request
        headers: dict[str, tuple[bytes, bytes]] = {}

        def put(name: str, value: bytes) -> None:
            headers[name.lower()] = (name.encode("ascii"), value)

        put("Host", url.netloc)
        put("User-Agent", wire(feed.user_agent or self.user_agent))
        put("Accept", _ACCEPT.encode("ascii"))
        put("Accept-Encoding", b"gzip")
        put("Connection", b"close")
        home = _parse(feed.url)
        if _origin(home) == _origin(url):
            if home.userinfo:
                put("Authorization", b"Basic " + base64.b64encode(unquote_to_bytes(home.userinfo)))
            for name, value in feed.headers:
                if name.lower() not in _RESERVED:
                    put(name, wire(value))
        # Validators name a state of one resource (RFC 9110, 8.8): another may use the same ones.
        so_far.conditional = False
        if str(url) == str(_parse(request.validators_url or request.url).copy_with(userinfo=b"")):
            so_far.conditional = request.etag is not None or request.last_modified is not None
            if request.etag is not None:
                put("If-None-Match", request.etag.encode("latin-1"))
            if request.last_modified is not None:
                put("If-Modified-Since", request.last_modified.encode("latin-1"))
        return list(headers.values())


async def _read(so_far: _Exchange, url: httpx.URL, answer: httpx.Response) -> Response | httpx.URL:
    """The final answer with its body, or where it redirects to (the hop then is in `so_far`)."""
    raw = answer.headers.raw
    if sum(len(name) + len(value) + 4 for name, value in raw) > _HEADER_BYTES:
        raise TooLarge(f"over {_HEADER_BYTES // 1024} KiB of headers: the publisher must mend its server")
    headers = singly(raw)
    said = Response(str(url), answer.status_code, headers, hops=tuple(so_far.hops))
    if said.status in _REDIRECTS and headers.get("location"):
        return _follow(url, said, so_far.hops)
    if said.status == 304:
        if not so_far.conditional:
            raise Refused("304 Not Modified, though nothing was known: the server is at fault", response=said)
        return said
    if said.status not in (200, 203):
        raise Refused(refusal(said.status), response=said)
    so_far.said = said
    try:
        body = Body(headers.get("content-encoding", ""), so_far.feed.max_bytes)
        body.announced(headers.get("content-length", ""))
        async for data in answer.stream:  # type: ignore[union-attr]  # an async transport's always is
            for _ in body.take(data):
                await asyncio.sleep(0)
        return replace(said, status=200, body=body.finish(), wire_bytes=body.wire_bytes)
    except FetchError as error:
        error.response = said  # it answered, but not wholly: policy drops the validators
        raise


def _trusting_machine() -> ssl.SSLContext:
    """httpx's bundled authorities and the machine's own."""
    tls = httpx.create_ssl_context(trust_env=False)
    tls.load_default_certs()
    return tls


def _parse(text: str) -> httpx.URL:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, UnicodeError) as error:
        raise Blocked("the address cannot be understood: correct the feed's url") from error
    if not url.host:
        raise Blocked("the address has no host: correct the feed's url")
    return url.copy_with(fragment=None)


def _origin(url: httpx.URL) -> tuple[str, str, int]:
    return url.scheme, url.host, url.port or {"https": 443}.get(url.scheme, 80)


def _follow(url: httpx.URL, said: Response, hops: list[Hop]) -> httpx.URL:
    """Where a redirect leads, recorded in `hops`; raises if it is not to be followed."""
    location = address_text(said.headers["location"].encode("latin-1"))
    try:
        target = _parse(str(url.join(location)))
    except (httpx.InvalidURL, Blocked, UnicodeError) as error:
        raise Refused("it redirects to what is no address", response=said) from error
    target = target.copy_with(userinfo=b"")
    if url.scheme == "https" and target.scheme == "http":
        raise Blocked(f"it redirects from https to http at {target.host}: never followed")
    before = {hop.url for hop in hops} | {said.url}
    if str(target) in before:
        raise Refused("its redirects go in a circle: the publisher must mend its server", response=said)
    if len(hops) >= _MOST_HOPS:
        raise Refused(f"over {_MOST_HOPS} redirects: set the feed's final address as its url", response=said)
    hops.append(Hop(url=said.url, status=said.status, target=str(target)))
    return target


def _translated(error: Exception, host: str, said: Response | None) -> FetchError:
    """An httpx error as ours; `words` says what to do about it."""
    causes = beneath(error)
    if any(getattr(one, "error_status_hint", None) == 431 for one in causes):  # h11's own bound
        return TooLarge("headers without end: the publisher must mend its server", response=said)
    return Unreachable(broken(error, causes, host), response=said)
