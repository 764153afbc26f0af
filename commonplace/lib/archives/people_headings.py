"""What columns of a list of people are headed with, in the languages that such lists are written in."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from commonplace.lib.folding import folded


class Field(StrEnum):
    """What a column holds of a person; a name may stand in two."""

    NAME = "name"
    FIRST = "first"
    LAST = "last"
    ADDRESS = "address"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    CRAFT = "craft"


_HEADINGS: Final[dict[Field, str]] = {
    Field.FIRST: "first name|firstname|given name|given names|forename|imię|vorname|prénom|nombre de pila|primeiro nome"
    "|nome próprio|voornaam|имя|ім'я|jméno|förnamn|fornavn|etunimi|keresztnév|prenume|ad",
    Field.LAST: "last name|lastname|surname|family name|nazwisko|nachname|familienname|nom de famille|apellido"
    "|apellidos|sobrenome|apelido|cognome|achternaam|фамилия|прізвище|příjmení|efternamn|etternavn|efternavn|sukunimi"
    "|vezetéknév|nume de familie|soyad",
    Field.NAME: "name|full name|fullname|display name|your name|who|person|member|imię i nazwisko|nazwisko i imię|osoba"
    "|vollständiger name|nom|nom complet|nom et prénom|nombre|nombre completo|nombre y apellidos|nome|nome completo"
    "|naam|volledige naam|фио|имя и фамилия|піб|namn|navn|nimi|név|nume|isim|ad soyad|الاسم|姓名|名前|氏名|όνομα",
    Field.ADDRESS: "email|e-mail|mail|email address|e-mail address|mail address|your email|adres email|adres e-mail"
    "|poczta|email adres|mailadresse|e-mail-adresse|courriel|adresse mail|adresse e-mail|adresse électronique|correo"
    "|correo electrónico|endereço de email|endereço de e-mail|correio eletrónico|posta elettronica|indirizzo email"
    "|почта|электронная почта|эл. почта|пошта|e-post|epost|sähköposti|adresă de email|e-posta|البريد الإلكتروني|邮箱"
    "|メール",
    Field.ORGANISATION: "organisation|organization|org|company|institution|employer|affiliation|where you work"
    "|organizacja|instytucja|firma|miejsce pracy|arbeitgeber|unternehmen|verein|organisme|établissement"
    "|entreprise|structure|organización|institución|empresa|entidad|organização|instituição|ente|azienda"
    "|organizzazione|organisatie|instelling|bedrijf|организация|організація|organizace|företag|organisaatio|szervezet"
    "|organizație|kurum|المؤسسة|单位|所属",
    Field.COUNTRY: "country|nation|kraj|państwo|land|pays|país|paese|страна|країна|země|krajina|maa|ország|țară|ülke"
    "|البلد|国家|国|χώρα",
    Field.CRAFT: "craft|role|job|job title|title|occupation|profession|position|what you do|function|zawód|rola"
    "|stanowisko|funkcja|czym się zajmujesz|beruf|rolle|funktion|métier|fonction|poste|oficio|profesión|cargo|puesto"
    "|profissão|função|professione|ruolo|mestiere|beroep|functie|должность|профессия|посада|profese|yrke|ammatti"
    "|foglalkozás|profesie|meslek|المهنة|职业|职务|職業",
}
FIELD_OF: Final = {folded(heading): field for field, headings in _HEADINGS.items() for heading in headings.split("|")}
