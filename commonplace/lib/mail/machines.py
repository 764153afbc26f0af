"""Letters that a program wrote: absence notes and other automatic answers, bounces, notices of commits, builds, bugs.

A person's letter taken for a machine's is a person unheard, so only what says so counts: the header that is made for it
(RFC 3834), headers that only such programs write, and as a last resort (pipermail keeps hardly any header) how they
begin their subjects. What every list writes into every letter (Precedence: list or bulk, List-Id) says nothing.
"""

import re
from collections.abc import Iterable

from commonplace.lib.mail.charsets import decoded
from commonplace.lib.mail.senders import Sender
from commonplace.lib.mail.subjects import is_reply

# Whatever they say: only programs that write on their own have them.
_TELLING = re.compile(
    rb"x-(?:github-|gitlab-|bugzilla-|trac-|redmine-|jira-fingerprint|phabricator-|gerrit-|jenkins-|hudson-|buildbot"
    rb"|travis-|launchpad-(?:bug|branch|message-rationale)|debian-pr-|roundup-name|cron-env|autoreply|autorespond"
    rb"|auto-reply|mailer-daemon|failed-recipients|svn-commit|hg-notification|git-(?:ref|repo|oldrev|newrev)|cvs-)",
    re.IGNORECASE,
)
_NOT_SO = (b"no", b"none", b"false", b"0")  # 'X-Autoreply: no'
_SERVICE_LISTS = re.compile(r"<[^<>\s]*\.(?:github\.com|gitlab\.com|bitbucket\.org)>", re.IGNORECASE)
_ANSWER = re.compile(
    r"(?:auto(?:matic|mated|-|matische|m\.)?\s?(?:reply|response|antwort)|autoreply|autorespon(?:se|der)"
    r"|(?:i(?:'|’)?m |i am )?out of (?:the )?office(?: auto-?reply)?|ooo|vacation (?:message|reply|notice)"
    r"|away from (?:my )?(?:mail|e-?mail|desk)"
    r"|automatische antwort|abwesenheits(?:notiz|nachricht|meldung|assistent|agent)|abwesend|abwesenheit"
    r"|réponse automatique|absence du bureau|respuesta automática|fuera de (?:la )?oficina|resposta autom[áà]tica"
    r"|risposta automatica|fuori (?:sede|ufficio)|automatisch antwoord|afwezigheids(?:bericht|assistent)|niet aanwezig"
    r"|autosvar|automatiskt svar|automatisk svar|frånvarande|automaattinen vastaus|poissa"
    r"|odpowiedź automatyczna|automatyczna odpowiedź|autoodpowiedź|nieobecność|poza biurem|automatická odpov[ěe]ď"
    r"|mimo kancelář|automatikus válasz|otomatik yanıt|răspuns automat|automatski odgovor|samodejni odgovor"
    r"|automaatvastus|automatinis atsakymas|automātiskā atbilde|trả lời tự động|balasan otomatis|αυτόματη απάντηση"
    r"|автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|аутоматски одговор"
    r"|自動返信|自動応答|不在通知|自动回复|自动答复|自動回覆|자동 ?회신|자동 ?응답|부재 ?중"
    r"|תשובה אוטומטית|מענה אוטומטי|رد تلقائي"
    r"|ตอบกลับอัตโนมัติ)\s{0,3}(?:$|[:：(\[]|from\b|to\b|re\b|von\b|de\b|od\b|från\b|fra\b)"
    r"|auto: .{0,120}(?:\bout of\b|\baway\b|\breturning\b|unavailable|abwesen|absent|ausente|nieobecn|afwezig)"
    r"|\[auto-?reply\]",
    re.IGNORECASE,
)
_BOUNCE = re.compile(
    r"undelivered mail returned to sender|undeliverable(?: mail| message)?\s?:|delivery status notification"
    r"|mail delivery (?:failed|failure|system|subsystem)|returned mail:|failure notice$|nondeliverable mail"
    r"|message delivery failure|warning: message .{1,40} delayed|unzustellbar\s?:|mailzustellung fehlgeschlagen"
    r"|non (?:remis|recapitabile)\s?:|échec de (?:la )?remise|no se puede entregar\s?:|não é possível entregar\s?:"
    r"|onbestelbaar\s?:|niedostarczaln[eay]\s?:|nie można dostarczyć\s?:|olevererbart\s?:|kan ikke leveres\s?:"
    r"|nedoručiteln[éá]\s?:|недоставлен[оа]\s?:|не удается доставить\s?:|配信不能\s?:"
    r"|无法送达\s?[:：]|無法傳遞的主旨\s?[:：]",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"(?:svn|cvs|git|hg|mercurial) commit\s?:|cvs update\s?:|r\d{2,7} - \S{1,80}/|svn: r\d{1,7} - |\[svn:"
    r"|sf\.net svn: |(?:cvs: )?\S{1,80} \S{1,80},\d[\d.]{0,12},\d[\d.]{0,12}(?:$| \S{1,80},\d)"
    r"|\[scm\] |\[git\]\[|.{1,80} branch, .{1,60}, (?:updated|created|deleted)\. "
    r"|(?:\[hg\] |hg: )\S{1,80}: \d{1,4} new changeset"
    r"|build (?:failed in jenkins|is back to normal)|\[jenkins\] build |\[travis-ci\] "
    r"|jenkins build (?:is|became)|hudson build (?:is|became)|build failed in (?:jenkins|hudson):"
    r"|(?:broken|fixed|passed|still failing|errored|canceled): \S{1,80}/\S{1,80}#\d{1,7} \("
    r"|buildbot (?:success|failure|exception)|\[[\w.-]{1,60}/[\w.-]{1,60}\] .{1,300} \((?:pr |issue )?#\d{1,7}\)$"
    r"|\[bug \d+\] (?:new\s?:|\[new\])|\[[\w .-]{1,60}-(?:bugs|patches|feature requests|support requests)-\d{3,9} ?\] "
    r"|\[jira\] \[?(?:created|commented|updated|resolved|closed|assigned|work started|reopened|\(\w{1,20}-\d)"
    r"|\[branch [^\]]{1,80}\] rev \d|(?:ana)?cron (?:<\S{1,80}@\S{1,80}>|job ')|logwatch for \S"
    # What a list's own program writes to its members and moderators.
    r"|\S{1,80} (?:mailing list memberships reminder|post from \S{3,100} requires approval)"
    r"|mailing list memberships reminder|(?:\d{1,4} )?\S{1,80} moderator request(?:\(s\)|s)? waiting"
    r"|your message to \S{1,80} awaits moderator approval|welcome to the \S{1,80} mailing list(?:$| \()"
    r"|(?:your )?confirm(?:ation)? [0-9a-f]{40}$",
    re.IGNORECASE,
)
# What a program writes whose address says that it is one.
_OF_PROGRAMS = re.compile(
    r"(?:\[?bug[ #]\d|\[[^\]]{1,40}\]\s*#\d|#\d+\s*[:(]|r\d{2,7}\b|.{0,40}\b(?:build|commit|ticket)\b)", re.IGNORECASE
)
_PROGRAMS = frozenset(
    "noreply no-reply donotreply do-not-reply bugzilla bugzilla-daemon trac jenkins hudson buildbot travis builds svn"
    " cvs git commits jira gitlab gerrit redmine roundup".split()
)
# A list's own mark before a subject; brackets that tell a program are none.
_PREFIX = re.compile(
    r"^(?:\s*\[(?!bug \d|jenkins|travis-ci|jira|branch|auto|scm\]|git\]|hg\]|svn:|[\w.-]+/[\w.-]+\]"
    r"|[\w .-]+-(?:bugs|patches|feature requests|support requests)-\d)[^\[\]]{1,60}\]\s*)+",
    re.IGNORECASE,
)


