"""Kyrgyz: words in their endings, words that only look like countries, offices and whose they are."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

FORMS = [
    ("Кыргызстандын", "KG"),
    ("Кыргызстанга", "KG"),
    ("кыргызстандыктар", "KG"),
    ("КРнын", "KG"),
    ("Бишкектеги", "KG"),
    ("Ошто", "KG"),
    ("Ысык-Көлдөн", "KG"),
    ("Россиядан", "RU"),
    ("Россиянын", "RU"),
    ("россиялык", "RU"),
    ("орус", "RU"),
    ("Москвада", "RU"),
    ("Казакстанга", "KZ"),
    ("казак", "KZ"),
    ("Астананын", "KZ"),
    ("Өзбекстандан", "UZ"),
    ("өзбек", "UZ"),
    ("Ташкентте", "UZ"),
    ("Тажикстандын", "TJ"),
    ("тажик", "TJ"),
    ("Душанбеге", "TJ"),
    ("Түркмөнстанда", "TM"),
    ("Түркияга", "TR"),
    ("түркиялык", "TR"),
    ("түрк", "TR"),
    ("Анкарадан", "TR"),
    ("Кытайдын", "CN"),
    ("кытайлык", "CN"),
    ("Пекинде", "CN"),
    ("АКШнын", "US"),
    ("АКШда", "US"),
    ("америкалык", "US"),
    ("Ак үйдүн", "US"),
    ("Азербайжандын", "AZ"),
    ("Карабакта", "AZ"),
    ("Украинада", "UA"),
    ("украиналык", "UA"),
    ("Киевге", "UA"),
    ("Улуу Британиянын", "GB"),
    ("британиялык", "GB"),
    ("Германиядан", "DE"),
    ("немис", "DE"),
    ("Израилдин", "IL"),
    ("Израилге", "IL"),
    ("Газадагы", "PS"),
    ("Ирандын", "IR"),
    ("ирандык", "IR"),
    ("Жапониядан", "JP"),
    ("Түштүк Кореяга", "KR"),
    ("Түндүк Корея", "KP"),
    ("Сауд Арабиясынын", "SA"),
    ("БАЭге", "AE"),
    ("Монголиянын", "MN"),
    ("Кремлдин", "RU"),
    ("Тайвандын", "TW"),
    ("Пакистанга", "PK"),
    ("Индияда", "IN"),
    ("Ооганстанда", "AF"),
]
NO_COUNTRY = [
    "Инди океаны",
    "Түштүк Кытай деңизинде",
    "Түрк мамлекеттеринин уюму",
    "кыргыз тилинде",
    "россия рубли",
    "Минск келишими",
    "Министрлер Кабинети",
]
OFFICES = [
    ("Коргоо министрлигинин басма сөз кызматы билдирди", "KG", "KG/defence"),
    ("Түркиянын Улуттук коргоо министринин орун басары", "", "TR/defence"),
    ("Тышкы иштер министри орус кесиптеши менен жолукту", "KG", "KG/foreign-affairs RU/foreign-affairs"),
    (
        "Кыргызстан, Өзбекстан жана Тажикстан келишти. Үч өлкөнүн тышкы иштер министрлери жолукту",
        "",
        "KG/foreign-affairs UZ/foreign-affairs TJ/foreign-affairs",
    ),
    ("ИИМдин маалыматында", "KG", "KG/interior"),
    ("ӨКМ куткаруучулары иштеп жатат", "KG", "KG/emergency-situations"),
    ("УКМК аны кармады", "KG", ""),
    ("Мурдагы коргоо министри камалды", "KG", ""),
    ("Казакстан менен Өзбекстандын энергетика министрлери", "", "KZ/energy UZ/energy"),
    ("Вильнюста литвалык кесиптеши менен Германиянын коргоо министри", "DE", "DE/defence LT/defence"),
    ("Министрлер кабинетинин төрагасы Бишкекте болду", "KG", ""),
]


@pytest.mark.parametrize(("form", "code"), FORMS)
def test_form_names_its_country(tagger: Tagger, form: str, code: str) -> None:
    tags = tagger.tag(Text(summary=f"{form} тууралуу айтылды.", lang="ky"))
    assert [country.code for country in tags.countries] == [code]


@pytest.mark.parametrize("phrase", NO_COUNTRY)
def test_phrase_names_no_country(tagger: Tagger, phrase: str) -> None:
    assert tagger.tag(Text(summary=f"{phrase} тууралуу айтылды.", lang="ky")).countries == ()


@pytest.mark.parametrize(("text", "home", "ministries"), OFFICES)
def test_office_is_tied_to_its_country(tagger: Tagger, text: str, home: str, ministries: str) -> None:
    tags = tagger.tag(Text(title=text, lang="ky", home=home))
    assert {ministry.tag for ministry in tags.ministries} == set(ministries.split())
