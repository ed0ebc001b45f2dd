"""Armenian: words in their endings, words that only look like countries, offices and whose they are."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

FORMS = [
    ("Հայաստանի", "AM"),
    ("Հայաստանը", "AM"),
    ("Հայաստանում", "AM"),
    ("ՀՀ", "AM"),
    ("հայկական", "AM"),
    ("Երևանում", "AM"),
    ("Սյունիքի", "AM"),
    ("Ադրբեջանի", "AZ"),
    ("Ադրբեջանին", "AZ"),
    ("ադրբեջանական", "AZ"),
    ("Բաքվի", "AZ"),
    ("Բաքուն", "AZ"),
    ("Արցախի", "AZ"),
    ("Ստեփանակերտից", "AZ"),
    ("Թուրքիայի", "TR"),
    ("Թուրքիան", "TR"),
    ("թուրքական", "TR"),
    ("թուրք", "TR"),
    ("Անկարայում", "TR"),
    ("Ռուսաստանի", "RU"),
    ("ՌԴ", "RU"),
    ("ռուսական", "RU"),
    ("ռուսաստանցի", "RU"),
    ("Մոսկվայից", "RU"),
    ("Կրեմլում", "RU"),
    ("Վրաստանի", "GE"),
    ("վրացական", "GE"),
    ("Թբիլիսիում", "GE"),
    ("Իրանին", "IR"),
    ("իրանցի", "IR"),
    ("Թեհրանում", "IR"),
    ("ԱՄՆ-ի", "US"),
    ("ԱՄՆ-ում", "US"),
    ("ԱՄՆ-ն", "US"),
    ("ամերիկյան", "US"),
    ("Վաշինգտոնի", "US"),
    ("Միացյալ Նահանգների", "US"),
    ("Ֆրանսիայի", "FR"),
    ("ֆրանսիացի", "FR"),
    ("Փարիզում", "FR"),
    ("Մեծ Բրիտանիայի", "GB"),
    ("Հնդկաստանից", "IN"),
    ("հնդկական", "IN"),
    ("Հունաստանի", "GR"),
    ("հույն", "GR"),
    ("Կիպրոսում", "CY"),
    ("Ուկրաինայի", "UA"),
    ("ուկրաինական", "UA"),
    ("Կիևից", "UA"),
    ("Իսրայելի", "IL"),
    ("Գազայում", "PS"),
    ("Հարավային Կորեայի", "KR"),
    ("Հյուսիսային Կորեան", "KP"),
    ("ԱՄԷ-ի", "AE"),
    ("Ղազախստանի", "KZ"),
    ("Լեհաստանում", "PL"),
]
NO_COUNTRY = [
    "Հնդկական օվկիանոսում",
    "Հարավչինական ծովում",
    "Մինսկի խմբի",
    "Պարսից ծոցում",
    "հայերեն",
    "թյուրքական",
]
OFFICES = [
    ("Պաշտպանության նախարարության մամուլի խոսնակը հերքել է", "AM", "AM/defence"),
    ("Թուրքիայի արտաքին գործերի փոխնախարարը", "", "TR/foreign-affairs"),
    ("Արտգործնախարարը հանդիպել է վրացի գործընկերոջ հետ", "AM", "AM/foreign-affairs GE/foreign-affairs"),
    ("ՀՀ ԱԳՆ-ն արձագանքել է", "", "AM/foreign-affairs"),
    ("ՆԳՆ փրկարար ծառայություն", "AM", "AM/interior"),
    ("ԱԱԾ-ն բացահայտել է", "AM", ""),
    ("Նախկին պաշտպանության նախարարը", "AM", ""),
    ("Ֆրանսիայի և Գերմանիայի պաշտպանության նախարարները", "", "FR/defence DE/defence"),
    ("Պենտագոնի խոսնակը հայտարարել է", "", "US/defence"),
    ("ԱՄՆ պետքարտուղարը Երևանում է", "", "US/foreign-affairs"),
    ("Հնդկաստանի պաշտպանության պետնախարարը", "", "IN/defence"),
    ("Կրթության, գիտության, մշակույթի և սպորտի նախարարը", "AM", "AM/education AM/science AM/culture"),
    ("Վարչապետը մեկնել է Բաքու", "AM", ""),
]


@pytest.mark.parametrize(("form", "code"), FORMS)
def test_form_names_its_country(tagger: Tagger, form: str, code: str) -> None:
    tags = tagger.tag(Text(summary=f"{form} մասին հայտարարել է։", lang="hy"))
    assert [country.code for country in tags.countries] == [code]


@pytest.mark.parametrize("phrase", NO_COUNTRY)
def test_phrase_names_no_country(tagger: Tagger, phrase: str) -> None:
    assert tagger.tag(Text(summary=f"{phrase} մասին հայտարարել է։", lang="hy")).countries == ()


@pytest.mark.parametrize(("text", "home", "ministries"), OFFICES)
def test_office_is_tied_to_its_country(tagger: Tagger, text: str, home: str, ministries: str) -> None:
    tags = tagger.tag(Text(title=text, lang="hy", home=home))
    assert {ministry.tag for ministry in tags.ministries} == set(ministries.split())
