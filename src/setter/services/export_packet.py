"""Give a meeting's packet away, as the page that people read or as its parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from setter.domain.errors import Wrong
from setter.handoff.files import place_files
from setter.handoff.packet import as_json
from setter.handoff.packet_page import render_markdown
from setter.services.desk import Desk
from setter.services.hand_off import packet_at


def export_packet(desk: Desk, meeting_id: int, form: str, out: Path | None) -> tuple[dict[str, Any], bytes]:
    """A meeting's packet as a document, and as `md` or `json`; written to a file where one is named.

    It counts as no export. Refused where its prospect must not be contacted, for it holds their numbers.
    """
    if form not in ("md", "json"):
        raise Wrong("form", f"There is no form {form!r}.", "--as", "Forms: md, json.")
    packet = packet_at(desk, meeting_id)
    plain = as_json(packet)
    content = render_markdown(packet).encode("utf-8") if form == "md" else _indented(plain)
    document = {"meeting": str(meeting_id), "form": form, "path": str(out or ""), "packet": plain}
    desk.store.write(lambda unit: desk.audit(unit, "export_packet", f"meeting/{meeting_id}", {"form": form}))
    if out is not None:
        if out.is_dir():
            out /= f"packet-{meeting_id}.{form}"
            document["path"] = str(out)
        place_files(out.parent, {out.name: content})
    return document, content


def _indented(plain: dict[str, Any]) -> bytes:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(plain), indent=2) + b"\n"
