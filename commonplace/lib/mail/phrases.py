"""How mail programs and lists speak, in many languages: who wrote, original message, mailing list, confidentiality."""

import re

# The verb that ends an attribution: 'On ... X wrote:', 'Am ... schrieb X:', 'Le ... a écrit :'.
_WROTE = (
    r"wrote|writes|said|says|scribbled|typed|schrieb|schreibt|hat geschrieben|a écrit|ecrit|écrit|escribió"
    r"|escribio|escreveu"
    r"|ha scritto|scrisse|ha escrit|napisał(?:a|\(a\))?|pisze|skrev|skriver|schreef|schreven|kirjoitti"
    r"|написал(?:а|\(а\))?|пишет"
    r"|пише|написав|napsal(?:a|\(a\))?|napísal(?:a)?|írta|a scris|yazdı|έγραψε|写道|寫道|の書き込み|wrote the following"
)
WROTE = re.compile(rf"(?:\b(?:{_WROTE})\b[^:：\n]{{0,90}}[:：]?|[:：])\s*$", re.IGNORECASE)
WROTE_SURE = re.compile(
    rf"(?:^|\s|>|,)(?:{_WROTE})\b[^:：\n]{{0,90}}[:：]\s*$|(?:写道|寫道)\s*+[:：]?\s*+$", re.IGNORECASE
)
BEGINS_ATTRIBUTION = re.compile(
    r"^\W{0,3}(?:on|at|in|am|le|el|em|il|w dniu|dnia|den|op|på|dne|2\d{3}[-/]\d|\d{1,2}[./ -]\w{1,9}[./ -]\d|at"
    r" \d|thus spake"
    r"|quoting|in article|in message|mon|tue|wed|thu|fri|sat|sun)\b",
    re.IGNORECASE,
)
HAS_DATE = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}:\d\d")

ORIGINAL = re.compile(
    r"^\s*-{2,}\s*(?:original message|forwarded message|ursprüngliche nachricht|originalnachricht"
    r"|weitergeleitete nachricht"
    r"|message d'origine|message original|mensaje original|mensagem original|messaggio originale|oryginalna wiadomość"
    r"|wiadomość oryginalna|oorspronkelijk bericht|ursprungligt meddelande|original meddelelse|opprinnelig melding"
    r"|alkuperäinen viesti|исходное сообщение|původní zpráva|forwarded by|reply message|original-nachricht)\b.*$",
    re.IGNORECASE,
)
_FROM_FIELD = r"from|von|de|da|od|van|fra|från|lähettäjä|от|kimden|feladó"
_OTHER_FIELDS = (
    r"from|sent|date|to|cc|subject|importance|reply-to|organization|newsgroups"
    r"|von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado|para|asunto|assunto|fecha|data|inviato|a|oggetto"
    r"|od|wysłano|do|dw|temat"
    r"|van|verzonden|aan|onderwerp|fra|sendt|til|emne|från|skickat|till|ämne|дата|кому|тема|от"
)
FROM_FIELD = re.compile(rf"^\s*\*?(?:{_FROM_FIELD})\s?:\*?\s+\S", re.IGNORECASE)
OTHER_FIELD = re.compile(rf"^\s*\*?(?:{_OTHER_FIELDS})\s?:\*?(?:\s|$)", re.IGNORECASE)

SIGNATURE = re.compile(r"^--(?: |=20|\s?=)?$")
SENT_FROM = re.compile(
    r"^\s*(?:sent from (?:my|a|the) .{2,40}|sent via .{2,40}|get outlook for .{2,20}|von meinem .{2,30}"
    r" gesendet|envoyé de mon .{2,30}"
    r"|enviado desde mi .{2,30}|enviado do meu .{2,30}|inviato da(?:l mio)? .{2,30}|wysłane z .{2,30}|verzonden"
    r" vanaf .{2,30})\.?\s*$",
    re.IGNORECASE,
)
# As with MAY_DISCLAIM below.
MAY_BE_SENT_FROM = ("sent", "gesendet", "get outlook", "envoyé", "enviad", "inviat", "wysłane", "verzonden")
RULE = re.compile(r"^\s*(?:_{20,}|-{40,}|={40,})\s*$")
RULE_ABOVE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,})\s*$")  # the header lines of what is quoted
LIST_FOOTER = re.compile(
    r"mailing list|mailinglist|listinfo|mailman|unsubscribe|@lists?\.|groups\.google|yahoo ?groups"
    r"|sourceforge\.net/lists",
    re.IGNORECASE,
)
SCRUBBED_RULE = re.compile(r"^-{10,} next part -{10,}$")
SCRUBBED = re.compile(
    r"^(?:An HTML attachment was scrubbed|A non-text attachment was scrubbed|An embedded .{0,80} was scrubbed"
    r"|Skipped content of type)",
    re.IGNORECASE,
)
SCRUBBED_FIELD = re.compile(r"^(?:Name|Type|Size|Desc|Url|URL|Date|From|To|Subject|MIME-Version)\s?:|^\s*$")
DISCLAIMER = re.compile(
    r"^\W*(?:disclaimer\b|confidentiality (?:notice|note)|legal notice|this (?:e-?mail|message|communication"
    r"|transmission)\b.*"
    r"(?:confidential|privileged|intended|addressee)|the information (?:contained )?in this (?:e-?mail|message)"
    r"|diese e-?mail enthält"
    r"|ce (?:message|courriel) (?:et|est)|este (?:mensaje|correo|e-?mail) .*confidencial|important notice:)",
    re.IGNORECASE,
)
# One of these is in any text that disclaims; a plain search for them is far quicker than the expression above.
MAY_DISCLAIM = (
    "confidential",
    "disclaimer",
    "privileged",
    "intended",
    "addressee",
    "legal notice",
    "important notice",
    "in this e",
    "in this message",
    "enthält",
    "ce message",
    "ce courriel",
)
PGP_BEGIN = re.compile(r"^-----BEGIN PGP SIGNATURE-----\s*$")
PGP_END = re.compile(r"^-----END PGP SIGNATURE-----\s*$")
PGP_HEAD = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\s*$")
# What stands as plain text beside HTML by programs that write HTML only.
SEE_MARKUP = re.compile(
    r"\bhtml\b|\bweb ?mail\b|\bbrowser|navigateur|navegador|przeglądar|webbläsar|\bselain|браузер|prohlížeč"
    r"|multi-?part message in mime|mime-?(?:compatible|compliant|format)",
    re.IGNORECASE,
)
