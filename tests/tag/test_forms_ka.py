"""Georgian: words in their endings, words that only look like countries, offices and whose they are."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

FORMS = [
    ("საქართველოს", "GE"),
    ("საქართველომ", "GE"),
    ("საქართველოში", "GE"),
    ("საქართველოდან", "GE"),
    ("საქართველოსთან", "GE"),
    ("ქართული", "GE"),
    ("ქართველმა", "GE"),
    ("ქართველების", "GE"),
    ("თბილისში", "GE"),
    ("ბათუმიდან", "GE"),
    ("აფხაზეთში", "GE"),
    ("ცხინვალის", "GE"),
    ("რუსეთის", "RU"),
    ("რუსეთმა", "RU"),
    ("რუსეთიდან", "RU"),
    ("რუსული", "RU"),
    ("რუსმა", "RU"),
    ("მოსკოვთან", "RU"),
    ("კრემლი", "RU"),
    ("თურქეთში", "TR"),
    ("თურქულმა", "TR"),
    ("თურქი", "TR"),
    ("ანკარის", "TR"),
    ("სომხეთს", "AM"),
    ("სომეხმა", "AM"),
    ("სომხური", "AM"),
    ("ერევანში", "AM"),
    ("ერევნის", "AM"),
    ("აზერბაიჯანთან", "AZ"),
    ("აზერბაიჯანელი", "AZ"),
    ("ბაქოდან", "AZ"),
    ("ყარაბაღში", "AZ"),
    ("უკრაინის", "UA"),
    ("უკრაინამ", "UA"),
    ("უკრაინაში", "UA"),
    ("უკრაინისთვის", "UA"),
    ("უკრაინელმა", "UA"),
    ("ყირიმის", "UA"),
    ("აშშ-ის", "US"),
    ("აშშ-მა", "US"),
    ("აშშ-ში", "US"),
    ("ამერიკელი", "US"),
    ("შეერთებული შტატების", "US"),
    ("შეერთებულ შტატებში", "US"),
    ("დიდ ბრიტანეთში", "GB"),
    ("ბრიტანულმა", "GB"),
    ("საფრანგეთმა", "FR"),
    ("ფრანგ", "FR"),
    ("გერმანიისთვის", "DE"),
    ("გერმანელ", "DE"),
    ("პოლონეთიდან", "PL"),
    ("ისრაელმა", "IL"),
    ("ღაზის", "PS"),
    ("ირანსაც", "IR"),
    ("ირანულ", "IR"),
    ("ჩინეთის", "CN"),
    ("სამხრეთ კორეამ", "KR"),
    ("ჩრდილოეთ კორეის", "KP"),
    ("ახალ ზელანდიაში", "NZ"),
    ("ნიგერიის", "NG"),
    ("ნიგერის", "NE"),
    ("ურუგვაიში", "UY"),
    ("რომში", "IT"),
]
NO_COUNTRY = [
    "ინდოეთის ოკეანეში",
    "სამხრეთ ჩინეთის ზღვაში",
    "მინსკის ჯგუფის",
    "ქართულ ენაზე",
    "ჟენევის კონვენციის",
    "განა ეს ასეა",
    "სანამ ის მოვა",
    "ამან ყველაფერი შეცვალა",
]
OFFICES = [
    ("თავდაცვის სამინისტროს ცნობით", "GE", "GE/defence"),
    ("თურქეთის ეროვნული თავდაცვის მინისტრის მოადგილე", "", "TR/defence"),
    ("საგარეო საქმეთა მინისტრი სომეხ კოლეგას შეხვდა", "GE", "GE/foreign-affairs AM/foreign-affairs"),
    ("შსს-მ ორი პირი დააკავა", "GE", "GE/interior"),
    ("სუს-მა მოქალაქე დააკავა", "GE", ""),
    ("ყოფილი თავდაცვის მინისტრი დააკავეს", "GE", ""),
    ("საფრანგეთისა და გერმანიის თავდაცვის მინისტრები", "", "FR/defence DE/defence"),
    ("აფხაზეთის ე.წ. საგარეო საქმეთა სამინისტრო", "GE", ""),
    (
        "საქართველომ, აზერბაიჯანმა და თურქეთმა ხელი მოაწერეს. სამი ქვეყნის თავდაცვის მინისტრებმა",
        "",
        "GE/defence AZ/defence TR/defence",
    ),
    ("პენტაგონი აცხადებს", "", "US/defence"),
    ("აშშ-ის სახელმწიფო მდივანი", "", "US/foreign-affairs"),
    ("პრემიერ-მინისტრი ბაქოში ჩავიდა", "GE", ""),
    ("ბუნებრივი რესურსების მინისტრთა საბჭო", "GE", ""),
]


@pytest.mark.parametrize(("form", "code"), FORMS)
def test_form_names_its_country(tagger: Tagger, form: str, code: str) -> None:
    tags = tagger.tag(Text(summary=f"{form} შესახებ განაცხადა.", lang="ka"))
    assert [country.code for country in tags.countries] == [code]


@pytest.mark.parametrize("phrase", NO_COUNTRY)
def test_phrase_names_no_country(tagger: Tagger, phrase: str) -> None:
    assert tagger.tag(Text(summary=f"{phrase} შესახებ განაცხადა.", lang="ka")).countries == ()


@pytest.mark.parametrize(("text", "home", "ministries"), OFFICES)
def test_office_is_tied_to_its_country(tagger: Tagger, text: str, home: str, ministries: str) -> None:
    tags = tagger.tag(Text(title=text, lang="ka", home=home))
    assert {ministry.tag for ministry in tags.ministries} == set(ministries.split())
