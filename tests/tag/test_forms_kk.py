"""Kazakh: words in their endings, words that only look like countries, offices and whose they are."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

FORMS = [
    ("Қазақстанның", "KZ"),
    ("Қазақстанға", "KZ"),
    ("Қазақстандағы", "KZ"),
    ("ҚР-дың", "KZ"),
    ("Ресейден", "RU"),
    ("Ресеймен", "RU"),
    ("ресейлік", "RU"),
    ("ресейліктердің", "RU"),
    ("РФ-ның", "RU"),
    ("Мәскеуге", "RU"),
    ("Түркияда", "TR"),
    ("түркиялық", "TR"),
    ("түрік", "TR"),
    ("Анкараның", "TR"),
    ("АҚШ-тың", "US"),
    ("АҚШ-та", "US"),
    ("америкалықтар", "US"),
    ("Ақ үйдің", "US"),
    ("Қытайға", "CN"),
    ("ҚХР", "CN"),
    ("Бейжіңдегі", "CN"),
    ("Өзбекстанмен", "UZ"),
    ("өзбек", "UZ"),
    ("Ташкенттен", "UZ"),
    ("Қырғызстанды", "KG"),
    ("Бішкекке", "KG"),
    ("Ыстықкөлдегі", "KG"),
    ("Тәжікстаннан", "TJ"),
    ("Түрікменстанның", "TM"),
    ("Әзербайжанның", "AZ"),
    ("әзербайжандық", "AZ"),
    ("Қарабақта", "AZ"),
    ("Украинаны", "UA"),
    ("украиналық", "UA"),
    ("Қырымдағы", "UA"),
    ("Киевтің", "UA"),
    ("Ұлыбританияға", "GB"),
    ("Лондонда", "GB"),
    ("Германияның", "DE"),
    ("неміс", "DE"),
    ("Францияға", "FR"),
    ("Израильдің", "IL"),
    ("израильдік", "IL"),
    ("Газада", "PS"),
    ("Иранмен", "IR"),
    ("ирандық", "IR"),
    ("БАӘ-нің", "AE"),
    ("Сауд Арабиясының", "SA"),
    ("Оңтүстік Кореяның", "KR"),
    ("Солтүстік Кореямен", "KP"),
    ("КХДР", "KP"),
    ("Оңтүстік Африкада", "ZA"),
    ("Моңғолиядан", "MN"),
    ("моңғол", "MN"),
    ("Пәкістанға", "PK"),
    ("Үндістанда", "IN"),
    ("Мысырдың", "EG"),
    ("Кремльге", "RU"),
]
NO_COUNTRY = [
    "Парсы шығанағында",
    "Үнді мұхиты",
    "Оңтүстік Қытай теңізінде",
    "Түркі мемлекеттері ұйымы",
    "ресей рублі",
    "қазақ тілінде",
    "Минск келісімдері",
    "Министрлер Кабинеті",
]
OFFICES = [
    ("Қорғаныс министрлігінің баспасөз қызметі хабарлады", "KZ", "KZ/defence"),
    ("Түркия Ұлттық қорғаныс министрінің орынбасары мәлімдеді", "", "TR/defence"),
    (
        "АҚШ-тың сыртқы істер министрі мен оның қазақстандық әріптесі",
        "KZ",
        "US/foreign-affairs KZ/foreign-affairs",
    ),
    ("ТЖМ құтқарушылары жұмыс істеп жатыр", "KZ", "KZ/emergency-situations"),
    ("Пентагон басшысы мәлімдеді", "", "US/defence"),
    ("Бұрынғы қорғаныс министрі сотталды", "KZ", ""),
    ("Иран мен Ирактың ішкі істер министрлері кездесті", "", "IR/interior IQ/interior"),
    ("Тәжікстанның төтенше жағдайлар және азаматтық қорғаныс комитеті", "", "TJ/emergency-situations"),
    ("Премьер-министр Астанада болды", "KZ", ""),
]


@pytest.mark.parametrize(("form", "code"), FORMS)
def test_form_names_its_country(tagger: Tagger, form: str, code: str) -> None:
    tags = tagger.tag(Text(summary=f"{form} туралы айтылды.", lang="kk"))
    assert [country.code for country in tags.countries] == [code]


@pytest.mark.parametrize("phrase", NO_COUNTRY)
def test_phrase_names_no_country(tagger: Tagger, phrase: str) -> None:
    assert tagger.tag(Text(summary=f"{phrase} туралы айтылды.", lang="kk")).countries == ()


@pytest.mark.parametrize(("text", "home", "ministries"), OFFICES)
def test_office_is_tied_to_its_country(tagger: Tagger, text: str, home: str, ministries: str) -> None:
    tags = tagger.tag(Text(title=text, lang="kk", home=home))
    assert {ministry.tag for ministry in tags.ministries} == set(ministries.split())
