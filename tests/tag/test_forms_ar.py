"""Arabic forms: what is joined before and behind a word. Each row is a text and its codes or ministries."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

COUNTRIES = [
    ("قالت تركيا إنها سترد", "TR"),
    ("بحث الملف مع الأتراك", "TR"),
    ("الجنود التركيون في الشمال", "TR"),
    ("اتفاق بين باكو ويريفان", "AZ AM"),
    ("زار أذربيجان وأرمينيا", "AZ AM"),
    ("سفيرة العراق لدى المملكة العربية السعودية", "IQ SA"),
    ("صواريخ للهند وللصين", "IN CN"),
    ("دعما للولايات المتحدة", "US"),
    ("القوات الأمريكية والأميركية", "US"),
    ("المفاوضتان الإيرانيتان", "IR"),
    ("الجمهورية الإسلامية الإيرانية", "IR"),
    ("باكستان والهند وبنغلاديش", "PK IN BD"),
    ("في سلطنة عُمان", "OM"),
    ("وصل من الأردن إلى عمان", "JO"),
    ("كوريا الشمالية تهدد كوريا الجنوبية", "KP KR"),
    ("الجيش الكوري الجنوبي", "KR"),
    ("الزعيم الكوري الشمالي", "KP"),
    ("جنوب السودان", "SS"),
    ("جمهورية الكونغو الديمقراطية", "CD"),
    ("غينيا بيساو وغينيا الاستوائية", "GW GQ"),
    ("قصف على خان يونس والنصيرات", "PS"),
    ("في الجولان المحتل", "SY"),
    ("معارك في خاركيف وفي القرم", "UA"),
    ("اشتباكات في الفاشر", "SD"),
    ("قره باغ وشوشا", "AZ"),
    ("الكرملين والبيت الأبيض", "RU US"),
    ("الكنيست يصوت", "IL"),
    ("بروكسل وبكين ترفضان", "CN"),
    ("مُحادثاتٌ في مِصر", "EG"),
    ("القـــاهرة ترحب", "EG"),
    ("بعثات إلى تشاد ومالي ولبنان", "TD ML LB"),
    ("ولاية جورجيا", "US"),
    ("رئيس الوزراء القطري", "QA"),
    ("الصربيون والكروات", "RS HR"),
    ("بالبحرين وبالكويت", "BH KW"),
    # nothing
    ("مناورات في بحر الصين الجنوبي والمحيط الهندي", ""),
    ("في مسقط رأسه", ""),
    ("الدعم المالي والسياسي", ""),
    ("الأمير تركي الفيصل", ""),
    ("اتفاقيات جنيف ومجموعة مينسك", ""),
    ("سعر الدولار الأمريكي والليرة التركية", ""),
    ("باللغة الروسية", ""),
    ("حلف شمال الأطلسي والاتحاد الأوروبي", ""),
    ("حركة طالبان تنفي", ""),
    ("الاتحاد السوفيتي السابق", ""),
    ("نهر الأردن والمغرب العربي", ""),
    ("سرايا القدس", ""),
]

MINISTRIES = [
    ("وزير الدفاع السعودي", "SA/defence"),
    ("وزيرة الدفاع الإسبانية مارغاريتا روبليس", "ES/defence"),
    ("لوزارة الخارجية الأرمنية", "AM/foreign-affairs"),
    ("وزيرا خارجية أرمينيا وأذربيجان", "AM/foreign-affairs AZ/foreign-affairs"),
    ("وزراء داخلية تونس والجزائر وليبيا", "TN/interior DZ/interior LY/interior"),
    ("وزيرا الدفاع والداخلية العراقيان", "IQ/defence IQ/interior"),
    ("وزارة الدفاع في جمهورية العراق", "IQ/defence"),
    ("وزير الدولة الهندي للشؤون الخارجية", "IN/foreign-affairs"),
    ("وزير الدولة للإنتاج الحربي المصري", "EG/defence-industry"),
    ("الدفاع الروسية تعلن", "RU/defence"),
    ("الخارجية الأميركية ترحب", "US/foreign-affairs"),
    ("وزير الصناعات الدفاعية الأذربيجاني", "AZ/defence-industry"),
    ("رئاسة الصناعات الدفاعية", "TR/defence-industry"),
    ("البنتاغون ينفي", "US/defence"),
    ("التقى وزير الدفاع التركي نظيره الأردني", "TR/defence JO/defence"),
    ("بحث وزير الخارجية المصري مع نظيريه السعودي والأردني", "EG SA JO"),
    ("وزير الدفاع في حكومة طالبان", "AF/defence"),
    ("وزارة الطوارئ الروسية", "RU/emergency-situations"),
    ("وزير الخزانة الأميركي", "US/finance"),
    ("عين دينيس شميهال وزيرا للدفاع في أوكرانيا", "UA/defence"),
    # none
    ("وزير الدفاع الأميركي السابق", ""),
    ("وزير الخارجية اللبناني الأسبق", ""),
    ("وزير الدفاع في حكومة الحوثيين", ""),
    ("وزراء الخارجية العرب", ""),
    ("وزارة الصحة في غزة", ""),
    ("وزير النقل في حكومة إقليم كردستان", ""),
    ("السياسة الخارجية التركية", ""),
    ("قوات الدفاع الجوي الروسية", ""),
    ("الدفاع الروسي عن المدينة", ""),
    ("السفير الفرنسي ورئيس الأركان المصري", ""),
]


@pytest.mark.parametrize(("text", "codes"), COUNTRIES)
def test_countries(tagger: Tagger, text: str, codes: str) -> None:
    tags = tagger.tag(Text(summary=f"{text}.", lang="ar"))
    assert {tag.code for tag in tags.countries} == set(codes.split())


@pytest.mark.parametrize(("text", "ministries"), MINISTRIES)
def test_ministries(tagger: Tagger, text: str, ministries: str) -> None:
    wanted = {name if "/" in name else f"{name}/foreign-affairs" for name in ministries.split()}
    tags = tagger.tag(Text(summary=f"{text}.", lang="ar"))
    assert {tag.tag for tag in tags.ministries} == wanted


def test_span_takes_what_is_joined(tagger: Tagger) -> None:
    """The span covers the prefix, and offsets are those of the text as it came, marks and all."""
    text = "صواريخُ للهـــند"
    (tag,) = tagger.tag(Text(summary=text, lang="ar")).countries
    assert tag.spans[0].surface == "للهـــند" == text[tag.spans[0].start : tag.spans[0].end]


def test_bare_office_is_the_home_s(tagger: Tagger) -> None:
    text = Text("وزير الداخلية يبحث مع سفير كازاخستان التعاون", "", "", "ar", "KW")
    assert {tag.tag for tag in tagger.tag(text).ministries} == {"KW/interior"}
