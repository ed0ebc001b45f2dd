"""The topic: what is a defence matter and what only sounds like one, its evidence, and its speed."""

import time

import pytest

from aggregator.errors import GazetteerError
from aggregator.model import Text
from aggregator.tag.explain import explain
from aggregator.tag.finder import Finder
from aggregator.tag.fold import lay_out
from aggregator.tag.tagger import Tagger
from aggregator.tag.terms import GROUPS, read_terms

MATTERS = [
    ("en", "Air force receives six trainer jets", "The jets will be based at Lida."),
    ("en", "Two soldiers killed by landmine near Fuzuli", "Their vehicle was on a supply road."),
    ("en", "Arms maker's profit doubles on missile orders", "Shares rose nine percent."),
    (
        "en",
        "Colonel charged over missing fuel at brigade depot",
        "A military court will hear the case in May.",
    ),
    (
        "en",
        "Drone debris sets fire to oil depot in Tuapse",
        "Air defences shot down eleven drones overnight.",
    ),
    ("en", "Army sappers sent to flooded villages with boats", "Two hundred soldiers fill sandbags."),
    ("en", "Parliament ratifies defence pact with Paris", "It covers training and air defence radars."),
    (
        "en",
        "Court jails engineer for spying on air base",
        "He sent pictures to a foreign intelligence service.",
    ),
    ("en", "Barrow shipyard lays off painters after submarine delay", "Unions were told on Monday."),
    ("en", "Security service holds three over plan to blow up rails", "They took orders from abroad."),
    ("en", "Salmonella in barracks canteen puts ninety recruits in hospital", ""),
    ("ru", "Пенсионерку судят за снимки аэродрома", "Их ждал куратор."),
    ("uk", "Аеропорт закривали через дрон", ""),
    ("hy", "Սահմանազատման հանձնաժողովները հանդիպեցին", ""),
    ("fr", "Le bénéfice de Dassault grimpe grâce au Rafale", ""),
    ("ru", "Бригада получила новые гаубицы", "Расчёты прошли подготовку на полигоне."),
    ("ru", "Военного следователя задержали за взятку от призывника", "Деньги брали за отсрочку."),
    ("ru", "Стороны обменялись военнопленными", "Домой вернулись сорок солдат."),
    ("uk", "Сили ППО збили двадцять безпілотників", "Уламки впали на склад."),
    ("az", "Müdafiə naziri hərbi hissədə olub", "Şəxsi heyətin döyüş hazırlığı yoxlanılıb."),
    ("tr", "Deniz Kuvvetleri yeni fırkateyni teslim aldı", "Gemi hava savunma füzeleri taşıyor."),
    ("uz", "Chegarada harbiy mashg‘ulot boshlandi", "Unda artilleriya va desantchilar qatnashmoqda."),
    ("kk", "Әскерге мың сарбаз шақырылды", "Олар әскери бөлімдерде қызмет етеді."),
    ("ky", "Чек арада аскердик машыгуу өттү", "Машыгууга эки батальон катышты."),
    ("ka", "თავდაცვის ძალების წვრთნა დაიწყო", "მონაწილეობს ორი ბრიგადა."),
    ("hy", "Զորավարժություններ են անցկացվում սահմանին", "Մասնակցում են հրետանային ստորաբաժանումներ։"),
    ("fa", "رزمایش نیروی دریایی در خلیج فارس آغاز شد", "ناوشکن‌ها موشک شلیک کردند."),
    ("ar", "الجيش يسقط طائرة مسيرة فوق الحدود", "كانت تحمل ذخائر."),
    ("fr", "L'armée de l'air reçoit trois Rafale", "Les avions de chasse seront basés à Orange."),
    ("de", "Bundeswehr übt mit Verbündeten in Litauen", "Panzer und Haubitzen nehmen am Manöver teil."),
    ("es", "El Ejército recibe diez blindados", "Se suman a la brigada mecanizada."),
]
OTHERS = [
    ("en", "Price war between bakeries brings cheaper bread", "Two chains cut prices by a third."),
    ("en", "Army of volunteers cleans the beaches", "Schools and clubs took part."),
    ("en", "Penalty settles the derby", "The visitors' defence was under attack for most of the match."),
    ("en", "Nurses strike over pay", "The union says the walkout will last two days."),
    ("en", "Student defends thesis on carpets", "The defence lasted three hours at the university."),
    ("en", "Lorry with tank of milk overturns", "The road was closed till noon."),
    ("en", "Cold front brings snow to the north", "Temperatures will fall by ten degrees."),
    ("en", "General Motors recalls pickups", "A fault in the brakes was found."),
    ("en", "Drone show lights the harbour", "Five hundred drones drew the city's bridge."),
    ("en", "Arsenal win at home", "The striker scored twice."),
    (
        "en",
        "Defence minister runs half-marathon in capital",
        "Eight thousand took part; the winner was a student.",
    ),
    ("en", "Former defence minister opens art gallery", "It shows paintings by children."),
    ("en", "Grain exports up a tenth despite war", "Farmers sold more maize."),
    ("en", "Former spy chief publishes cookbook", ""),
    ("en", "Ex-paratrooper swims the Bosphorus", ""),
    ("en", "Coastguard tows yacht into harbour", "Its engine had failed."),
    ("en", "Uralvagonzavod ships 300 grain wagons", ""),
    ("en", "Security service uncovers forged passports ring", ""),
    ("en", "Defence minister's son marries", ""),
    ("ru", "ФСБ накрыла подпольный цех с водкой", ""),
    ("ru", "Калашников выпустил электромотоциклы для почты", ""),
    ("uk", "Міністр оборони посадив дерева в парку", ""),
    ("tr", "ASELSAN metro sinyalizasyonu kuracak", ""),
    ("az", "Sərhədçilər qaçaqmal siqaret tutdu", ""),
    ("de", "Verteidigungsministerin eröffnet Kita", ""),
    ("es", "Guardacostas rescata a pescadores", ""),
    ("fa", "گارد ساحلی ماهیگیران را نجات داد", ""),
    ("hy", "Պաշտպանության նախարարը ծառ տնկեց", ""),
    ("ru", "Защита просит домашнего ареста для банкира", "Адвокаты подали жалобу в суд."),
    ("ru", "Армия фанатов встретила певицу", "Концерт пройдёт на стадионе."),
    ("uk", "Цінова війна супермаркетів", "Мережі знижують ціни на хліб."),
    ("az", "Futbolçu titulunu müdafiə etdi", "Final matçı stadionda keçirilib."),
    ("tr", "Fiyat savaşı marketleri vurdu", "Zincirler indirim yarışına girdi."),
    ("kk", "Әуе компаниялары арасында баға соғысы басталды", "Билет арзандады."),
    ("ar", "حرب الأسعار بين المتاجر", "انخفضت أسعار الخبز."),
    ("fa", "دفاع از پایان‌نامه دکتری در دانشگاه تهران", "داوران نمره عالی دادند."),
    ("fr", "Guerre des prix entre supermarchés", "Le pain coûte moins cher."),
    ("de", "Handelskrieg belastet Autobauer", "Die Aktien fielen an der Börse."),
    ("es", "La defensa del Sevilla, un coladero", "El delantero marcó tres goles."),
]


