"""What companies have their mail servers add below every letter, in many languages: that it is confidential.

No list of beginnings is ever whole, so a paragraph is told by what it speaks of: this letter, and that it is secret; or
this letter, for whom alone it is meant, and that everyone else may throw it away.
"""

import re

from commonplace.lib.text import has_any

LONGEST_PARAGRAPH = 2000  # characters that are looked at
NEAR = 240  # characters within which a letter and its secrecy are named

_LETTER = re.compile(
    r"\bthis (?:(?:e-?mail|message|communication|transmission|electronic|correspondence)\b)"
    r"|\b(?:in|of) this (?:e-?mail|message|communication)|\binformation (?:transmitted|contained)\b"
    r"|\bdiese[rs]? (?:e-?mail|nachricht)|\bce (?:message|courriel|mail)|\bcet? e-?mail"
    r"|\beste (?:mensaje|correo|e-?mail)|\best[ea] (?:mensagem|e-?mail)"
    r"|\b(?:questo messaggio|questa (?:e-?mail|comunicazione))"
    r"|\b(?:ta|niniejsza|tej|niniejszej) (?:wiadomość|wiadomości)|\bten e-?mail|\b(?:dit|deze) (?:bericht|e-?mail)"
    r"|\bdetta (?:meddelande|e-?post)|\bdenne (?:e-?post(?:en)?|meddelelse|melding|mail)"
    r"|\btämä (?:viesti|sähköposti)|(?:это|этом|этого|данное|данном|настоящее|настоящем) (?:сообщени|письм)"
    r"|(?:це|цьому|цей) (?:повідомлен|лист)|\bt(?:ato|éto|áto|ejto) (?:zpráv|správ)|\btento e-?mail"
    r"|\bez az? (?:üzenet|e-?mail|levél)|\bbu (?:e-?posta|mesaj|ileti)|\bacest (?:mesaj|e-?mail)"
    r"|\baquest (?:missatge|correu)|\bova (?:poruka|e-?)|\bto sporočilo|αυτό το μήνυμα|το παρόν μήνυμα|このメール"
    r"|本メール|本(?:电子)?邮件|本郵件|此邮件|此郵件|이 (?:이?메일|메시지)|הודעה זו|هذه الرسالة|هذا البريد",
    re.IGNORECASE,
)
_SECRECY = re.compile(
    r"\bconfidential|\bprivileged\b|\bproprietary\b|\bvertraulich|\bconfidentiel|\bconfidencia[il]|\briservat"
    r"|\bpoufn|\bvertrouwelijk|\bkonfidenti|\bkonfidensi|\bfortrolig|\bluottamuksel|конфиденциальн|конфіденційн"
    r"|\bdůvěrn|\bdôvern|\bbizalmas|\bgizli|\bconfidențial|\bpovjerljiv|\bpoverljiv|\bzaup[nl]|εμπιστευτικ|απόρρητ"
    r"|機密|保密|机密|기밀|חסוי|סודי|سري",
    re.IGNORECASE,
)
_ADDRESSEE = re.compile(
    r"\bintended (?:only|solely|recipient|for|addressee)|\baddressees?\b|\bto (?:which|whom) it is addressed"
    r"|\bnamed (?:person|recipient|addressee)|\badressat|\bempfänger|\bdestinatai|\bdestinatari|\badresat"
    r"|\bodbiorc|\bgeadresseerde|\bontvanger|\bmottagar|\bmottaker|\bmodtager|\bvastaanottaj|адресат|получател"
    r"|одержувач|\bpříjemc|\badresát|\bpríjemc|\bcímzett|\balıcı|\bprimatelj|\bprejemnik|παραλήπτ|受信者|宛先"
    r"|收件人|收件者|수신인|נמען|المرسل إليه",
    re.IGNORECASE,
)
_AWAY = re.compile(
    r"\bonly\b|\bsolely\b|\bexclusively\b|\bausschließlich|\bexclusiv|\btylko\b|\bdelet|\bdestroy|\berror\b"
    r"|\bunauthori[sz]ed|\bprohibited|\blösch|\bvernicht|\bunbefugt|\bsupprim|\bdétrui|\berreur|\belimin|\bbórr"
    r"|\berror|\bapag|\berro\b|\bcancell|\berrore|\busu[nń]|\bomyłk|\bbłęd|\bwyłącz|\bverwijder|\bvergissing"
    r"|\buitsluitend|\bradera|\bslett|\bslet\b|\bpoista|удал|ошиб|видал|\bsmaž|\bvymaž|\btöröl|\bsil(?:in|iniz)"
    r"|\bobriš|\bizbriš|διαγράψ|削除|删除|刪除|삭제|מחק|حذف",
    re.IGNORECASE,
)
# A heading of its own, or what lawyers begin with.
_HEADING = re.compile(
    r"^\W*(?:disclaimer\b|confidentiality (?:notice|note|statement|warning|footer)"
    r"|(?:internet )?e-?mail confidentiality\b"
    r"|legal (?:notice|disclaimer)|privileged (?:and|&) confidential\b|important notice:|haftungsausschluss\b"
    r"|vertraulichkeitshinweis\b|avertissement\W*$|avis de confidentialité|aviso (?:legal|de confidencialidad)"
    r"|avviso di riservatezza|klauzula poufności|zastrzeżenie prawne)",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"\bif you (?:are|were) not (?:the|an) (?:intended|named) (?:recipient|addressee)\b", re.IGNORECASE
)
# One of these is in any text that disclaims; a plain search for them is far quicker than the expressions above.
_SIGNS = tuple(
    word.replace("_", " ")
    for word in (
        "confiden disclaim privileg intended addressee legal_notice important_notice vertraulich haftungs "
        "avertissement aviso avviso riservat poufn zastrzeż destinatar destinatai adressat empfänger adresat "
        "odbiorc geadresseerde ontvanger vertrouwelijk konfiden mottag konfidens fortrolig mottaker modtager "
        "luottamuks vastaanott конфиденц конфіденц адресат получател důvěrn dôvern příjemc bizalmas címzett gizli "
        "alıcı povjerljiv poverljiv zaupn εμπιστευτ απόρρητ 機密 保密 机密 기밀 חסוי סודי سري proprietary"
    ).split()
)
_PLAIN_SIGNS = tuple(word for word in _SIGNS if word.isascii())


