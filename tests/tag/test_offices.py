"""Offices: what names a ministry, and of which country. Each row is a text and all its ministries."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

ROWS = [
    # what names it
    ("Azerbaijan's Ministry of Defence Industry said so", "AZ/defence-industry"),
    ("The Kyrgyz Defence Minister flew home", "KG/defence"),
    ("Türkiye's National Defense Ministry denied it", "TR/defence"),
    ("The Minister of Foreign Affairs of the Republic of Armenia left", "AM/foreign-affairs"),
    ("The Pentagon said nothing", "US/defence"),
    ("the State Department spokesperson told reporters", "US/foreign-affairs"),
    ("US Secretary of State Marco Rubio arrived", "US/foreign-affairs"),
    ("UK Secretary of State for Defence John Healey spoke", "GB/defence"),
    ("Australia's Minister for Foreign Affairs and Trade signed", "AU/foreign-affairs AU/trade"),
    ("Japan's Ministry of Economy, Trade and Industry warned", "JP/economy JP/trade JP/industry"),
    ("Brazil's Ministry of Justice and Public Security wrote", "BR/justice BR/interior"),
    ("Ukraine's Ministry of Strategic Industries counts shells", "UA/defence-industry"),
    # which it is not
    ("The Azerbaijani General Staff and the Kyrgyz GKNB met", ""),
    ("Former Israeli Defence Minister Yoav Gallant wrote a book", ""),
    ("Britain's shadow defence secretary attacked the plan", ""),
    ("EU foreign ministers meet on Monday in Luxembourg", ""),
    ("NATO defence ministers gather", ""),
    ("Bavarian Interior Minister Joachim Herrmann bought drones", ""),
    ("The US Department of the Interior leases land", ""),
    ("Hong Kong's Secretary for Security spoke", ""),
    ("The International Defence Industry Fair opens in Istanbul", ""),
    ("A Kazakh senator proposed to set up a ministry of defence industry", ""),
    ("Russia's Ministry of Atomic Energy, which was abolished in 2004, built it", ""),
    ("The Ministry of Defence of the Soviet Union kept files", ""),
    # several holders
    ("The defence ministers of Azerbaijan, Turkey and Georgia met", "AZ/defence TR/defence GE/defence"),
    ("Turkish and Somali defence ministers signed", "TR/defence SO/defence"),
    ("The Australia-Philippines Defence Ministers' Meeting opened", "AU/defence PH/defence"),
    ("Foreign and defence ministers of Japan and the Philippines met",
     "JP/foreign-affairs JP/defence PH/foreign-affairs PH/defence"),
    ("Armenian Foreign Minister Ararat Mirzoyan met his Greek and Cypriot counterparts",
     "AM/foreign-affairs GR/foreign-affairs CY/foreign-affairs"),
    ("Kuwait's Defence Minister and Interior Minister met his Bahraini counterpart",
     "KW/defence KW/interior BH/interior"),
    ("The Russian president received the Iranian foreign minister", "IR/foreign-affairs"),
    ("Kazakh President Tokayev met his Turkish counterpart", ""),
]  # fmt: skip

BARE = [
    # text, home, ministries
    ("The Ministry of Defence said that two Moldovan soldiers were hurt", "", "MD/defence"),
    ("Defence Minister Yashar Guler met his Bulgarian counterpart", "TR", "TR/defence BG/defence"),
    ("The defence ministry said on Monday", "KE", "KE/defence"),
    ("The defence ministry said on Monday", "", ""),
    ("The Ministry of Public Security said so", "HK", ""),
    ("Foreign Office spokesperson Shafqat Ali Khan told reporters", "PK", "PK/foreign-affairs"),
    ("Foreign Office spokesperson told reporters", "", "GB/foreign-affairs"),
]


def ministries(tagger: Tagger, text: Text) -> set[str]:
    return {tag.tag for tag in tagger.tag(text).ministries}


@pytest.mark.parametrize(("text", "tags"), ROWS, ids=[row[0][:48] for row in ROWS])
def test_what_names_a_ministry(tagger: Tagger, text: str, tags: str) -> None:
    assert ministries(tagger, Text(summary=f"{text}.", lang="en")) == set(tags.split())


@pytest.mark.parametrize(("text", "home", "tags"), BARE)
def test_whose_a_bare_office_is(tagger: Tagger, text: str, home: str, tags: str) -> None:
    assert ministries(tagger, Text(summary=f"{text}.", lang="en", home=home)) == set(tags.split())


def test_a_home_is_its_own_evidence(tagger: Tagger) -> None:
    tags = tagger.tag(Text(summary="The defence ministry said on Monday.", lang="en", home="KE"))
    assert [(tag.code, tag.role) for tag in tags.countries] == [("KE", "subject")]
    assert [(span.field, span.start, span.surface) for span in tags.countries[0].spans] == [
        ("home", None, "KE")
    ]


def test_an_office_shows_the_word_that_bound_it(tagger: Tagger) -> None:
    [tag] = tagger.tag(Text(title="Kyrgyz Defence Minister resigns", lang="en")).ministries
    assert [(span.surface, span.rule) for span in tag.spans] == [
        ("Defence Minister", "office"),
        ("Kyrgyz", "country:left"),
    ]


@pytest.mark.parametrize(
    ("title", "text", "tags"),
    [
        ("", "Letters of the French war minister of 1914 are on show.", set()),
        ("", "The French defence minister of 2024 is on trial.", {"FR/defence"}),
        ("", "A college named after Singapore's first defence minister moved.", set()),
        ("", "Costa Rica, which did away with its army and its war ministry, bought radars.", set()),
        ("", "Brunner, a commissioner and once Austria's finance minister, came.", set()),
        ("", "Georgia's Secretary of State counted the votes.", set()),
        ("", "Defence Minister Claude Bireau of the Central African Republic spoke.", {"CF/defence"}),
        ("Interior minister dismissed", "The former interior minister of Kenya was tried.", set()),
        ("Interior minister dismissed", "Kenya's interior minister was tried.", {"KE/interior"}),
        ("", "Latvia sent guards to Estonia. The country's defence minister agreed.", {"LV/defence"}),
        ("", "Florence Parly, France's defence minister until 2022, said no.", set()),
        ("", "Florence Parly, France's defence minister, until 2022 said no.", {"FR/defence"}),
        ("", "Health Minister Kelly Greene of the provincial government asked Canada.", set()),
        ("", "Karnataka Home Minister G. Parameshwara spoke.", set()),
        (
            "",
            "Slovenia's Minister of the Environment, Climate and Energy spoke.",
            {"SI/environment", "SI/energy"},
        ),
        (
            "",
            "Angola and Namibia opened a post. The defence ministers of both countries signed.",
            {"AO/defence", "NA/defence"},
        ),
        ("", "Gareth Evans, once Australia's foreign minister, wrote.", set()),
        ("", "A team won Latvia's Ministry of Defence Cup.", set()),
        (
            "",
            "Defence ministers Maqedonci of Kosovo, Pirro Vengu of Albania and Ivan Anušić of Croatia met.",
            {"XK/defence", "AL/defence", "HR/defence"},
        ),
        ("", "Three senators in Nairobi, Kenya, call for ministry of veterans affairs.", set()),
        ("", "Puerto Rico asks. The island's secretary of public safety wants quiet.", set()),
    ],
)
def test_offices_of_the_past_of_a_part_or_of_the_country_spoken_of(
    title: str, text: str, tags: set[str], tagger: Tagger
) -> None:
    assert {tag.tag for tag in tagger.tag(Text(title=title, summary=text, lang="en")).ministries} == tags