@pytest.mark.parametrize(("lang", "title", "summary"), MATTERS)
def test_a_defence_matter_has_the_topic(tagger: Tagger, lang: str, title: str, summary: str) -> None:
    assert [tag.topic for tag in tagger.tag(Text(title, summary, lang=lang)).topics] == ["defence"]


@pytest.mark.parametrize(("lang", "title", "summary"), OTHERS)
def test_what_only_sounds_like_one_has_not(tagger: Tagger, lang: str, title: str, summary: str) -> None:
    assert tagger.tag(Text(title, summary, lang=lang)).topics == ()


@pytest.mark.parametrize(("lang", "title", "summary"), MATTERS)
def test_its_evidence_is_cut_from_the_text(tagger: Tagger, lang: str, title: str, summary: str) -> None:
    text = Text(title, summary, lang=lang)
    (topic,) = tagger.tag(text).topics
    assert topic.spans
    for span in topic.spans:
        assert getattr(text, span.field)[span.start : span.end] == span.surface
        assert span.rule.startswith("topic:")


def test_an_explanation_adds_up(tagger: Tagger) -> None:
    found = explain(tagger, Text("Army receives six howitzers", "Shares fell.", lang="en"))
    (judged,) = found.judged
    assert judged.code == "defence"
    # A sign that occurs again weighs a little more than its share, so the sum is near and no more.
    assert sum(weight for _, times, weight in judged.signs if times == 1) == pytest.approx(
        judged.total, abs=0.5
    )


