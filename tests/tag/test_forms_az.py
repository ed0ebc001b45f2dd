"""Azerbaijani forms: endings that join the name, demonyms, offices, counterparts and what names nothing."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# text, home, country codes, ministries
CASES = [
    ("Azərbaycanın paytaxtı Bakıda görüş olub", "", "AZ", ""),
    ("Türkiyədən Qırğızıstana yardım üçün", "", "KG TR", ""),
    ("ABŞ-ın və ABŞ-dan gələn məlumat", "", "US", ""),
    ("BƏƏ-nin nümayəndəsi ilə", "", "AE", ""),
    ("İraqa, İrana və Çinə səfər edib", "", "CN IQ IR", ""),
    ("Gürcüstandakı və Ermənistandakı vəziyyət", "", "AM GE", ""),
    ("pakistanlı və türkiyəli mütəxəssislər üçün", "", "PK TR", ""),
    ("özbək və qazax tələbələr üçün", "", "KZ UZ", ""),
    ("Cənubi Koreya ilə Şimali Koreya arasında", "", "KP KR", ""),
    ("Səudiyyə Ərəbistanının və Qətərin şirkətləri ilə", "", "QA SA", ""),
    ("Böyük Britaniyaya və İngiltərədən gələn", "", "GB", ""),
    ("Konqo Demokratik Respublikasında və Cənubi Sudanda", "", "CD SS", ""),
    ("Qarabağda və Laçında işlər görülüb", "", "AZ", ""),
    ("Qəzza zolağına yardım üçün", "", "PS", ""),
    ("Abxaziya və Krım barədə", "", "GE UA", ""),
    ("Kremlin və Ağ evin mövqeyi barədə", "", "RU US", ""),
    ("Milli Məclisin iclası keçirilib", "", "AZ", ""),
    # nothing
    ("Xilasedicilər batan şəxsi axtarıb, Sudan meyit çıxarılıb", "", "", ""),
    ("Qiymət 50 ABŞ dolları olub", "", "", ""),
    ("Cənubi Çin dənizində və Hind okeanında", "", "", ""),
    ("Türk Dövlətləri Təşkilatının sammiti üçün", "", "", ""),
    ("türkdilli xalqlar və Türk dünyası üçün", "", "", ""),
    ("ATƏT-in Minsk qrupunun həmsədrləri ilə", "", "", ""),
    ("Görüşdə məsələlər müzakirə edilib", "", "", ""),
    ("Sovet İttifaqının dövründə olub", "", "", ""),
    # offices
    ("Azərbaycanın müdafiə sənayesi naziri ilə", "", "AZ", "AZ/defence-industry"),
    ("Pakistanın müdafiə nazirinin müavini ilə görüşüb", "", "PK", "PK/defence"),
    ("Qazaxıstan Respublikasının xarici işlər naziri ilə", "", "KZ", "KZ/foreign-affairs"),
    ("Rusiya FHN-nin məlumatına görə", "AZ", "RU", "RU/emergency-situations"),
    ("Rusiya XİN başçısı deyib", "AZ", "RU", "RU/foreign-affairs"),
    ("XİN və DİN məlumat verib", "AZ", "AZ", "AZ/foreign-affairs AZ/interior"),
    ("Fövqəladə Hallar Nazirliyindən bildirilib", "AZ", "AZ", "AZ/emergency-situations"),
    ("Elm və Təhsil Nazirliyi bildirib", "AZ", "AZ", "AZ/education AZ/science"),
    ("ABŞ dövlət katibi deyib", "", "US", "US/foreign-affairs"),
    ("Pentaqonun sözçüsü bildirib", "", "US", "US/defence"),
    ("Fransanın Avropa və xarici işlər naziri ilə", "", "FR", "FR/foreign-affairs"),
    ("Türkiyə Müdafiə Sənayesi İdarəsinin rəhbəri ilə", "", "TR", "TR/defence-industry"),
    (
        "Azərbaycan, Türkiyə və Gürcüstanın müdafiə nazirləri görüşüb",
        "",
        "AZ GE TR",
        "AZ/defence GE/defence TR/defence",
    ),
    (
        "Müdafiə naziri Həsənov türkiyəli həmkarı ilə görüşüb",
        "AZ",
        "AZ TR",
        "AZ/defence TR/defence",
    ),
    ("Ankarada müdafiə naziri Həsənov ölkəmizin mövqeyini bildirib", "AZ", "AZ TR", "AZ/defence"),
    (
        "Müdafiə Nazirliyi Ermənistan tərəfinin məlumatını təkzib edib",
        "AZ",
        "AM AZ",
        "AZ/defence",
    ),
    (
        "Rəqəmsal inkişaf və nəqliyyat naziri malayziyalı həmkarı ilə görüşüb",
        "AZ",
        "AZ MY",
        "AZ/digital AZ/transport MY/digital MY/transport",
    ),
    (
        "Azərbaycan və Özbəkistan müdafiə nazirlikləri arasında",
        "",
        "AZ UZ",
        "AZ/defence UZ/defence",
    ),
    (
        "Azərbaycanla Türkiyənin müdafiə nazirlikləri arasında",
        "",
        "AZ TR",
        "AZ/defence TR/defence",
    ),
    ("Rusiyada qəza olub, Müdafiə Nazirliyi məlumat verib", "AZ", "RU", "RU/defence"),
    # no ministry
    ("İranın sabiq xarici işlər naziri ilə", "AZ", "IR", ""),
    ("Dövlət Təhlükəsizliyi Xidməti bildirib", "AZ", "AZ", ""),
    ("Naxçıvan Muxtar Respublikasının daxili işlər naziri ilə", "AZ", "AZ", ""),
    ("Nazirlər Kabinetinin iclası keçirilib", "AZ", "", ""),
    ("Baş nazir gürcüstanlı həmkarı ilə görüşüb", "AZ", "GE", ""),
    ("Keniya Prezidenti səfir ilə görüşüb", "AZ", "KE", ""),
]


@pytest.mark.parametrize(("text", "home", "codes", "ministries"), CASES)
def test_azerbaijani(tagger: Tagger, text: str, home: str, codes: str, ministries: str) -> None:
    tags = tagger.tag(Text(text, "", "", "az", home, ""))
    assert [tag.code for tag in tags.countries] == codes.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
