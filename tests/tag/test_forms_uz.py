"""Uzbek forms in both scripts: endings, every sort of apostrophe, demonyms, offices, counterparts."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# text, home, country codes, ministries
CASES = [
    ("O‘zbekistonning va Oʻzbekistonda bo'lgan", "", "UZ", ""),
    ("O'zbekiston bilan Qirg'iziston uchun", "", "KG UZ", ""),
    ("Turkiyadan Qozog‘istonga yordam uchun", "", "KZ TR", ""),
    ("AQShning va AQSHda bo‘lgan", "", "US", ""),
    ("qozog‘istonlik va turkiyalik mutaxassislar uchun", "", "KZ TR", ""),
    ("Afg‘onistondagi va Erondagi vaziyat haqida", "", "AF IR", ""),
    ("Janubiy Koreya bilan Shimoliy Koreya haqida", "", "KP KR", ""),
    ("Saudiya Arabistonining va BAA kompaniyalari bilan", "", "AE SA", ""),
    ("Qoraqalpog‘istonda va Samarqandda bo‘ldi", "", "UZ", ""),
    ("G‘azo sektoriga yordam uchun", "", "PS", ""),
    ("Kreml bilan Oq uy haqida", "", "RU US", ""),
    ("Janubiy Xitoy dengizida va Hind okeanida", "", "", ""),
    ("Narxi 50 AQSh dollari bo‘ldi", "", "", ""),
    ("Turkiy davlatlar tashkiloti sammiti uchun", "", "", ""),
    ("Qirg‘iz Respublikasi Favqulodda vaziyatlar vaziri bilan", "", "KG", "KG/emergency-situations"),
    ("AQSh mudofaa vaziri bilan uchrashdi", "", "US", "US/defence"),
    ("AQSh davlat kotibi bilan uchrashdi", "", "US", "US/foreign-affairs"),
    ("Ozarbayjon mudofaa sanoati vaziri bilan", "", "AZ", "AZ/defence-industry"),
    ("FVV va IIV xabar berdi", "UZ", "UZ", "UZ/emergency-situations UZ/interior"),
    (
        "Mudofaa vaziri turk hamkasbi bilan uchrashdi",
        "UZ",
        "TR UZ",
        "TR/defence UZ/defence",
    ),
    (
        "Qozog‘iston va Qirg‘iziston mudofaa vazirlari uchun",
        "",
        "KG KZ",
        "KG/defence KZ/defence",
    ),
    ("Tojikiston Favqulodda vaziyatlar qo‘mitasi haqida", "", "TJ", "TJ/emergency-situations"),
    ("Qozog‘istonning sobiq mudofaa vaziri bilan", "UZ", "KZ", ""),
    ("Vazirlar Mahkamasi qarori bilan", "UZ", "", ""),
    ("Davlat xavfsizlik xizmati xabar berdi", "UZ", "UZ", ""),
    # Cyrillic
    ("Ўзбекистоннинг ва Тошкентда бўлган", "", "UZ", ""),
    ("Қозоғистонлик ва қирғизистонлик ҳамкасблар", "", "KG KZ", ""),
    ("Афғонистондаги ва Эрондаги вазият ҳақида", "", "AF IR", ""),
    ("АҚШ мудофаа вазири билан", "", "US", "US/defence"),
    ("Туркия Миллий мудофаа вазири билан ҳамкорлик", "", "TR", "TR/defence"),
    ("Ташқи ишлар вазирлиги баёнот берди", "UZ", "UZ", "UZ/foreign-affairs"),
    ("Фавқулодда вазиятлар вазирлиги огоҳлантирди", "UZ", "UZ", "UZ/emergency-situations"),
    (
        "Ўзбекистон ва Туркия мудофаа вазирлари учрашди",
        "",
        "TR UZ",
        "TR/defence UZ/defence",
    ),
    (
        "Энергетика вазири хитойлик ҳамкасби билан учрашди, Ўзбекистон",
        "UZ",
        "CN UZ",
        "CN/energy UZ/energy",
    ),
]


@pytest.mark.parametrize(("text", "home", "codes", "ministries"), CASES)
def test_uzbek(tagger: Tagger, text: str, home: str, codes: str, ministries: str) -> None:
    tags = tagger.tag(Text(text, "", "", "uz", home, ""))
    assert [tag.code for tag in tags.countries] == codes.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
