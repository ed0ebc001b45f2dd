"""Turkish forms: names with and without an apostrophe, offices, counterparts, lists, what names nothing."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# text, home, country codes, ministries
CASES = [
    ("Azerbaycan'ın başkenti Bakü'de görüşüldü", "", "AZ", ""),
    ("İran Caddesi trafiğe kapandı", "", "", ""),
    ("Türkiye’den Kırgızistan’a yardım için", "", "KG TR", ""),
    ("ABD'nin Çin'e karşı açıklaması", "", "CN US", ""),
    ("Ummanlı ve Pakistanlı heyetler ile", "", "OM PK", ""),
    ("Suudiler, Katarlılar ve Kuveytliler ile", "", "KW QA SA", ""),
    ("Güney Kore ile Kuzey Kore arasında", "", "KP KR", ""),
    ("Kongo Demokratik Cumhuriyeti'nin doğusunda", "", "CD", ""),
    ("Güney Sudan'dan ve Sudan'dan gelenler için", "", "SD SS", ""),
    ("BAE ve Suudi Arabistan için", "", "AE SA", ""),
    ("Fildişi Sahili'nde ve Orta Afrika Cumhuriyeti'nde", "", "CF CI", ""),
    ("Gazze'ye ve Batı Şeria'ya yardım için", "", "PS", ""),
    ("Karabağ'da ve Kırım'da olan", "", "AZ UA", ""),
    ("KKTC ile Güney Kıbrıs Rum Yönetimi arasında", "", "CY", ""),
    ("Abhazya ve Transdinyester için", "", "GE MD", ""),
    ("Kremlin ile Beyaz Saray arasında", "", "RU US", ""),
    ("TBMM'de kabul edildi", "", "TR", ""),
    ("Rusların ve Yunanlıların görüşmede", "", "GR RU", ""),
    # nothing
    ("Kur 40 ABD doları ve 45 avro oldu", "", "", ""),
    ("Güney Çin Denizi'nde ve Hint Okyanusu'nda", "", "", ""),
    ("Türk Devletleri Teşkilatı zirvesi için", "", "", ""),
    ("Latin Amerika ülkeleri ile Sovyetler Birliği arasında", "", "", ""),
    ("Montrö Sözleşmesi ve Minsk Grubu için", "", "", ""),
    ("Haftanın türküsü: Yılanın öcü için", "", "", ""),
    ("Mali Suçları Araştırma Kurulu ile ilgili", "", "", ""),
    ("Geminin adı TCG Anadolu olarak belirtti", "", "", ""),
    ("İngilizce bilen adaylar için açıklamada", "", "GB", ""),
    # offices
    ("Azerbaycan Savunma Bakanı ile görüştü", "", "AZ", "AZ/defence"),
    ("Fransa'nın Savunma Bakanlığı açıkladı", "", "FR", "FR/defence"),
    ("Macaristan Dışişleri ve Ticaret Bakanı ile", "", "HU", "HU/foreign-affairs HU/trade"),
    ("ABD Savaş Bakanı Hegseth açıklama yaptı", "", "US", "US/defence"),
    ("Pentagon Sözcüsü açıklamada belirtti", "", "US", "US/defence"),
    ("Katar Dışişlerinden Sorumlu Devlet Bakanı ile", "", "QA", "QA/foreign-affairs"),
    ("Kırgızistan Olağanüstü Durumlar Bakanlığı açıkladı", "", "KG", "KG/emergency-situations"),
    ("İran İslam Cumhuriyeti Dışişleri Bakan Yardımcısı ile", "", "IR", "IR/foreign-affairs"),
    ("Savunma Sanayii Başkanlığı ve SSB Başkanı için", "", "TR", "TR/defence-industry"),
    ("Azerbaycan Savunma Sanayii Bakanı ile", "", "AZ", "AZ/defence-industry"),
    ("MSB ve Dışişleri: Irak'ın kuzeyinde", "TR", "IQ TR", "TR/defence TR/foreign-affairs"),
    ("Cezayir Milli Savunma Bakanlığı açıkladı", "TR", "DZ", "DZ/defence"),
    ("İçişleri Bakanı Yerlikaya, Bulgar mevkidaşıyla görüştü", "TR", "BG TR", "BG/interior TR/interior"),
    ("Savunma Bakanı Güler, ABD'li mevkidaşı ile", "TR", "TR US", "TR/defence US/defence"),
    ("Ülkemize gelen heyet Savunma Bakanlığını ziyaret etti", "TR", "TR", "TR/defence"),
    (
        "Türkiye-Azerbaycan-Gürcistan Savunma Bakanları Toplantısı",
        "",
        "AZ GE TR",
        "AZ/defence GE/defence TR/defence",
    ),
    ("Hırvatistan ve Slovenya savunma bakanları için", "", "HR SI", "HR/defence SI/defence"),
    ("Hazine ve Maliye Bakanı Şimşek açıkladı", "TR", "TR", "TR/finance"),
    ("Türkiye'de Rusya Savunma Bakanı için", "", "RU TR", "RU/defence"),
    ("DIŞİŞLERİ BAKANI FİDAN IRAK'TA", "TR", "IQ TR", "TR/foreign-affairs"),
    # no ministry
    ("Türkiye'nin eski Dışişleri Bakanı ile", "TR", "TR", ""),
    ("NATO Savunma Bakanları Toplantısı için", "TR", "", ""),
    ("AB dışişleri bakanları için açıklama", "TR", "", ""),
    ("KKTC Dışişleri Bakanı ile görüştü", "TR", "CY", ""),
    ("Gazze'deki Sağlık Bakanlığı açıkladı", "TR", "PS", ""),
    ("Bakanlar Kurulu ile ilgili açıklama", "TR", "", ""),
    ("TBMM Dışişleri Komisyonu Başkanı ile", "TR", "TR", ""),
]


@pytest.mark.parametrize(("text", "home", "codes", "ministries"), CASES)
def test_turkish(tagger: Tagger, text: str, home: str, codes: str, ministries: str) -> None:
    tags = tagger.tag(Text(text, "", "", "tr", home, ""))
    assert [tag.code for tag in tags.countries] == codes.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
