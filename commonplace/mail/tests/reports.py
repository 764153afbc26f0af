"""Reports as servers write them, about a letter that came back."""

DSN = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system. I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; hal@example.org
Original-Recipient: rfc822;hal@example.org
Action: {action}
Status: {status}
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; {said}

--b
Content-Type: message/rfc822

From: Tomasz Wilk <stick.table@mail.commons.example>
To: hal@example.org
Message-ID: <post.2@mail.commons.example>
Subject: Re: A valve

Words
--b--
"""

COMPLAINT = """From: feedback@isp.example
To: abuse@commons.example
Subject: FW: Re: A valve
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.

--b
Content-Type: message/feedback-report

Feedback-Type: {kind}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <{to}>
Original-Rcpt-To: <hal@example.org>

--b
Content-Type: message/rfc822

Return-Path: <{to}>
From: Tomasz Wilk <stick.table@mail.commons.example>
Subject: Re: A valve

Words
--b--
"""

QMAIL = """From: MAILER-DAEMON@mx.example
To: {to}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<hal@example.org>:
{said}

--- Below this line is a copy of the message.

Return-Path: <{to}>
Subject: Re: A valve
"""

AWAY = """From: Hal Brennan <hal@example.org>
To: {to}
Subject: Away: Re: A valve
Auto-Submitted: auto-replied

I am at sea until the ninth, and no such user of a telephone.
"""


def dsn(to: str, status: str = "5.1.1", said: str = "550 5.1.1 User unknown", action: str = "failed") -> bytes:
    return DSN.format(to=to, status=status, said=said, action=action).encode()