def may_disclaim(lowered: str) -> bool:
    """Whether a text, given in small letters, has a word of those that disclaimers have."""
    return has_any(lowered, _PLAIN_SIGNS if lowered.isascii() else _SIGNS)


def is_disclaimer(lines: list[str], at: int) -> bool:
    """Whether this line begins a paragraph that a company adds; within one, only where it begins with such words."""
    if _HEADING.match(lines[at][:200]):
        return True
    if at and lines[at - 1] and not _LETTER.match(lines[at].lstrip(" *-_([")[:NEAR]):
        return False
    # What somebody wrote may stand above it in the same paragraph, and is theirs.
    if not any(one.search(lines[at][:NEAR]) for one in (_LETTER, _SECRECY, _ALWAYS)):
        return False
    end = at
    size = 0
    while end < len(lines) and lines[end] and size < LONGEST_PARAGRAPH:
        size += len(lines[end]) + 1
        end += 1
    said = " ".join(lines[at:end])[:LONGEST_PARAGRAPH]
    if _ALWAYS.match(said.lstrip(" *-_([")):
        return True
    letter = _LETTER.search(said[:NEAR])
    if letter is None:
        return False
    if secret := _SECRECY.search(said):
        # A sentence or two of a disclaimer name both; a story of a secret letter says more in between.
        return abs(secret.start() - letter.start()) <= NEAR
    return bool(_ADDRESSEE.search(said) and _AWAY.search(said))