def is_automatic(header: Iterable[tuple[bytes, bytes]], subject: str, sender: Sender) -> bool:
    """Whether a program wrote the letter under this header, given field by field."""
    return _by_header(header) or _by_sender(subject, sender) or _by_subject(subject)


def _by_header(header: Iterable[tuple[bytes, bytes]]) -> bool:
    for name, value in header:
        lower = name.lower()
        if lower == b"auto-submitted":
            if not value.strip().lower().startswith(b"no"):
                return True
        elif lower == b"precedence":
            if value.strip().lower().replace(b"-", b"_").startswith(b"auto_reply"):
                return True
        elif lower == b"content-type":
            if value.strip().lower().startswith(b"multipart/report"):
                return True
        elif lower == b"list-id":
            if _SERVICE_LISTS.search(decoded(value[:500])):
                return True
        elif lower.startswith(b"x-") and _TELLING.match(name) and value.strip().lower() not in _NOT_SO:
            return True
    return False


def _by_sender(subject: str, sender: Sender) -> bool:
    local = sender.address.partition("@")[0]
    if local in ("mailer-daemon", "maildaemon"):
        return True
    # A list that may not write in another's name writes from such an address, with the name of whoever wrote.
    return not sender.is_rewritten and local in _PROGRAMS and bool(_OF_PROGRAMS.match(_PREFIX.sub("", subject)))


def _by_subject(subject: str) -> bool:
    """How they begin their subjects; whoever answers one is a person."""
    if is_reply(subject):
        return False
    said = _PREFIX.sub("", subject[:300]).lstrip()
    return bool(_ANSWER.match(said) or _BOUNCE.match(said) or _NOTICE.match(said))
