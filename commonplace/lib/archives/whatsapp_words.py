"""What WhatsApp's lines say: words, names of files, deletions, edits, and what the program says of itself.

The phrases are the program's own, in the languages of the phones: English, German, Spanish, Portuguese, Arabic, Polish
and French. Where a form tells by itself (a word in angle brackets, a name of a file with brackets behind it) no phrase
is asked.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from commonplace.lib.archives.escaping import escaped, hidden
from commonplace.lib.archives.mrkdwn import as_markdown
from commonplace.lib.archives.stream import Why
from commonplace.lib.archives.whatsapp_lines import UNSEEN
from commonplace.lib.text import one_line, tidy

_ATTACHED: Final = (
    re.compile(r"^([^\n<>|/\\]{1,200}\.\w{2,5}) \([^()\n]{3,40}\)$", re.MULTILINE),  # Android
    re.compile(r"<[^<>:\n]{3,20}: ?([^<>\n/\\]{1,200}\.\w{2,5})>"),  # iOS
)
_OMITTED: Final = (
    re.compile(r"<([^<>\n@:/]{5,45})>"),
    re.compile(
        r"((?:\S+ ){0,3}(?:omitted|weggelassen|ausgeschlossen|omitid[oa]|ocult(?:ad)?[oa]|omis[e]?|pominięt[oay]|"
        r"(?:غير|تم) \S{3,12}(?: \S{3,12})?))"
    ),
)
_EDITED = re.compile(
    r"\s*<[^<>\n]{0,40}(?:edited|bearbeitet|edit(?:ó|ada|ado)|تعديل|edytowan|modifié)[^<>\n]{0,40}>\s*$", re.IGNORECASE
)
_DELETED = re.compile(
    r"(?:this message was deleted|you deleted this message|.{0,40}deleted this message as admin|"
    r"diese nachricht wurde (?:von .{1,40} )?gelöscht|du hast diese nachricht gelöscht|"
    r"(?:se )?eliminó este mensaje|eliminaste este mensaje|este mensaje fue eliminado|"
    r"mensagem apagada|(?:essa|esta) mensagem foi apagada|(?:você apagou|apagou) (?:essa|esta) mensagem|"
    r"(?:لقد )?(?:تم حذف|حذفت) هذه الرسالة|"
    r"ta wiadomość została usunięta|usunięto tę wiadomość|usunąłeś tę wiadomość|usunęłaś tę wiadomość|"
    r"ce message a été supprimé|vous avez supprimé ce message)[.\s]*",
    re.IGNORECASE,
)
_SECURED = re.compile(
    r"(?:end-to-end encr|ende-zu-ende|extremo a extremo|ponta a ponta|مشفرة|التشفير|szyfrowan|bout en bout)",
    re.IGNORECASE,
)
_PROGRAM = re.compile(
    r"WhatsApp|واتساب|\b(?:tap|tippe|toca|toque|secured|gesichert|geschützt|dotknij)\b|اضغط|انقر", re.IGNORECASE
)
_DEED = re.compile(
    r"(?:\b(?:changed|created group|added|removed|left|joined|turned (?:on|off)|pinned|"
    r"hat (?:den|die|das|der|dich|\S+ hinzu)|haben? die Gruppe|wurde hinzugefügt|"
    r"cambió|creó|añadió|agregó|eliminó|salió|mudou|criou|adicionou|removeu|saiu|entrou|"
    r"zmieni(?:ł|ła|łeś|łaś)|utworzy(?:ł|ła)|doda(?:ł|ła))\b|غيّر|غير اسم|أضاف|أنشأ|انضم|غادر)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(.{1,60}?) (?:joined|was added|ist (?:der Gruppe )?.{0,40}beigetreten|wurde hinzugefügt|se unió|entrou|"
    r"foi adicionad[oa]|dołączy(?:ł|ła)|a rejoint|انضم).*"
)
_CALLED = re.compile("@\u2068([^\u2069\n]{1,100})\u2069|@(\\d{7,15})(?!\\d)")
_TITLE = re.compile(r"[\"“„«]([^\"”“»]{1,100})[\"”“»]")
_FILES: Final = re.compile(
    r"^(?:WhatsApp[ -]?Chat|Chat de WhatsApp|Conversa do WhatsApp|Czat WhatsApp|Discussion WhatsApp|دردشة واتساب)"
    r"(?: -)?(?: (?:with|mit|con|com|avec|z użytkownikiem|z grupą|z|مع))? ",
    re.IGNORECASE,
)
_COPY = re.compile(r"(?: ?\(\d{1,2}\))?$")


class Spoken(NamedTuple):
    """A message's Markdown, whom it calls, and its file: its name, or what is said in the place of one."""

    text: str
    mentions: tuple[str, ...]
    file: str


def spoken(text: str, called: Callable[[str, str], tuple[str, str]]) -> Spoken | Why:
    """What a message says; or why it is none. `called` tells the key and the name of somebody by name or number."""
    bare = UNSEEN.sub("", text).strip()
    if _DELETED.fullmatch(bare):
        return Why.DELETED
    if len(bare) > 40 and _SECURED.search(bare) and _PROGRAM.search(bare):
        return Why.SYSTEM
    is_marked = text.lstrip().startswith(("\u200e", "\u200f"))
    file = ""
    if found := next(filter(None, (form.search(UNSEEN.sub("", text)) for form in _ATTACHED)), None):
        # On iOS the mark stands before the bracket, on Android before the name.
        text = UNSEEN.sub("", text).replace(found[0], "", 1)
        file = found[1]
    elif found := _OMITTED[0].fullmatch(bare) or (_OMITTED[1].fullmatch(bare) if is_marked else None):
        text, file = "", found[1]
    elif is_marked and not _EDITED.search(bare):
        return Why.SYSTEM
    mentions: dict[str, None] = {}

    def call(one: re.Match[str]) -> str:
        key, name = called(one_line(one[1] or ""), one[2] or "")
        if key:
            mentions.setdefault(key)
        return escaped(name)

    text = re.sub("[\u200e\u202a-\u202c]", "", text)
    put = as_markdown(_EDITED.sub("", text), tokens=((_CALLED, call),), plain=tidy)
    if (not put and not file) or put == "null":
        return Why.EMPTY
    return Spoken(put, tuple(mentions), one_line(hidden(file)))


def says_a_deed(name: str) -> bool:
    """Whether what stands before a colon is the program's line about somebody's deed rather than a name."""
    return len(name) > 100 or _DEED.search(name) is not None


def who_joined(line: str) -> str:
    """The name of whoever came in, where a line of the program says that."""
    found = _JOINED.fullmatch(UNSEEN.sub("", line).strip())
    return found[1] if found else ""


def title_in(line: str) -> str:
    """What the group was called where a line says so in quotation marks."""
    found = _TITLE.search(UNSEEN.sub("", line)) if _DEED.search(line) else None
    return one_line(found[1]) if found else ""


def title_of(stem: str) -> str:
    """What the group is called by the name of its file; nothing where the phone gave none."""
    name = one_line(UNSEEN.sub("", stem)).replace("_", " ").strip()
    return _COPY.sub("", _FILES.sub("", name)) if _FILES.match(name) else ""


__all__ = ["Spoken", "says_a_deed", "spoken", "title_in", "title_of", "who_joined"]
