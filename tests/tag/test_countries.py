"""Country words: what names a country and what only looks like one. Each row is a text and all its codes."""

import pytest

from aggregator.model import COUNTRIES, Text
from aggregator.tag.explain import explain
from aggregator.tag.gazetteer import load
from aggregator.tag.lint import lint
from aggregator.tag.tagger import Tagger

ROWS = [
    ("Kyrgyzstan and the Kyrgyz Republic", "KG"),
    ("Troops left Türkiye and Turkey", "TR"),
    ("The U.S. and the UK signed", "US GB"),
    ("Burma, the DPRK and Ivory Coast", "MM KP CI"),
    ("Shelling in Kharkiv and Crimea", "UA"),
    ("A strike on Gaza", "PS"),
    ("A drill in Karabakh", "AZ"),
    ("Fire near Tskhinvali and in Tiraspol", "GE MD"),
    ("The Kremlin and the Bundeswehr", "RU DE"),
    ("Turkish Aerospace won", "TR"),
    ("South Sudan, Equatorial Guinea and Guinea-Bissau", "SS GQ GW"),
    ("North Korea fired at South Korea", "KP KR"),
    ("Northern Ireland and New Mexico", "GB US"),
    ("DR Congo's army in Kinshasa", "CD"),
    ("Kosovo, Taiwan, Greenland and Western Sahara", "XK TW GL EH"),
    ("Police in Moscow, Idaho", "US"),
    # nothing
    ("Patrols in the South China Sea, the Indian Ocean and the Persian Gulf", ""),
    ("Michael Jordan and Chad Smith played", ""),
    ("Georgia Tech students", ""),
    ("French fries and roast turkey on good china", ""),
    ("The English-language edition", ""),
    ("It cost a million US dollars", ""),
    ("Hamas, the Taliban and the RSF", ""),
    ("NATO, the EU and Brussels agreed", ""),
    ("The Geneva Conventions and the Minsk Group", ""),
    ("The Soviet Union and the Ottoman Empire", ""),
    ("The Organization of Turkic States", ""),
    ("US AND RUSSIA? NO: JUST US", "RU"),
    ("The New York Times and the Kyiv Independent", ""),
]


@pytest.mark.parametrize(("text", "codes"), ROWS, ids=[row[0][:48] for row in ROWS])
def test_what_names_a_country(tagger: Tagger, text: str, codes: str) -> None:
    found = tagger.tag(Text(summary=f"{text}.", lang="en"))
    assert {tag.code for tag in found.countries} == set(codes.split())


@pytest.mark.parametrize("code", COUNTRIES)
def test_every_country_is_known_by_its_name(tagger: Tagger, code: str) -> None:
    # A weak name counts where the home supports it. "Russia Today" is a publisher, "Russia on Monday" none.
    found = tagger.tag(Text(title=f"Ministers meet in {COUNTRIES[code]} on Monday", lang="en", home=code))
    assert code in {tag.code for tag in found.countries}


def test_the_publisher_names_nothing(tagger: Tagger) -> None:
    text = Text(summary="Kabul quiet, Kyrgyzstan Today writes.", lang="en", source="Kyrgyzstan Today")
    assert [tag.code for tag in tagger.tag(text).countries] == ["AF"]


def test_a_dateline_is_a_mention(tagger: Tagger) -> None:
    text = Text(summary="BAKU, Azerbaijan, Jan. 31. The Kazakh army chief arrived in Tashkent.", lang="en")
    roles = {tag.code: tag.role for tag in tagger.tag(text).countries}
    assert roles["AZ"] == "mention"
    assert roles["KZ"] == "subject"


@pytest.mark.parametrize(
    ("title", "summary", "codes"),
    [
        ("Israel Rejects Talks With Hamas", "", ["IL"]),
        ("India Tests New Missile", "", ["IN"]),
        ("Chad Smith Wins Race", "Chad Smith won the race on Sunday.", []),
        ("Поликлиника у Киевского шоссе", "", []),
    ],
)
def test_a_headlines_capitals_make_no_first_name(
    tagger: Tagger, title: str, summary: str, codes: list[str]
) -> None:
    assert [country.code for country in tagger.tag(Text(title, summary)).countries] == codes


