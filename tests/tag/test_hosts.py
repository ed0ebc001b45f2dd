"""Bare offices that their own sentence gives a country, against the only country that the text names."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# Language, the feed's home, the text, all its ministries.
ROWS = [
    # the holder's name stands between the office and its country
    ("en", "ET", "Veterans Minister Kwon Oh-eul of Korea opened a clinic in Addis Ababa", "KR/veterans"),
    ("en", "SG",
     "Foreign Minister Wang Yi of China and the Prime Minister of Laos met", "CN/foreign-affairs"),
    ("en", "AZ", "Defence Minister Zakir Hasanov spoke of China", "AZ/defence"),
    # a foreign guest of another office
    ("ru", "AM", "Министр внутренних дел Арпине Саргсян приняла посла Японии", "AM/interior"),
    ("ru", "UA",
     "Министр финансов Сергей Марченко и посол Японии в Украине подписали соглашение", "UA/finance"),
    ("tr", "TR",
     "Enerji Bakanı Alparslan Bayraktar, Somali Başbakanı Hamza Abdi Barre ile görüştü", "TR/energy"),
    ("uk", "UA",
     "У Копенгагені зустрілися міністерка у справах ветеранів Наталія Калмикова та міністр оборони Данії",
     "DK/defence UA/veterans"),
    ("az", "AZ",
     "Əmək naziri Anar Əliyev Bəhreynə səfər çərçivəsində həmkarı ilə görüşüb", "AZ/labour BH/labour"),
    # no minister of a territory, though its country is named beside
    ("en", "", "The Cayman Islands have the same trouble, their home affairs minister said", ""),
    # one president with his own minister
    ("en", "JP",
     "Iranian President Masoud Pezeshkian and Foreign Minister Abbas Araghchi left", "IR/foreign-affairs"),
    # a place at home in the sentence
    ("ru", "UA",
     "Российские беспилотники атаковали депо в Харьковской области, сообщил министр внутренних дел Игорь"
     " Клименко", "UA/interior"),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "home", "text", "ministries"), ROWS, ids=[row[2][:40] for row in ROWS])
def test_a_bare_office_faces_its_guest(
    tagger: Tagger, lang: str, home: str, text: str, ministries: str
) -> None:
    tags = tagger.tag(Text("", text, "", lang, home))
    assert " ".join(ministry.tag for ministry in tags.ministries) == ministries


@pytest.mark.parametrize(
    ("text", "ministries"),
    [
        ("Kosovo's Minister of Industry, Entrepreneurship and Trade signed", "XK/industry XK/trade"),
        ("Kosovo's Minister of Industry, Rozeta Hajdari and Trade Minister Jane Doe", "XK/industry XK/trade"),
        ("Kosovo's Minister of Industry, who left, and Trade unions signed", "XK/industry"),
    ],
)  # fmt: skip
def test_a_list_has_a_member_that_no_kind_covers(tagger: Tagger, text: str, ministries: str) -> None:
    assert " ".join(ministry.tag for ministry in tagger.tag(Text(text)).ministries) == ministries


def test_a_headlines_colleague_holds_what_the_text_then_says(tagger: Tagger) -> None:
    text = Text("Marlaska se reúne con su colega mauritano", "El ministro del Interior, Fernando"
                " Grande-Marlaska, viajó a Nuakchot.", "", "es", "ES")  # fmt: skip
    assert [ministry.tag for ministry in tagger.tag(text).ministries] == ["ES/interior", "MR/interior"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("USS Tripoli came to Sasebo. The Tripoli carries jets for Japan.", "JP"),
        ("USS Tripoli is off Libya. Tripoli asked for it.", "LY"),
    ],
)
def test_a_ship_keeps_its_name(tagger: Tagger, text: str, codes: str) -> None:
    assert " ".join(country.code for country in tagger.tag(Text("", text)).countries) == codes
