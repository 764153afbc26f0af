"""Whose fault a refusal is: what real mail servers answer, read by its codes first and its words second."""

import smtplib

import pytest

from commonplace.letters.faults import Whose, read

TO = "sender.relay@example.org"


@pytest.mark.parametrize(
    ("code", "said", "whose"),
    [
        (550, "5.1.1 <sender.relay@example.org>: Recipient address rejected: User unknown in table", Whose.RECIPIENT),
        (550, "5.1.1 The email account that you tried to reach does not exist.", Whose.RECIPIENT),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", Whose.RECIPIENT),
        (556, "5.1.10 Recipient address has a null MX", Whose.RECIPIENT),
        (550, "5.2.1 The account is disabled", Whose.RECIPIENT),
        (550, "no such user", Whose.RECIPIENT),
        (550, "<sender.relay@example.org>: User unknown", Whose.RECIPIENT),
        (550, "sorry, no mailbox here by that name. (#5.1.1)", Whose.RECIPIENT),
        (550, "Requested action not taken: mailbox unavailable", Whose.REFUSED),
        (552, "5.2.2 Mailbox full", Whose.REFUSED),
        (550, "5.4.1 Recipient address rejected", Whose.REFUSED),
        (554, "5.7.1 <sender.relay@example.org>: Relay access denied", Whose.OURS),
        (550, "relaying denied", Whose.OURS),
        (530, "5.7.0 Authentication required", Whose.OURS),
        (554, "5.7.1 Blocked, see the list", Whose.OURS),
        (550, "5.7.26 This mail is unauthenticated", Whose.OURS),
        (554, "5.6.0 Message is malformed", Whose.OURS),
        (550, "5.1.8 <house@nowhere.invalid>: Sender address rejected: Domain not found", Whose.SENDER),
        (450, "4.1.8 <house@nowhere.invalid>: Sender address rejected: Domain not found", Whose.SENDER),
        (553, "5.7.1 <house@example.org>: Sender address rejected: not owned by user", Whose.SENDER),
        (550, "5.1.0 <house@example.org>: Sender address rejected: User unknown in table", Whose.SENDER),
        (554, "5.7.1 <unknown[192.0.2.1]>: Client host rejected: Access denied", Whose.SENDER),
        (450, "4.7.1 Greylisted, come back later", Whose.LATER),
        (450, "4.1.1 User unknown, unverified", Whose.LATER),
        (452, "4.2.2 Mailbox full", Whose.LATER),
        (452, "4.3.1 Insufficient system storage", Whose.SERVER),
        (421, "4.7.0 Too many, closing", Whose.SERVER),
        (-1, "", Whose.SERVER),
    ],
)
def test_a_refusal_is_read_the_same_at_the_recipient_and_after_the_words(code: int, said: str, whose: Whose):
    assert read(smtplib.SMTPRecipientsRefused({TO: (code, said.encode())})).whose == whose
    assert read(smtplib.SMTPDataError(code, said.encode())).whose == whose


@pytest.mark.parametrize(
    ("problem", "whose"),
    [
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad credentials"), Whose.SENDER),
        (smtplib.SMTPAuthenticationError(454, b"4.7.0 Temporary failure"), Whose.SENDER),
        (smtplib.SMTPSenderRefused(550, b"5.1.7 no", "x"), Whose.SENDER),
        (smtplib.SMTPSenderRefused(552, b"5.3.4 too large", "x"), Whose.OURS),
        (smtplib.SMTPSenderRefused(421, b"closing", "x"), Whose.SERVER),
        (smtplib.SMTPConnectError(554, b"no service"), Whose.SERVER),
        (smtplib.SMTPHeloError(550, b"who are you"), Whose.SERVER),
        (smtplib.SMTPServerDisconnected("gone"), Whose.SERVER),
        (smtplib.SMTPNotSupportedError("no STARTTLS"), Whose.SERVER),
        (smtplib.SMTPRecipientsRefused({}), Whose.SERVER),
        (TimeoutError("timed out"), Whose.SERVER),
        (ValueError("Invalid address 'Commons <'"), Whose.OURS),
    ],
)
def test_what_is_no_refusal_of_a_recipient_is_never_theirs(problem: Exception, whose: Whose):
    assert read(problem).whose == whose


def test_what_a_server_says_is_kept_in_one_tidy_short_line():
    said = read(smtplib.SMTPDataError(550, b"5.0.0 \x1b[31mno\x00\nnever \xff" + b"x" * 9000)).words
    assert said.startswith("550 5.0.0 [31mno never \ufffdxxx")
    assert (len(said), said.isprintable()) == (500, True)
