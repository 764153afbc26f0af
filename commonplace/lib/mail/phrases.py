"""How mail programs and lists speak, in many languages: who wrote, original message, mailing list, confidentiality."""

import re

# The verb that ends an attribution: 'On ... X wrote:', 'Am ... schrieb X:', 'Le ... a écrit :'.
_WROTE = (
    r"wrote|writes|said|says|scribbled|typed|schrieb|schreibt|hat geschrieben|a écrit|ecrit|écrit|escribió"
    r"|escribio|escreveu"
    r"|ha scritto|scrisse|ha escrit|napisał(?:a|\(a\))?|pisze|skrev|skriver|schreef|schreven|kirjoitti"
    r"|написал(?:а|\(а\))?|пишет"
    r"|пише|написав|написала|написа|напісаў|napsal(?:a|\(a\))?|napísal(?:a|\(a\))?|je napisa(?:o|la)|je napisal(?:a)?"
    r"|írta|ezt írta|a scris|yazdı|şunları yazdı|έγραψε|va escriure|kirjutas|rašė|parašė|rakstīja|đã viết|menulis"
    r"|כתבה?|\u202bכתב|كتبت?|เขียนว่า|작성|님이 씀|写道|寫道|の書き込み|は書きました|のメール|wrote the following"
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
    r"|message d'origine|message original|message initial|message transféré|mensaje original|mensaje reenviado"
    r"|mensagem original|mensagem encaminhada|messaggio originale|messaggio inoltrato|oryginalna wiadomość"
    r"|wiadomość oryginalna|wiadomość przekazana|oorspronkelijk bericht|doorgestuurd bericht"
    r"|ursprungligt meddelande|vidarebefordrat meddelande|original meddelelse|oprindelig meddelelse"
    r"|opprinnelig melding|alkuperäinen viesti|исходное сообщение|пересылаемое сообщение|оригінальне повідомлення"
    r"|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|mesajul original|orijinal ileti|özgün ileti"
    r"|αρχικό μήνυμα|missatge original|izvorna poruka|izvirno sporočilo|оригинално съобщение|algne kiri"
    r"|originalus laiškas|sākotnējais ziņojums|thư gốc|pesan asli|元のメッセージ|原始邮件|邮件原件|原始郵件|원본 메시지"
    r"|הודעה מקורית|رسالة أصلية|forwarded by|reply message|original-nachricht)(?!\w).*$",
    re.IGNORECASE,
)
# The header lines of what is quoted, as Outlook, Apple's and phones' mail programs name them in their languages.
_FROM_FIELD = (
    r"from|von|absender|de|expéditeur|remitente|remetente|da|mittente|od|nadawca|van|afzender|fra|afsender|från"
    r"|avsändare|lähettäjä|от|отправитель|від|відправник|odesílatel|odosielateľ|feladó|kimden|gönderen|de la|expeditor"
    r"|από|šalje|saatja|nuo|od kogo|од|từ|dari|จาก|מאת|من|از|差出人|送信者|发件人|寄件者|寄件人|보낸 ?사람"
)
_OTHER_FIELDS = (
    r"sent|date|to|cc|bcc|subject|importance|reply-to|organization|newsgroups|attachments"
    r"|gesendet|datum|an|kopie|betreff|envoyé(?: le)?|à|objet|sujet|enviad[oa](?: el| em)?|para|asunto|assunto|fecha"
    r"|data"
    r"|inviato|a|oggetto|wysłan[oe]|do|dw|temat|verzonden|aan|onderwerp|sendt|dato|til|kopi|emne|skickat|till|kopia"
    r"|ämne"
    r"|lähetetty|päivämäärä|vastaanottaja|kopio|aihe|отправлено|дата|кому|копия|тема|надіслано|відправлено|копія"
    r"|odesláno|komu|předmět|odoslané|dátum|kópia|predmet|elküldve|küldve|címzett|másolatot kap|tárgy"
    r"|gönderildi|gönderilmiş|gönderme tarihi|tarih|kime|bilgi|konu|trimis|către|subiect|στάλθηκε|εστάλη|ημερομηνία"
    r"|προς|κοιν|θέμα|poslano|poslato|prima|za|kp|naslov|zadeva|послато|за|enviat|per a|assumpte|saadetud|kuupäev"
    r"|adressaat|teema|(?:iš)?siųsta|kam|tema|nosūtīts|datums|temats|đã gửi|ngày|đến|tới|chủ đề|tiêu đề|dikirim"
    r"|tanggal|kepada|ke|subjek|perihal|ส่ง|วันที่|ถึง|เรื่อง|изпратено|до|относно|נשלח|תאריך|אל|עותק|נושא"
    r"|تم الإرسال|تاريخ الإرسال|التاريخ|إلى|نسخة|الموضوع|ارسال|تاریخ|به|موضوع|送信日時|日時|日付|宛先|件名"
    r"|发送时间|发送日期|日期|收件人|抄送|主题|寄件日期|傳送時間|收件者|副本|主旨|主題"
    r"|보낸 ?날짜|날짜|받는 ?사람|참조|제목"
)
_COLON = r"(?:\s?:\*{0,2}(?:\s|$)|\s?：\*{0,2}\s?)"
FROM_FIELD = re.compile(rf"^\s*\*{{0,2}}(?:{_FROM_FIELD}){_COLON}\s*\S", re.IGNORECASE)
OTHER_FIELD = re.compile(rf"^\s*\*{{0,2}}(?:{_FROM_FIELD}|{_OTHER_FIELDS}){_COLON}", re.IGNORECASE)
# A header line in a language that is not among these: only below a rule, and only where several stand together.
ANY_FIELD = re.compile(r"^\s{0,3}\*{0,2}[^\W\d_][^:：@<>\d\n]{0,23}[:：]\*{0,2}\s{0,3}\S")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")

