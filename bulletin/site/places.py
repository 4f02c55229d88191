"""Addresses: where the site will stand, and how one of its pages leads to another.

Paths of the site are relative, with ``/``, and never escaped; they become part of an address only here. Links between
pages are relative, so that the site may stand at any prefix, and opens from a disk as well.
"""

import posixpath
import re
from urllib.parse import quote, urlsplit, urlunsplit

from bulletin.errors import UsageError
from bulletin.findings import finding

_SAFE = "/-._~!$&'()*+,;=:@"
"""What a path may hold unescaped (RFC 3986 §3.3)."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?|\[[0-9a-f:.]+\](?::\d{1,5})?")


def base_url(text: str) -> str:
    """Return the address the site will stand at, ending in ``/``.

    A host of Chinese characters is put in the letters of DNS (IDNA), its path is escaped. Raises ``UsageError``
    (W-001) where ``text`` is no address of a folder on the web.
    """

    def refuse(reason: str) -> UsageError:
        return UsageError(finding("W-001", url=text, reason=reason))

    try:
        parts = urlsplit(text.strip())
        host = parts.netloc.lower().encode("idna").decode("ascii") if parts.netloc else ""
        parts.port  # noqa: B018 - raises ValueError where it is none
    except ValueError:
        raise refuse("host") from None
    if parts.scheme not in ("http", "https"):
        raise refuse("http:// https://")
    if "?" in text or "#" in text:
        raise refuse("? #")
    if "@" in host:
        raise refuse("@")
    if not _HOST.fullmatch(host):
        raise refuse("host")
    if re.search(r"[\s\\<>\"\x00-\x1f]", parts.path) or ".." in parts.path.split("/"):
        raise refuse("path")
    path = quote(parts.path, safe=f"{_SAFE}%").rstrip("/") + "/"
    return urlunsplit((parts.scheme, host, path, "", ""))


def absolute(base: str, path: str) -> str:
    """Return the whole address of a file of the site; ``index.html`` of the root is the site's own address."""
    return base if path == "index.html" else base + quote(path, safe=_SAFE)


def relative(here: str, there: str, fragment: str = "") -> str:
    """Return the link from the file ``here`` to the file ``there``, both as paths of the site."""
    way = quote(posixpath.relpath(there, posixpath.dirname(here) or "."), safe=_SAFE.replace(":", ""))
    return f"{way}#{quote(fragment, safe=_SAFE)}" if fragment else way
