"""Letters taken apart, and nothing of them lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from commonplace.lib.mail.quoting import Kind, parts_of

W, Q, S, F = Kind.WRITTEN, Kind.QUOTE, Kind.SIGNATURE, Kind.FOOTER


def kinds(text: str) -> list[Kind]:
    assert "".join(part.text for part in parts_of(text)) == text
    return [part.kind for part in parts_of(text) if part.text.strip()]


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 6 Jan 2003 at 10:00, Ann Reed wrote:",
        "On Monday 6 January 2003 10:00,\nAnn Reed <ann at example.org> wrote:",
        "Am 06.01.2003 um 10:00 schrieb Ann Reed:",
        "Le 6 janv. 2003 à 10:00, Ann Reed a écrit :",
        "El 6/1/2003, Ann Reed escribió:",
        "W dniu 6.01.2003 o 10:00, Ann Reed pisze:",
        "Den 6 jan 2003 skrev Ann Reed:",
        "Ann Reed wrote:",
        "Ann Reed writes:",
        "2003/1/6 Ann Reed <ann at example.org>:",
    ],
)
def test_attributions_of_many_languages(attribution: str) -> None:
    first, second = (part for part in parts_of(f"{attribution}\n> Soft reeds?\n\nHard ones.\n") if part.text.strip())
    assert (first.kind, first.attribution, first.body) == (Q, attribution + "\n", "> Soft reeds?\n")
    assert second.text.strip() == "Hard ones."


def test_a_header_line_above_a_quote_says_whose_it_is() -> None:
    line = 'From: "Ada Reed" <…@…>\n'
    written, quote, answer = parts_of(f"Hello.\n\n{line}> Soft reeds?\n\nHard ones.\n")
    assert (written.kind, quote.kind, quote.attribution, answer.kind) == (W, Q, line, W)
    assert [part.kind for part in parts_of(f"{line}\nHard ones.\n")] == [W]


def test_interleaved_answers_keep_their_order() -> None:
    assert kinds("Ann wrote:\n> One?\n\nYes.\n\n> Two?\n> Three?\n\nNo.\n-- \nBen\n") == [Q, W, Q, W, S]


def test_outlook_folds_everything_below_the_original_message() -> None:
    text = (
        "Mine.\n\n-----Original Message-----\nFrom: Ann\nSent: Monday\nTo: Ben\nSubject: Reeds\n\nTheirs.\n-- \nAnn\n"
    )
    assert kinds(text) == [W, Q]
    assert parts_of(text)[1].attribution.startswith("-----Original")
    assert kinds("Meins.\n\nVon: Ann\nGesendet: Montag\nAn: Ben\nBetreff: Rohre\n\nIhres.\n") == [W, Q]


RULE = "_" * 32
HEADS = [
    "De : Ann\nEnvoyé : lundi 5 mars 2018 09:00\nÀ : loom@lists.loom.example\nObjet : RE: Chaîne",
    "De\u00a0: Ann\nEnvoyé\u00a0: lundi 5 mars 2018 09:00\nÀ\u00a0: loom@lists.loom.example\nObjet\u00a0: RE: Chaîne",
    "De: Ann\nEnviado el: lunes, 5 de marzo de 2018 9:00\nPara: loom@lists.loom.example\nAsunto: RE: urdimbre",
    "De: Ann\nEnviada em: segunda-feira, 5 de março de 2018\nPara: loom@lists.loom.example\nAssunto: RES: urdume",
    "Da: Ann\nInviato: lunedì 5 marzo 2018 09:00\nA: loom@lists.loom.example\nOggetto: R: ordito",
    "From: Ann\nWysłane: poniedziałek, 5 marca 2018 09:00\nDo: loom@lists.loom.example\nTemat: Osnowa",
    "Lähettäjä: Ann\nLähetetty: maanantai 5. maaliskuuta 2018\nVastaanottaja: loom@lists.loom.example\nAihe: loimi",
    "От: Ann\nОтправлено: 5 марта 2018 г. 9:00\nКому: loom@lists.loom.example\nТема: основа",
    "Від: Ann\nНадіслано: 5 березня 2018 р. 9:00\nКому: loom@lists.loom.example\nТема: основа",
    "Od: Ann\nOdesláno: pondělí 5. března 2018 9:00\nKomu: loom@lists.loom.example\nPředmět: osnova",
    "Feladó: Ann\nElküldve: 2018. március 5. 9:00\nCímzett: loom@lists.loom.example\nTárgy: lánc",
    "Kimden: Ann\nGönderildi: 5 Mart 2018 Pazartesi 09:00\nKime: loom@lists.loom.example\nKonu: çözgü",
    "De la: Ann\nTrimis: luni, 5 martie 2018 09:00\nCătre: loom@lists.loom.example\nSubiect: urzeală",
    "Από: Ann\nΣτάλθηκε: Δευτέρα, 5 Μαρτίου 2018\nΠρος: loom@lists.loom.example\nΘέμα: στημόνι",
    "De: Ann\nEnviat: dilluns, 5 de març de 2018\nPer a: loom@lists.loom.example\nA/c: Bo\nTema: ordit",
    "差出人: Ann\n送信日時: 2018年3月5日 9:00\n宛先: loom@lists.loom.example\n件名: 経糸",
    "发件人：Ann\n发送时间：2018年3月5日 9:00\n收件人：loom@lists.loom.example\n主题：经纱",
    "寄件者: Ann\n寄件日期: 2018年3月5日 上午 09:00\n收件者: loom@lists.loom.example\n主旨: 經紗",
    "보낸 사람: Ann\n보낸 날짜: 2018년 3월 5일 오전 9:00\n받는 사람: loom@lists.loom.example\n제목: 날실",
    "מאת: Ann\nנשלח: יום שני 05 מרץ 2018\nאל: loom@lists.loom.example\nנושא: שתי",
    "من: Ann\nتم الإرسال: 5 مارس 2018\nإلى: loom@lists.loom.example\nالموضوع: سداة",
    "*From:* Ann\n*Sent:* Monday, March 5, 2018\n*To:* loom@lists.loom.example\n*Subject:* Warp",
    "**Von:** Ann\n**Gesendet:** Montag, 5. März 2018\n**An:** loom@lists.loom.example\n**Betreff:** Kette",
]


@pytest.mark.parametrize("rule", [f"{RULE}\n", "-----Mensaje original-----\n", "---- 原始邮件 ----\n", ""])
@pytest.mark.parametrize("head", HEADS)
def test_what_outlook_quotes_is_a_quote_in_every_language(head: str, rule: str) -> None:
    quote = f"{rule}{head}\n\nWhich warp?\n\nAnn\n"
    written, quoted = parts_of(f"A tighter one.\n\n{quote}")
    assert (written.kind, quoted.kind, quoted.text) == (W, Q, quote)
    assert quoted.attribution == f"{rule}{head}\n"


def test_header_lines_of_a_language_that_nobody_told_are_known_below_a_rule() -> None:
    head = "Mula kay: Ann\nIpinadala: Lunes, Marso 5, 2018\nPara kay: loom@lists.loom.example\nPaksa: Warp\n"
    assert kinds(f"A tighter one.\n\n{RULE}\n{head}\nWhich warp?\n") == [W, Q]
    assert kinds(f"A tighter one.\n\n--- Orihinal na mensahe ---\n{head}\nWhich warp?\n") == [W, Q]
    # Without a rule they may be anybody's list of things; and a signature below a rule has no year in it.
    assert kinds(f"A tighter one.\n\n{head}\nWhich warp?\n") == [W]
    office = "Tel: 12 34\nFax: 12 35\nMail: ann\nWeb: loom.example\n"
    assert Q not in kinds(f"A tighter one.\n\n{RULE}\n{office}")


def test_forward_without_words_of_ones_own_stays_open() -> None:
    assert W in kinds("---------- Forwarded message ----------\nFrom: Ann\nDate: Monday\nSubject: Reeds\n\nTheirs.\n")


WRAPPED = (
    "From: loom <loom-bounces@lists.loom.example> on behalf of\nBo Spinner <bo@loom.example>\n"
    "Sent: Monday\nTo: loom@lists.loom.example\nSubject: [loom] Warp\n"
)


@pytest.mark.parametrize(
    "rule", [f"{RULE}\n", "-----Original Message-----\n", "  _____  \n\n", f"{'-' * 40}\n", "", f"{RULE}\n\n"]
)
@pytest.mark.parametrize(
    "head",
    [
        "From: loom <loom-bounces@lists.loom.example>\nSent: Monday\nTo: loom@lists.loom.example\nSubject: Warp\n",
        "Von: Loom-Mailing-List\nGesendet: Montag\nAn: loom@lists.loom.example\nBetreff: Kette\n",
        WRAPPED,
    ],
)
def test_the_lists_own_address_makes_no_footer_of_a_question(rule: str, head: str) -> None:
    quote = f"{rule}{head}\nWhich warp should I buy?\n\nBo\n"
    written, quoted = parts_of(f"A tighter one.\n\n{quote}")
    assert (written.kind, quoted.kind, quoted.text) == (W, Q, quote)
    assert quoted.attribution == rule + head
    footer = f"\n{RULE}\nloom mailing list\nhttps://lists.loom.example/mailman/listinfo/loom\n"
    # What the list added to the question is quoted with it; what it added to this letter stands below all.
    assert kinds(f"A tighter one.\n\n{quote}{footer}\nMine:\nmore\n{footer}") == [W, Q, F]


def test_a_disclaimer_hides_no_quote() -> None:
    said = "This e-mail is confidential and intended for the addressee.\nIf it is not you, delete it.\n\nLoom Ltd.\n\n"
    for quote in (
        "On Mon, 6 Jan 2003, Ada wrote:\n> Soft?\n> Hard?\n",
        "> Soft?\n",
        "-----Original Message-----\nFrom: Ada\nSent: Monday\nTo: Bo\n\nSoft?\n",
        f"{RULE}\nFrom: Ada <ada@lists.loom.example>\nSent: Monday\nTo: Bo\nSubject: Warp\n\nSoft?\n",
        "On Mon, 6 Jan 2003 at 10:00, Ada Reed wrote:\n\nSoft?\n",
    ):
        written, footer, quoted = (part for part in parts_of(f"Mine.\n\n{said}{quote}") if part.text.strip())
        assert (written.kind, footer.kind, quoted.kind) == (W, F, Q), quote
        assert footer.text.strip() == said.strip()
        assert quoted.text == quote
    assert F not in kinds("Mine.\n\nThis message is confidential.\n" + "But there is more.\n" * 60)


@pytest.mark.parametrize(
    "said",
    [
        "The contents of this email are confidential and meant for Ada alone.",
        "CONFIDENTIALITY NOTICE: for the named person only.",
        "NOTICE: This e-mail may contain confidential material.",
        "PRIVILEGED AND CONFIDENTIAL\nFor Ada.",
        "The information transmitted is intended only for the person or entity to which it is addressed.",
        "If you are not the intended recipient, please delete it.",
        "*** This message may contain privileged information ***",
        "Diese E-Mail kann vertrauliche und rechtlich geschützte Informationen enthalten.",
        "Der Inhalt dieser E-Mail ist vertraulich und ausschließlich für den bezeichneten Adressaten bestimmt.",
        "Les informations contenues dans ce message sont confidentielles.",
        "Este mensaje y sus anexos son confidenciales.\nBórrelo.",
        "El contenido del presente e-mail puede ser confidencial, y este mensaje también.",
        "Esta mensagem pode conter informação confidencial.",
        "Aquest missatge pot contenir informació confidencial.",
        "Questo messaggio è di carattere riservato ed è indirizzato al destinatario.",
        "Ta wiadomość jest poufna i przeznaczona wyłącznie dla adresata.",
        "Treść tej wiadomości zawiera informacje przeznaczone tylko dla adresata.",
        "De informatie in dit bericht is vertrouwelijk.",
        "Detta meddelande är konfidentiellt.",
        "Denne meddelelse er fortrolig.",
        "Tämä viesti on luottamuksellinen.",
        "Это сообщение является конфиденциальным.",
        "Tato zpráva je důvěrná.",
        "Ez az üzenet bizalmas.",
        "Bu e-posta gizli bilgi içerebilir.",
        "このメールには機密情報が含まれています。",
        "本邮件含有保密信息。",
    ],
)
def test_disclaimers_of_many_languages(said: str) -> None:
    text = f"Mine.\n\n{said}\n\nOn Mon, 6 Jan 2003, Ada wrote:\n> Soft?\n> Hard?\n"
    written, footer, quoted = (part for part in parts_of(text) if part.text.strip())
    assert (written.text.strip(), footer.text.strip()) == ("Mine.", said)
    assert (written.kind, footer.kind, quoted.kind) == (W, F, Q)
    # Without a blank line between, what stands above it is the writer's all the same.
    assert kinds(f"Mine.\nAda\n{said}\n")[0] is W


@pytest.mark.parametrize(
    "said",
    [
        "Confidentiality is what we must talk about.",
        "If you are not the intended reader of the book, skip it.",
        "Notice: the loom is broken.",
        "The information in this book is wrong.",
        "Who can read this message tells me what is vertraut and what is not.",
        "I asked Ada in confidence, and she deleted the lot by error.",
    ],
)
def test_who_speaks_of_secrets_disclaims_nothing(said: str) -> None:
    assert kinds(f"Mine.\n\n{said}\n\nAnd more of it.\n") == [W]


def test_unmarked_quote_below_an_answer() -> None:
    assert kinds("Mine.\n\nOn Mon, 6 Jan 2003 at 10:00, Ann Reed wrote:\n\nTheirs.\nMore.\n") == [W, Q]


def test_signatures() -> None:
    assert kinds("Words.\n-- \nAnn Reed\nexample.org\n") == [W, S]
    assert kinds("Words.\n\nSent from my telephone\n") == [W, S]
    assert kinds("Words.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----\n") == [W, S]
    assert kinds("Words -- and more\n--- a rule\nMore.\n") == [W]


def test_footers() -> None:
    assert kinds(
        "Words.\n_______________________________________________\nReeds mailing list\nReeds@example.org\n"
        "http://example.org/listinfo/reeds\n"
    ) == [W, F]
    assert kinds(
        "Words.\n-------------- next part --------------\nAn HTML attachment was scrubbed...\nURL:"
        " http://example.org/a\n"
    ) == [W, F]
    assert kinds("Words.\n-------------- next part --------------\nmore = words\n") == [W, F, W]
    assert kinds("Words.\n\nThis e-mail is confidential and intended for the addressee.\nDelete it.\n") == [W, F]


def test_session_of_python_is_no_quote() -> None:
    assert kinds("Try this:\n\n>>> 1 + 1\n2\n>>> 2 + 2\n4\n") == [W]
    assert Q in kinds("Ann wrote:\n>>> No.\n>> Yes.\n> Well.\n")


LINES = st.sampled_from(
    [
        "",
        "Words.",
        "> quoted",
        ">> twice",
        "-- ",
        "On Mon, 6 Jan 2003, Ann wrote:",
        "-----Original Message-----",
        "From: Ann",
        "Sent: now",
        "To: Ben",
        "_" * 47,
        "Reeds mailing list",
        "-------------- next part --------------",
        "An HTML attachment was scrubbed...",
        "URL: x",
        "This message is confidential",
        ">>> 1",
        "\t",
        "Sent from my phone",
        "-----BEGIN PGP SIGNATURE-----",
        "-----END PGP SIGNATURE-----",
        "\x0b",
        "a\rb",
        "\u2028",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(), st.lists(LINES, max_size=25).map("\n".join)), st.booleans())
def test_joined_the_parts_are_the_text(text: str, within: bool) -> None:
    parts = parts_of(text, within_quote=within)
    assert "".join(part.text for part in parts) == text
    assert all(part.text.startswith(part.attribution) for part in parts)
