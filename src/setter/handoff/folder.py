"""A rep's folder: the packet and the calendar files of a change, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from setter.domain.errors import Wrong
from setter.handoff.files import place_files
from setter.handoff.invitation import calendar_file, files_due
from setter.handoff.packet_page import render_markdown
from setter.handoff.packing import packet_of
from setter.handoff.parcel import Arrived, NotSent, Parcel
from setter.handoff.told import FOLDER, REP, kinds_for


def deliver(parcel: Parcel) -> Arrived:
    """Place what a change calls for; the same again replaces the same files. NotSent where it cannot be written."""
    if not parcel.rep.folder:
        hint = "Write the path into the campaign: folder = …"
        raise NotSent("The rep has no folder.", parcel.rep.id, hint, passing=False, untouched=True)
    folder, record = Path(parcel.rep.folder).expanduser(), parcel.record
    kinds = kinds_for(record, parcel.rep, FOLDER, REP)
    contents = {
        file.name: calendar_file(record.public, file.kind, parcel.made_at)
        for file in files_due(record).files
        if file.kind in kinds
    }
    name = f"packet-{record.public.meeting}.md"
    try:
        place_files(folder, contents | {name: render_markdown(packet_of(record)).encode("utf-8")})
    except Wrong as refused:
        raise NotSent(refused.message, refused.where, refused.hint, passing=True, untouched=True) from refused
    return Arrived(str(folder / name))
