"""A database's address as it may be shown: a server's without its password."""

from __future__ import annotations

import re

_USER = re.compile(r"^(\w+://[^/]*?):[^/]*@")
_NAMED = re.compile(r"([?&](?:\w*password|passfile)=)[^&]*", re.IGNORECASE)


def shown(url: str) -> str:
    """A path as it is; a server's address with what is secret in it struck out."""
    if "://" not in url:
        return url
    return _NAMED.sub(r"\1***", _USER.sub(r"\1:***@", url))
