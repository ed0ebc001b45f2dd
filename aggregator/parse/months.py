"""Month names in the languages that our feeds write. Each list runs from January to December.

A name is matched by its start, so that cases and endings need no entries (июля, ივლისს, temmuzda);
the longest start wins. Names are folded: no case, no accents, no dots.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

_NAMES = (
    # English, German, French, Spanish, Italian, Portuguese, Polish, Romanian
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "januar februar marz april mai juni juli august sept oktober november dezember",
    "janner feber marz april mai juni juli august september okt november dez",
    "janv fevr mars avr mai juin juil aout sept oct nov dec",
    "jan fev mars avril mai juin juillet aou septembre octobre novembre decembre",
    "enero febrero marzo abr mayo junio julio ago septiembre oct nov dic",
    "ene feb mar abril may jun jul agosto setiembre octubre noviembre diciembre",
    "genn feb mar apr magg giu lug ago sett ott nov dic",
    "janeiro fev marco abr maio junho julho agosto set out nov dez",
    "stycz lut marzec kwie maj czerw lip sierp wrze pazdz listopad grud",
    "stycz lut marca kwie maja czerw lip sierp wrzes paz list grud",
    "ian feb martie apr mai iun iul aug sept oct noiem dec",
    # Turkish, Azerbaijani, Uzbek, Turkmen
    "oca sub mar nis may haz tem agu eyl eki kas ara",
    "yan fev mar apr may iyun iyul avq sen okt noy dek",
    "yanv fev mart apr may iyn iyl avg sent okt noyab dek",
    "yanwar few mart apr may iyun iyul awg sent okt noy dek",
    # Russian, Ukrainian, Belarusian, Bulgarian, Serbian
    "янв фев мар апр маи июн июл авг сен окт ноя дек",
    "янв фев март апр мая июн июл авг сент окт нояб дек",
    "січ лют бер квіт трав черв лип серп вер жовт лист груд",
    "січ лют берез кві тра чер лип серпня вересн жов листоп гру",
    "студ лют сак крас маи чэр ліп жні верас кастр ліст снеж",
    "яну фев мар апр маи юни юли авг сеп окт ное дек",
    "јан феб мар апр мај јун јул авг сеп окт нов дец",
    # Kazakh, Kyrgyz, Tajik and Uzbek in Cyrillic, Mongolian by number is not a name
    "қан ақп нау сәу мам мау шіл там қыр қаз қар жел",
    "январ феврал март апрел маи июн июл август сентябр октябр ноябр декабр",
    # Georgian, Armenian
    "იან თებ მარ აპრ მაი ივნ ივლ აგვ სექ ოქტ ნოე დეკ",
    "հուն փետ մար ապր մայ հունիս հուլ օգո սեպ հոկ նոյ դեկ",
    "հունվ փետր մարտ ապրիլ մայիս հունիս հուլիս օգոստ սեպտ հոկտ նոյեմ դեկտ",
    # Persian (Gregorian months), Arabic of Egypt, the Maghreb and (one word of it) the Levant
    "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    "ژانویه فوریه مارس آپریل می ژوئن جولای آگوست سپتامبر اکتوبر نوامبر دسامبر",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "جانفي فيفري مارس افريل ماي جوان جويلية اوت سبتمبر اكتوبر نوفمبر ديسمبر",
    # Greek, Hebrew
    "ιαν φεβ μαρ απρ μαι ιουν ιουλ αυγ σεπ οκτ νοε δεκ",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
)
# Names of two words, and the months that share a first word.
_PHRASES: Mapping[str, int] = {
    "كانون الثاني": 1,
    "كانون الاول": 12,
    "تشرين الاول": 10,
    "تشرين الثاني": 11,
    "үчтүн айы": 1,
    "бирдин айы": 2,
    "жалган куран": 3,
    "чын куран": 4,
    "баш оона": 8,
    "аяк оона": 9,
    "тогуздун айы": 10,
    "жетинин айы": 11,
    "бештин айы": 12,
}
_MORE: Mapping[str, int] = {
    **{"شباط": 2, "اذار": 3, "نيسان": 4, "ايار": 5, "حزيران": 6, "تموز": 7, "اب": 8, "ايلول": 9},
    **{"бугу": 5, "кулжа": 6, "теке": 7, "aralik": 12, "sierpien": 8, "styczen": 1, "مئی": 5},
}
# Whole words only: days of the week and the like that begin as a month does.
_NO_MONTH = frozenset(
    {
        *("martes", "mardi", "martedi", "marti", "mart.", "sept-feira", "septidi", "juiv", "maintenant"),
        *("середа", "середу", "среда", "четвер", "серада", "сер", "сеr", "саатта", "саат", "sabado", "saat"),
        *(
            "juev",
            "jueves",
            "sabato",
            "samedi",
            "segunda",
            "setima",
            "octa",
            "market",
            "maria",
            "decimo",
            "nova",
        ),
        *("մարտի.",),
    }
)
_WHOLE = frozenset({"اب", "مه", "می", "ماي", "мая", "маи", "set", "out", "ara", "ago", "list", "paz"})


def fold(text: str) -> str:
    """Lower case, no accents, dotless i as i; Arabic hamza forms and Persian letters made one."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ə", "e")).casefold()
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = unicodedata.normalize("NFC", text)  # Hangul back into syllables
    return text.replace("ي", "ی").replace("ى", "ی").replace("ك", "ک").replace("ـ", "").replace("ø", "o")


def _table() -> dict[str, int]:
    table: dict[str, int] = {}
    for names in _NAMES:
        for number, name in enumerate(names.split(), 1):
            table.setdefault(fold(name), number)
    table.update({fold(name): number for name, number in _MORE.items()})
    return table


_STARTS = _table()
_FOLDED_PHRASES = {fold(phrase): number for phrase, number in _PHRASES.items()}
_LONGEST = max(map(len, _STARTS))
_SHORTEST = min(map(len, _STARTS))


def phrase(folded: str) -> tuple[str, int] | None:
    """A month's name of two words in folded text, and its number."""
    for words, number in _FOLDED_PHRASES.items():
        if words in folded:
            return words, number
    return None


def number(word: str) -> int | None:
    """The month that a folded word names, 1 to 12, or None."""
    if word in _NO_MONTH:
        return None
    for size in range(min(len(word), _LONGEST), _SHORTEST - 1, -1):
        found = _STARTS.get(word[:size])
        if found is not None and not (size < len(word) and word[:size] in _WHOLE):
            return found
    return None
