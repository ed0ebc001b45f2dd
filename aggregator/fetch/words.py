"""What went wrong with a feed, in words that say what to do about it (pure)."""

from __future__ import annotations

import errno
import ssl
from datetime import datetime
from http import HTTPStatus

_ADVICE = {
    400: "some servers want a browser's name: try a user_agent for this feed",
    401: "it wants credentials: set headers for this feed, or user:password in its url",
    402: "it wants to be paid",
    403: "it may refuse our name: try a user_agent for this feed, or ask the publisher",
    404: "if it stays so, the feed has moved or ended: find its new address",
    406: "set another Accept among this feed's headers",
    407: "a proxy stands in between: this machine's network needs mending",
    410: "the publisher has ended it: no longer asked; set a new url or remove it",
    429: "asked too often: it is asked less; a longer min_interval helps",
    431: "our request's headers are too large for it: shorten this feed's headers",
    451: "withheld for legal reasons where this machine stands",
    511: "this machine's network wants a login",
}


def status_line(status: int) -> str:
    """`404 Not Found`; the number alone if it is nobody's."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def refusal(status: int) -> str:
    """A status that is no feed."""
    advice = _ADVICE.get(status)
    if advice is None:
        if status >= 500:
            advice = "the publisher's server is in trouble; it is asked again"
        elif 300 <= status < 400:
            advice = "a redirect that leads nowhere: find the feed's address"
        elif 200 <= status < 300:
            advice = "an answer without a document: check the address"
        else:
            advice = "check the address"
    return f"{status_line(status)}: {advice}"


def beneath(error: BaseException) -> tuple[BaseException, ...]:
    """What lies beneath an httpx error; httpcore cuts __cause__ on the way, but not __context__."""
    found = list[BaseException]()
    under = error.__cause__ or error.__context__
    while under is not None and under not in found:
        found.append(under)
        under = under.__cause__ or under.__context__
    return tuple(found)


def broken(error: Exception, causes: tuple[BaseException, ...], host: str) -> str:
    """A connection that failed, by what lies beneath it."""
    for one in causes:
        if isinstance(one, ssl.SSLCertVerificationError):
            return (
                f"the certificate of {host} is not valid ({one.verify_message}): the publisher must "
                "renew it; check this machine's clock too"
            )
        if isinstance(one, ssl.SSLError):
            return f"TLS with {host} fails ({one.reason or 'protocol error'}): check https and the port"
        if isinstance(one, OSError) and one.errno == errno.ECONNREFUSED:
            return f"{host} refuses connections: its server is down, or the port is wrong"
        if isinstance(one, OSError) and one.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH):
            return f"no route to {host}: check this machine's network"
    text = str(error)
    if "without sending complete message body" in text or "incomplete chunked read" in text:
        return "the body was cut before its announced end; it is asked for again"
    if "without sending a response" in text:
        return f"{host} closed the connection without an answer; it is asked again"
    what = type(error).__name__
    if what == "RemoteProtocolError":
        return f"{host} does not speak HTTP/1.1 properly: the publisher must mend its server"
    if what in ("ConnectError", "ConnectTimeout"):
        return f"no connection to {host}: it is down, or unreachable from here"
    return f"the connection to {host} broke; it is asked again"


def lasting(message: str, status: int | None, since: datetime, now: datetime) -> str:
    """An error that lasts, with since when; a 404 of weeks is reported as what it most likely is."""
    days = (now - since).days
    if days < 1:
        return message
    if status == 404 and days >= 14:
        message = "404 Not Found: the feed has moved or ended; find its new address or remove it"
    return f"{message} (since {since:%Y-%m-%d}, {days} day{'s' if days > 1 else ''})"
