"""What people asked of us otherwise than by telephone, and when they were answered."""

from __future__ import annotations

from setter.store.records import Inquiry, InquiryLine
from setter.store.room import Room, as_values


class InquiryRoom(Room):
    """Inquiries, each with the prospect whose it is (R-013)."""

    name = "inquiries"

    def add(self, inquiry: Inquiry) -> bool:
        """Write an inquiry; one that is known already stays as it is. True when it is new."""
        return bool(self.ask("add_inquiry", **as_values(inquiry)))

    def named(self, campaign: int, channel: str, external_id: str) -> Inquiry | None:
        """The inquiry to which its channel gave this id; none has ''."""
        return self.one(Inquiry, "inquiry_named", campaign=campaign, channel=channel, external_id=external_id)

    def of_prospect(self, prospect_id: int) -> list[Inquiry]:
        """Everything that a person asked, oldest first."""
        return self.many(Inquiry, "inquiries_with", prospect_id=prospect_id)

    def answer(self, inquiry_id: int, at: int, call_id: int | None) -> None:
        """Write when an inquiry was answered (UTC milliseconds), and by which call; the first answer stays."""
        self.ask("answer_inquiry", id=inquiry_id, answered_at=at, answered_by_call=call_id)

    def unanswer(self, inquiry_id: int) -> None:
        """Let an inquiry wait for its answer again."""
        self.ask("unanswer_inquiry", id=inquiry_id)

    def since(self, campaign: int, since: int, most: int) -> list[InquiryLine]:
        """A campaign's inquiries that came from an instant on (UTC milliseconds), the newest first."""
        return self.many(InquiryLine, "inquiries_since", campaign=campaign, since=since, most=most)
