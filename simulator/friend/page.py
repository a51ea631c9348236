"""The friend's page as it is served: one file with its style and script in it, which may load nothing and reach nothing but its own socket."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from websockets.datastructures import Headers

SAFE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer."""

_SENSORS = "camera=(), microphone=(), geolocation=(), display-capture=(), usb=()"


@cache
def body() -> bytes:
    """UTF-8."""
    return resources.files("simulator.friend").joinpath("page.html").read_bytes()


@cache
def policy() -> str:
    """What the browser lets the page do: run this one script with this one style, and talk to the host that it came from. The icon is an
    empty one within the page, so that none is asked for."""
    text = body().decode("utf-8")
    script, style = (_digest(text, tag) for tag in ("script", "style"))
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; connect-src 'self'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    )


def headers() -> Headers:
    """Those of the page alone, beside SAFE."""
    return Headers(
        {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body())),
            "Content-Security-Policy": policy(),
            "Permissions-Policy": _SENSORS,
            "Connection": "close",
        }
    )


def _digest(text: str, tag: str) -> str:
    """The one script or style of the page, as a policy names it."""
    (found,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.S)
    return f"'sha256-{base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()}'"