def test_the_gazetteer_has_no_fault() -> None:
    assert lint(load()) == []


def test_an_explanation_says_what_was_lost(tagger: Tagger) -> None:
    found = explain(tagger, Text(title="Former Georgian minister of defence at Georgia Tech", lang="en"))
    assert [(lost.span.surface, lost.why) for lost in found.lost] == [
        ("minister of defence", "a former office"),
        ("Georgia", "swallowed by “Georgia Tech”"),
    ]
    assert [weighed.code for weighed in found.weighed] == ["GE"]


def test_a_dateline_names_the_country_not_the_american_state(tagger: Tagger) -> None:
    text = Text(summary="TBILISI, Georgia. The army said so. A storm hit Rome, Georgia.", lang="en")
    assert {tag.code for tag in tagger.tag(text).countries} == {"GE", "US"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The bulk carrier Cape Argentina was hit off Yemen.", {"YE"}),
        ("The tanker Pride of Kuwait reached India.", {"IN"}),
        ("The tanker Iran had seized is free.", {"IR"}),  # no name: "had seized" says who
        ("Mali recalled the Algiers Accord.", {"ML"}),
        ("Mali recalled its man in Algiers.", {"ML", "DZ"}),
        ("Propellant came from Indian Head, Maryland, to the U.S. Navy.", {"US"}),
        ("Indian troops, led by a colonel, left.", {"IN"}),
        ("Officers from Fiji study at Wellington, India.", {"FJ", "IN"}),
        ("He flew to Tripoli, Malta and Tunisia.", {"LY", "MT", "TN"}),
        ("Ecuador's Barcelona of Guayaquil beat Liverpool of Montevideo.", {"EC", "UY"}),
        ("Norwegian recruits in the snow. (Photo: Cpl. Paris Holland)", {"NO"}),
        ("Norway's army waits in Paris, Holland's too.", {"NO", "FR", "NL"}),
        ("The firm was founded at the Paris Air Show.", {"FR"}),
        ("The tanker Morocco Star drifted off Malta.", {"MT"}),
        ("Exercise Dutch Uncle ended in Norway.", {"NO"}),
        ("An exercise Dutch troops joined ended in Norway.", {"NL", "NO"}),
        ("A bus left Avenida Venezuela in Paraguay.", {"PY"}),
        ("Malaysia flew its fighter at LIMA, the air show.", {"MY"}),
        ("LIMA, Peru, Nov 3 - Ecuador's army came.", {"PE", "EC"}),
        ("China is back in Malta's mess. The china stood in a castle in England.", {"MT", "GB"}),
        ("Sweden prints it in Arabic, Polish and Somali too.", {"SE"}),
        ("Sweden waits in Greek, Polish and Somali waters.", {"SE", "GR", "PL", "SO"}),
        ("By Georgia Ireland and Brandon French — The Philippine Navy sailed.", {"PH"}),
        ("Jordan French, a padre, and Georgia Norway, who leads, met in Malta.", {"MT"}),
        ("Georgia, Norway and Malta met.", {"GE", "NO", "MT"}),
        ("Minister Trinidad Steinert of the new ministry in Chile spoke of drones.", {"CL"}),
        ("Kenya's Foreign Minister Israel Katz spoke.", {"KE"}),
        ("The Kumanovo agreement binds Serbia.", {"RS"}),
        ("The battleship New Jersey shelled Vietnam and Lebanon for the US Navy.", {"US", "VN", "LB"}),
    ],
)
def test_a_longer_name_or_another_place_is_no_country(text: str, codes: set[str], tagger: Tagger) -> None:
    assert {tag.code for tag in tagger.tag(Text(summary=text, lang="en")).countries} == codes


def test_a_list_of_seas_names_no_country(tagger: Tagger) -> None:
    text = Text(
        summary="Корвет России пройдет Японским, Восточно-Китайским и Южно-Китайским морями.", lang="ru"
    )
    assert [tag.code for tag in tagger.tag(text).countries] == ["RU"]
