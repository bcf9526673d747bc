"""A rep's webhook: each change as signed JSON, by the rules of Standard Webhooks (standardwebhooks.com, version 1)."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from contextlib import suppress
from hashlib import sha256
from http.client import HTTPException
from socket import gaierror
from ssl import SSLCertVerificationError
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from setter.handoff.exports import meetings_as_json
from setter.handoff.parcel import Arrived, NotSent, Parcel
from setter.handoff.words import instant

if TYPE_CHECKING:
    from urllib.request import OpenerDirector, Request

PATIENCE_S = 20
PASSING = (401, 408, 425, 429)
"""Answers below 500 after which another try may do better: a secret may be wrong on one machine alone (RFC 9110)."""
HERE = ("localhost", "127.0.0.1", "::1")


def deliver(parcel: Parcel) -> Arrived:
    """Post a change; NotSent where the receiver did not take it. `webhook-id` is the same however often it is tried."""
    from urllib.error import HTTPError, URLError

    request = _request(parcel)
    try:
        with _opener(request).open(request, timeout=PATIENCE_S) as answer, suppress(OSError, HTTPException):
            answer.read(4096)  # it has said yes: whatever else it says, or does not, changes nothing
    except HTTPError as error:
        error.close()
        passing = error.code >= 500 or error.code in PASSING
        hint = "It is tried again." if passing else "Look at what receives it, or mend its address."
        sentence = f"The webhook answered {error.code}."
        untouched = error.code < 500 and error.code != 408
        raise NotSent(
            sentence, parcel.rep.id, hint, passing=passing, untouched=untouched, away=error.code in (401, 429)
        ) from error
    except URLError as error:
        away = isinstance(error.reason, (ConnectionRefusedError, gaierror, SSLCertVerificationError))
        sentence = "The webhook does not answer."
        raise NotSent(sentence, parcel.rep.id, "It is tried again.", passing=True, away=away) from error
    except (OSError, HTTPException) as error:
        sentence = "The webhook broke off before it answered."
        raise NotSent(sentence, parcel.rep.id, "It is tried again.", passing=True) from error
    return Arrived(message_id(parcel))


def message_id(parcel: Parcel) -> str:
    """The id by which a receiver knows a change that it has had already."""
    return f"setter_{parcel.id}"


def body_of(parcel: Parcel) -> bytes:
    """The change as JSON: what happened, when it was put on its way, and the meeting as in the JSON export."""
    (meeting,) = meetings_as_json([parcel.record])
    told = {"type": f"meeting.{parcel.record.change_kind}", "timestamp": instant(parcel.made_at), "data": meeting}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def signature(secret: bytes, message: str, timestamp: int, body: bytes) -> str:
    """Sign a message: `v1,` and the base64 of its HMAC-SHA256 over id, timestamp and body."""
    signed = f"{message}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, sha256).digest()).decode("ascii")


def _request(parcel: Parcel) -> Request:
    from urllib.request import Request

    rep = parcel.rep
    place = urlsplit(rep.webhook)
    if place.scheme != "https" and not (place.scheme == "http" and place.hostname in HERE):
        hint = "Give the webhook an address that begins with https://."
        raise NotSent("The webhook is not reached by https.", rep.id, hint, passing=False, untouched=True)
    if not parcel.secrets.get(rep.webhook_secret):
        hint = "Name one in the campaign: webhook_secret = …"
        raise NotSent("There is no secret to sign with.", rep.id, hint, passing=False, untouched=True)
    message, timestamp, body = message_id(parcel), parcel.tried_at // 1000, body_of(parcel)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "setter",
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature(_key(parcel.secrets[rep.webhook_secret]), message, timestamp, body),
    }
    return Request(rep.webhook, data=body, headers=headers, method="POST")


def _key(secret: str) -> bytes:
    """A secret as `whsec_` and base64, or just as it is."""
    if secret.startswith("whsec_"):
        try:
            return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except binascii.Error:
            pass
    return secret.encode("utf-8")


def _opener(request: Request) -> OpenerDirector:
    """Follows no redirect, which would carry a signed meeting elsewhere; this machine is reached by no proxy."""
    from urllib.request import HTTPRedirectHandler, ProxyHandler, build_opener

    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: Any, **__: Any) -> None:
            return None

    here = urlsplit(request.full_url).hostname in HERE
    return build_opener(Stay, *([ProxyHandler({})] if here else []))