SIGNATURE = re.compile(r"^--(?: |=20|\s?=)?$")
SENT_FROM = re.compile(
    r"^\s*(?:sent from (?:my|a|the) .{2,40}|sent via .{2,40}|get outlook for .{2,20}|von meinem .{2,30}"
    r" gesendet|envoyé de mon .{2,30}"
    r"|enviado desde mi .{2,30}|enviado do meu .{2,30}|inviato da(?:l mio)? .{2,30}|wysłan[eo] z .{2,30}|verzonden"
    r" vanaf .{2,30}|verstuurd vanaf .{2,30}|skickat från min .{2,30}|sendt fra min .{2,30}|lähetetty .{2,20}sta"
    r"|отправлено с .{2,30}|odesláno z .{2,30}|iphoneから送信|发自我的 ?.{2,30}|gesendet von .{2,30})\.?\s*$",
    re.IGNORECASE,
)
# One of these is in any line that the expression above finds; a plain search for them is far quicker.
MAY_BE_SENT_FROM = (
    *("sent", "gesendet", "get outlook", "envoyé", "enviad", "inviat", "wysłan", "verzonden", "verstuurd", "skickat"),
    *("sendt", "lähetetty", "отправлено", "odesláno", "から送信", "发自"),
)
RULE = re.compile(r"^\s*(?:_{20,}|-{40,}|={40,})\s*$")
# Above the header lines of what is quoted; words between dashes say that it is quoted, in whatever language.
RULE_ABOVE = re.compile(r"^\s*(?:_{5,}|-{5,}|={5,}|-{3,} ?[^\W_][^\n-]{2,40} ?-{3,})\s*$")
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
PGP_BEGIN = re.compile(r"^-----BEGIN PGP SIGNATURE-----\s*$")
PGP_END = re.compile(r"^-----END PGP SIGNATURE-----\s*$")
PGP_HEAD = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\s*$")
# What stands as plain text beside HTML by programs that write HTML only.
SEE_MARKUP = re.compile(
    r"\bhtml\b|\bweb ?mail\b|\bbrowser|navigateur|navegador|przeglądar|webbläsar|\bselain|браузер|prohlížeč"
    r"|multi-?part message in mime|mime-?(?:compatible|compliant|format)",
    re.IGNORECASE,
)
