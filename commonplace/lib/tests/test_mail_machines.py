"""Programs told from people, and people never taken for programs."""

from pathlib import Path

import pytest

from commonplace.lib.mail.mailbox import RawMessage
from commonplace.lib.mail.message import MailMessage, read


def letter(*header: str, subject: str = "Which warp?", sender: str = "Bo Spinner <bo@mill.example>") -> MailMessage:
    head = [
        f"From: {sender}",
        f"Subject: {subject}",
        "Date: Mon, 05 Mar 2018 10:00:00 +0000",
        "Message-ID: <a@b.example>",
    ]
    data = ("\n".join([*head, *header]) + "\n\nI am away until Monday.\n").encode()
    found = read(RawMessage(Path("a.mbox"), 0, data, len(data)))
    assert isinstance(found, MailMessage)
    return found


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "auto-submitted: auto-generated (rule)",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-GitHub-Reason: subscribed",
        "X-Bugzilla-Type: changed",
        "X-GitLab-Project: loom",
        "X-Jenkins-Job: loom",
        "List-ID: weavers/loom <loom.weavers.github.com>",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=B",
    ],
)
def test_header_of_a_program_tells_it(header: str) -> None:
    assert letter(header).is_automatic


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: no",
        "Precedence: list",
        "Precedence: bulk",
        "List-Id: Looms <loom.lists.loom.example>",
        "List-Unsubscribe: <mailto:loom-request@lists.loom.example>",
        "X-Autoreply: no",
        "X-Auto-Response-Suppress: OOF",
        "X-Mailer: git-send-email 2.1",
    ],
)
def test_header_that_every_list_and_many_people_have_tells_nothing(header: str) -> None:
    assert not letter(header).is_automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Which warp?",
        "[loom] Out of Office: Which warp?",
        "Out of Office AutoReply: Which warp?",
        "Abwesenheitsnotiz: Webstuhl",
        "Odpowiedź automatyczna: Które krosno?",
        "Réponse automatique : Quel métier ?",
        "Undelivered Mail Returned to Sender",
        "Delivery Status Notification (Failure)",
        "[loom-commits] r1234 - trunk/loom",
        "svn commit: r77 - in /trunk",
        "Build failed in Jenkins: loom #12",
        "[Bug 12] New: the shuttle sticks",
        "OOO: Which warp?",
        "Out of Office Re: Which warp?",
        "AUTO: Bo Spinner is out of the office (returning 3/5/2018)",
        "Nieobecność: Które krosno?",
        "Automatická odpověď: Který stav?",
        "Otomatik yanıt: Hangi tezgah?",
        "Răspuns automat: Ce război?",
        "Αυτόματη απάντηση: Ποιος αργαλειός;",
        "Автоматична відповідь: Який верстат?",
        "自動応答: 経糸",
        "不在通知: 経糸",
        "自动答复：经纱",
        "자동 회신: 날실",
        "תשובה אוטומטית: שתי",
        "رد تلقائي: سداة",
        "Unzustellbar: Webstuhl",
        "Niedostarczalne: krosno",
        "Non remis : Quel métier",
        "SF.net SVN: loom:[12] trunk",
        "[loom-commits] CVS: loom/src pick.c,1.2,1.3",
        "[SCM] loom branch, master, updated. v1-2-gabc123",
        "[loom] Fixed: weaver/loom#12 (master - abc1234)",
        "[weaver/loom] The shuttle sticks (#12)",
        "[ loom-Bugs-12345 ] The shuttle sticks",
        "[JIRA] (LOOM-12) The shuttle sticks",
        "[Bug 12345] [NEW] The shuttle sticks",
        "hg: loom/main: 2 new changesets",
        "Logwatch for loom (Linux)",
        "lists.loom.example mailing list memberships reminder",
        "2 Loom moderator request(s) waiting",
        "Loom post from bo@mill.example requires approval",
    ],
)
def test_subject_as_a_last_resort(subject: str) -> None:
    assert letter(subject=subject).is_automatic


@pytest.mark.parametrize(
    "subject",
    [
        "Re: Automatic reply: Which warp?",
        "Re: [Bug 12] New: the shuttle sticks",
        "Automatic response curves of looms",
        "Automatic looms",
        "Out of office hours at the mill",
        "Vacation in Lyon",
        "Build failed on my machine",
        "git: how to weave two branches",
        "[loom] #4 wool, or finer",
        "r12 - which reed is that",
        "Delivery of the wool",
        "Abwesend war gestern die Weberin",
        "Abwesenheit der Weberin im Mai",
        "Nieobecność dziekana",
        "Auto: which one carries a loom",
        "Fixed: the loom",
        "Welcome to the new mailing list users",
        "[weaver/loom] what do you think of it",
        "The git branch, master, updated by hand",
        "Warp and weft,1 or 2",
        "confirm the date",
    ],
)
def test_person_who_writes_of_such_things_stays_one(subject: str) -> None:
    assert not letter(subject=subject).is_automatic


def test_address_of_a_program_tells_with_its_subject_only() -> None:
    assert letter(sender="Bo <trac@loom.example>", subject="[loom] #12: the shuttle sticks").is_automatic
    assert letter(sender="Mail System <MAILER-DAEMON@loom.example>").is_automatic
    assert not letter(sender="Bo <noreply@loom.example>").is_automatic
    assert not letter(sender="Bo via Looms <noreply@loom.example>", subject="#12: the shuttle sticks").is_automatic
