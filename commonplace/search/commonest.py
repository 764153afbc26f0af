"""The commonest words of a language: what two titles share when they share nothing.

Short words are left out by their length already, so only those of four letters and more stand here, folded.
"""

from commonplace.search.words import folded

WORDS = {
    "en": """about after again also always another anyone anything away back because been before being between both
        came come could does done down during each else even ever every find from gets give goes going
        gone have having here into itself just keep know less like look made make many maybe more most much
        must need never nobody nothing once only other others over really same seem should since some someone something
        sometimes still such take than that their them then there these they thing things think this those though
        through toward under until upon used using very want went were what whatever when where whether
        which while whose will with within without would your yours""",
    "de": """aber alle allem allen aller alles andere anderen auch beim bist damit dann dass deine dies diese diesem
        diesen dieser dieses doch dort durch eine einem einen einer eines einige euch etwas ganz gegen gibt habe haben
        hast hatte hatten hier ihre immer jede jeder jedes jetzt kann kein keine konnen macht mehr meine muss nach nicht
        nichts noch oder ohne schon sehr sein seine selbst sich sind soll uber unser unsere unter viel vielleicht wann
        warum welche welcher wenn werden wieder wird wurde wurden zwischen""",
    "es": """algo alguien algun alguna algunos antes aqui aunque bien cada como cosa cuando cual cuanto dejar desde
        despues donde ellos entre eran eres esta estan estar estas este esto estos hace hacer hacia hasta mismo mucho
        nada nadie nosotros nuestra nuestro nunca otra otras otro otros para pero poco podemos porque puede pueden
        quien siempre sido sino sobre solo somos tambien tanto tener tengo tiene tienen toda todas todo todos tras
        unas unos vuestro""",
    "fr": """ainsi alors apres aucun aussi autre autres avant avec avoir beaucoup bien cela celle celui chaque chez
        comme comment dans depuis deux dire dont elle elles encore entre etaient etait etre fait faire jamais leur
        leurs mais meme moins notre nous parce pendant personne peut plus pour pourquoi quand quel quelle quelque
        quelques quelqu rien sans sera sont sous souvent sujet tous tout toute toutes tres trop vers votre vous""",
    "pl": """albo ale ano bardzo bedzie byla bylo byly chyba ciagle cos czasem czego czemu czyli czym dlaczego dlatego
        dobrze dokad duzo gdzie gdyby inna inne inny jakas jakby jaki jakie jakies jako jednak jest jestem jeszcze jesli
        jezeli kazdy kiedy ktora ktore ktorego ktory ktorych ktorzy ktos lecz maja mamy miedzy mnie moga moja moje
        moze mozna nasz nasza nasze niech nigdy ktorym poniewaz przed przez przy raczej razem skad soba swoje takie
        taki takze tego temu teraz tutaj twoj twoje tylko tych tyle wasz wiec wiele wlasnie wszystko wtedy zawsze zeby
        znow ktokolwiek""",
    "pt": """ainda algo alguem algum alguma alguns antes aqui assim cada coisa como depois desde deste disso eles
        entre esta estao estar estas este estes fazer foram isso isto mais mesmo muito nada nossa nosso nunca onde
        outra outras outro outros para pelo pode podem porque pouco qual quando quanto quem sempre sobre somente
        tambem tanto temos tenho toda todas todo todos voce voces""",
}
_COMMON = {language: frozenset(folded(words).split()) for language, words in WORDS.items()}


def is_common(word: str, language: str) -> bool:
    """Whether a word says nothing of what a title in this language is about."""
    return folded(word) in _COMMON.get(language.split("-")[0], ())