def test_a_text_without_words_has_no_topic(tagger: Tagger) -> None:
    assert tagger.tag(Text("", "", lang="en")).topics == ()
    assert tagger.tag(Text("1234 — ?!", lang="en")).topics == ()


@pytest.mark.parametrize("lang", Tagger.load().topics.languages)
def test_every_language_has_all_groups_and_reads(tagger: Tagger, lang: str) -> None:
    terms, prefixes = read_terms(lang, tagger.topics._texts[lang])
    assert GROUPS - {"backdrop"} <= {term.group for term in terms}
    Finder(terms, prefixes)


def _found(written: str, text: str, endings: str = "") -> list[str]:
    data = (
        f"[endings]\n'' = '\\w{{0,3}}'\nv = ['e', 'es', 'ing']\n{endings}\n[terms]\nforces = '''{written}'''"
    )
    page = lay_out([("summary", text)])
    return [page.clean[start:end] for start, end, _ in Finder(*read_terms("xx", data)).find(page, 1_500)]


@pytest.mark.parametrize(
    ("written", "text", "found"),
    [
        ("army", "The army, armys and an Army", ["army", "Army"]),
        ("Patriot", "a patriot and a Patriot", ["Patriot"]),
        ("=SAM", "Sam has a SAM", ["SAM"]),
        ("F-16", "F-16s, F-16, f-16", ["F-16"]),
        ("strik~v", "strikes, striker, striking", ["strikes", "striking"]),
        ("войск~", "войскам и войсковыми", ["войскам"]),
        ("военн~ помощ~", "о военной помощи и военном деле", ["военной помощи"]),
        ("army, army camp", "an army camp", ["army camp"]),
    ],
)
def test_a_term_is_found_as_written(written: str, text: str, found: list[str]) -> None:
    assert _found(written, text) == found


def test_a_prefix_and_an_article_are_joined() -> None:
    data = "prefixes = 'ال وال'\narticle = 'ال'\n[terms]\nforces = 'قوات مسلحة'"
    page = lay_out([("summary", "والقوات المسلحة")])
    terms, prefixes = read_terms("xx", data)
    assert [found[:2] for found in Finder(terms, prefixes).find(page, 100)] == [(1, 16)]


@pytest.mark.parametrize(
    "data", ["[terms]\nfleets = 'navy'", "[terms]\nforces = 'navy~q'", "[terms]\nforces = '?'", "[terms"]
)
def test_wrong_data_is_named(data: str) -> None:
    with pytest.raises(GazetteerError, match=r"topics/xx\.toml"):
        read_terms("xx", data)


def test_time_grows_with_the_text_and_no_faster(tagger: Tagger) -> None:
    text = "The army fired missiles at a military base near the front line. " * 20
    finder = tagger.topics.finder("en")

    def seconds(times: int) -> float:
        page = lay_out([("summary", text * times)])
        best = 9.0
        for _ in range(5):
            start = time.process_time()
            finder.find(page, 10**9)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(80) < 30 * seconds(8)
    assert seconds(1) < 1
