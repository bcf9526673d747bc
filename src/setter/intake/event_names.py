"""The words by which other programs call what people did, each as a kind of the catalogue; a table, and no guessing."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from types import MappingProxyType

from setter.domain.acts import KINDS, OWN_KIND, is_kind
from setter.intake.text import slug

SAID_AS: Mapping[str, str] = MappingProxyType(
    {
        "demo_request": "demo demo_requested request_demo requested_demo book_demo demo_booked demo_scheduled "
        "scheduled_demo demo_form",
        "quote_request": "quote quote_requested request_quote requested_quote price_request rfq",
        "contact_us": "contact contact_form contact_us_form contact_request contacted_us form_submission "
        "form_submitted form_submit form_fill web_form ",
        "consultation": "consultation_request consultation_requested",
        "incoming_call": "inbound_call call_in called_us",
        "callback": "callback_request callback_requested call_me call_me_back request_callback",
        "meeting": "meeting_request meeting_requested meeting_booked",
        "info_request": "information_request request_information info_requested request_info",
        "webinar_attended": "webinar webinar_attendance attended_webinar webinar_attendee webinar_joined",
        "webinar_registered": "webinar_registration registered_webinar webinar_signup ",
        "download": "ebook ebook_download downloaded content_download whitepaper whitepaper_download "
        "report_download file_download asset_download guide_download",
        "newsletter_optin": "newsletter opt_in opted_in subscribe subscribed subscription "
        "newsletter_signup newsletter_subscribe newsletter_subscribed email_opt_in",
        "pricing_page": "pricing pricing_view pricing_page_view viewed_pricing price_page",
        "comparison_page": "comparison comparison_view alternatives_page compare_page",
        "case_study": "case_study_view case_study_viewed case_study_page",
        "product_page": "product_view product_page_view",
        "blog": "blog_view blog_visit blog_post blog_page seo_landing",
        "careers_page": "careers careers_view career_page jobs_page",
        "page_view": "page_viewed viewed_page page_visit visited_page web_visit visit website_visit page",
        "ad_click": "ad_clicked ppc_click paid_click ads_click advert_click clicked_ad ppc",
        "email_sent": "sent email_delivered delivered mail_sent send",
        "email_open": "email_opened open opened mail_open mail_opened opened_email",
        "email_click": "email_clicked click clicked mail_click link_click link_clicked clicked_email "
        "email_link_clicked",
        "email_answer": "reply replied email_replied reply_received mail_reply answer answered answered_email",
        "email_reply": "positive_reply replied_positively positive_email_reply email_replied_positively "
        "interested_reply replied_with_interest",
        "email_bounce": "email_bounced bounce bounced hard_bounce mail_bounced email_hard_bounce",
        "unsubscribe": "unsubscribed unsub unsubs email_unsubscribe email_unsubscribed unsubscribe_email "
        "unsubscribed_from_list unsubscribe_from_list unsubscribed_from_email unsubscribed_from_email_marketing "
        "unsubscribed_from_all unsubscribe_all list_unsubscribe link_unsubscribe group_unsubscribe global_unsubscribe "
        "unsubscribe_request opt_out opted_out email_opt_out email_opted_out has_opted_out opt_out_request "
        "complaint complained spam spam_report spam_complaint reported_as_spam reported_spam marked_as_spam "
        "marked_email_as_spam abuse abuse_report abuse_complaint do_not_email",
        "social_like": "like liked post_like liked_post social_engagement reaction",
        "linkedin_connection": "linkedin_connected connection connection_accepted connected linkedin_connect",
        "event_card": "business_card card card_scanned badge_scan badge_scanned booth_visit event_business_card",
        "referral": "referred referred_by",
        "conversation_positive": "positive_conversation",
        "not_interested": "no_interest",
        "no_need": "",
    }
)
"""Kinds with the other words for them; in each, case, accents, blanks, hyphens and points make no difference."""

PAGES: tuple[tuple[str, str], ...] = (
    ("careers_page", r"careers?|jobs|vacanc(?:y|ies)|hiring"),
    ("blog", r"blogs?|news|articles?|insights"),
    ("case_study", r"case-stud(?:y|ies)|customer-stor(?:y|ies)|success-stor(?:y|ies)|testimonials"),
    ("pricing_page", r"pricing|prices?|plans"),
    ("comparison_page", r"compare|comparisons?|alternatives?|vs"),
    ("product_page", r"products?|features?|solutions?|tour"),
)
"""What a page looked at is, by a whole word of its address's path; the first that fits."""


def _squeezed(text: str) -> str:
    """A word as it is compared: "E-Mail Clicked" and "email_clicked" are one."""
    return slug(text).replace("_", "")


_WORDS = {word: kind for kind, words in SAID_AS.items() for word in (kind, *words.split())}
_KNOWN = {_squeezed(word): kind for word, kind in _WORDS.items()}
_CHANNEL_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "web": "website site landing_page online form",
        "email": "e_mail mail newsletter",
        "social": "linkedin facebook twitter x instagram youtube social_media",
        "webinar": "webinars",
        "ads": "ad ppc paid paid_search adwords google_ads advertising display",
        "event": "events fair trade_fair trade_show conference",
        "call": "phone telephone pbx",
        "record": "crm other",
    }
)
_CHANNELS = {
    _squeezed(word): channel for channel, words in _CHANNEL_WORDS.items() for word in (channel, *words.split())
}
_WHOLE = tuple((kind, re.compile(rf"(?:^|[/_\-.])(?:{words})(?:$|[/_\-.])")) for kind, words in PAGES)


def kind_named(text: str, page: str = "") -> str:
    """The kind that a word means, "" for one that nobody knows; `page` is the address of what was looked at."""
    word = slug(text)
    kind = _KNOWN.get(_squeezed(text), "") or (word if word.startswith(OWN_KIND) and is_kind(word) else "")
    return (page_kind(page) or kind) if kind == "page_view" else kind


def page_kind(address: str) -> str:
    """Which page an address leads to, by its path; "" for one that says nothing."""
    path = re.sub(r"^[a-z][a-z0-9+.\-]*://[^/?#]*", "", address.strip().casefold()).partition("?")[0].partition("#")[0]
    return next((kind for kind, words in _WHOLE if words.search(path)), "")


def channel_named(text: str, kind: str) -> str:
    """The channel that a word means: a kind's own one where nothing is said, "" for a word that nobody knows."""
    if not slug(text):
        return KINDS[kind].channel if kind in KINDS else "record"
    return _CHANNELS.get(_squeezed(text), "")


def unknown_kind(text: str) -> str:
    """Say that a word is no kind of event, what may be meant, and how a team keeps kinds of its own."""
    if not text:
        return "It is not said what they did."
    word = slug(text)
    near = difflib.get_close_matches(word, _WORDS, 1, 0.75)
    meant = f"Is {_WORDS[near[0]]} meant? " if near else ""
    return f"{text[:40]!r} is no kind of event. {meant}A kind of your own is named {OWN_KIND}{(word or 'name')[:30]}."
