"""Mail over SMTP with TLS: every recipient is asked for before anything is said, and each answer means one thing."""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from setter.domain.handoff_plan import MailServer
from setter.handoff.letter import Letter, letters_of
from setter.handoff.parcel import Arrived, NotSent, Parcel

PATIENCE_S = 20
HERE = ("localhost", "127.0.0.1", "::1")
AGAIN = "It is tried again."


def deliver(parcel: Parcel) -> Arrived:
    """Send a parcel's e-mails in one session; NotSent where the server did not take one of them.

    Whoever dies, or loses the line, after the last byte of one cannot know: it goes out again under its Message-ID.
    """
    mail = parcel.mail
    if mail is None:
        hint = "Say in the campaign through which server mail leaves: [handoff.mail]."
        raise NotSent("The campaign has no mail server.", parcel.rep.id, hint, passing=False, untouched=True)
    letters = letters_of(parcel)
    refused = 0
    with _session(mail, parcel.secrets.get(mail.secret, "")) as session:
        for number, letter in enumerate(letters):
            try:
                refused += _send(session, mail, letter)
            except NotSent as failed:
                failed.untouched = failed.untouched and not number
                raise
    note = f"{refused} of the addresses {'was' if refused == 1 else 'were'} refused." if refused else ""
    return Arrived(" ".join(letter.message_id for letter in letters), note=note)


@contextmanager
def _session(mail: MailServer, secret: str) -> Iterator[smtplib.SMTP]:
    """A session that is open to send; whatever is said here, nothing has gone out yet."""
    try:
        session = _connected(mail, secret)
    except smtplib.SMTPResponseException as error:
        sentence = f"The mail server turned us away ({error.smtp_code})."
        hint = "Look at its user and secret. " + AGAIN
        raise NotSent(sentence, mail.host, hint, passing=True, away=True) from error
    except smtplib.SMTPNotSupportedError as error:
        sentence = "The mail server does not know STARTTLS, or no user."
        hint = "Look at its port, security and user. " + AGAIN
        raise NotSent(sentence, mail.host, hint, passing=True, away=True) from error
    except ssl.SSLError as error:
        hint = "Look at its name, port, security and certificate. " + AGAIN
        raise NotSent("The mail server is not safely reached.", mail.host, hint, passing=True, away=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("The mail server does not answer.", mail.host, AGAIN, passing=True, away=True) from error
    try:
        yield session
        with suppress(OSError, smtplib.SMTPException):  # everything was taken; how they part changes nothing
            session.quit()
    finally:
        session.close()


def _connected(mail: MailServer, secret: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if mail.security == "none" and mail.host not in HERE:
        hint = 'Write security = "starttls" or "tls".'
        raise NotSent("Mail leaves this machine only with TLS.", mail.host, hint, passing=False, untouched=True)
    if mail.security == "tls":
        session: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE_S, context=context)
    else:
        session = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE_S)
    try:
        if mail.security == "starttls":
            session.starttls(context=context)
        if mail.user:
            _log_in(session, mail.user, secret)
    except BaseException:
        session.close()
        raise
    return session


def _log_in(session: smtplib.SMTP, user: str, secret: str) -> None:
    """Log in; what is beyond ASCII goes as RFC 4616 has it, in UTF-8, which smtplib does not write."""
    if (user + secret).isascii():
        session.login(user, secret)
        return
    session.ehlo_or_helo_if_needed()
    told = base64.b64encode(f"\0{user}\0{secret}".encode()).decode("ascii")
    code, answer = session.docmd("AUTH", f"PLAIN {told}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, answer)


def _send(session: smtplib.SMTP, mail: MailServer, letter: Letter) -> int:
    """Send one letter to whomever the server takes it for; how many addresses it refused for good.

    An address that is refused only for now keeps the letter from all, so that nobody gets it twice.
    """
    try:
        _begin(session, mail, letter)
        answers = [session.rcpt(address)[0] for address in letter.to]
        soft = [code for code in answers if 400 <= code < 500]
        hard = [code for code in answers if code >= 500]
        if soft or len(hard) == len(letter.to):
            session.rset()
            code = (soft or hard)[0]
            hint = AGAIN if soft else "Correct the address; the change goes out again with it."
            sentence = f"The mail server refused the address ({code})."
            raise NotSent(sentence, mail.host, hint, passing=bool(soft), untouched=True)
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent("The mail server broke off.", mail.host, AGAIN, passing=True, untouched=True) from error
    _say(session, mail, letter)
    return len(hard)


def _begin(session: smtplib.SMTP, mail: MailServer, letter: Letter) -> None:
    session.ehlo_or_helo_if_needed()
    beyond_ascii = any(not address.isascii() for address in letter.to)
    if beyond_ascii and not session.has_extn("smtputf8"):
        sentence, hint = "The mail server cannot write to an address beyond ASCII.", "Ask for another address."
        raise NotSent(sentence, mail.host, hint, passing=False, untouched=True)
    code, _ = session.mail(mail.sender, ["SMTPUTF8"] if beyond_ascii else ())
    if code != 250:
        sentence = f"The mail server refused the sender ({code})."
        hint = "Look at `sender` in [handoff.mail]."
        raise NotSent(sentence, mail.host, hint, passing=code < 500, untouched=True)


def _say(session: smtplib.SMTP, mail: MailServer, letter: Letter) -> None:
    try:
        code, _ = session.data(letter.content)
    except smtplib.SMTPDataError as error:
        code = error.smtp_code
    except (OSError, smtplib.SMTPException) as error:
        sentence = "The mail server broke off before it said whether it has the mail."
        raise NotSent(sentence, mail.host, AGAIN, passing=True) from error
    if code != 250:
        hint = AGAIN if code < 500 else "Look at what the server does not like of it."
        sentence = f"The mail server refused the mail ({code})."
        raise NotSent(sentence, mail.host, hint, passing=code < 500, untouched=True)
