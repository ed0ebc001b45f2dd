"""German: endings of adjectives and names, offices in one word, regions and Länder."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# title, home, country codes, ministries
CASES = [
    ("Kirgisistan und Tadschikistan öffnen die Grenze bei Batken.", "", "KG TJ", ""),
    ("Kasachische und usbekische Soldaten üben.", "", "KZ UZ", ""),
    ("Die Regierungen Bosnien-Herzegowinas und Montenegros", "", "BA ME", ""),
    ("Der Präsident der Dominikanischen Republik", "", "DO", ""),
    ("In der Zentralafrikanischen Republik und im Südsudan", "", "CF SS", ""),
    ("Die Südkoreaner und die Nordkoreaner", "", "KP KR", ""),
    ("Franzosen, Briten und Niederländer liefern", "", "FR GB NL", ""),
    ("Im Vereinigten Königreich wird gewählt.", "", "GB", ""),
    ("Die Behörden Sri Lankas und der Malediven", "", "LK MV", ""),
    ("Deutsch-französische Brigade", "", "DE FR", ""),
    ("Russisch-belarussische Manöver bei Minsk", "", "BY RU", ""),
    ("Der Gazastreifen und das Westjordanland", "", "PS", ""),
    ("Angriffe auf Saporischschja, Cherson und die Krim", "", "UA", ""),
    ("Israels Armee im Südlibanon und auf den Golanhöhen", "", "IL LB SY", ""),
    ("Bergkarabach und der Latschin-Korridor", "", "AZ", ""),
    ("Abchasien und Transnistrien", "", "GE MD", ""),
    ("Das Weiße Haus und der Kreml", "", "RU US", ""),
    ("Im Weißen Haus", "", "US", ""),
    ("Die Revolutionsgarden", "", "IR", ""),
    ("Moskauer und Pekinger Diplomaten", "", "CN RU", ""),
    ("Der Kurs des US-Dollars und der türkischen Lira", "", "", ""),
    ("Manöver im Südchinesischen Meer und im Persischen Golf", "", "", ""),
    ("Länder Lateinamerikas und Südamerikas", "", "", ""),
    ("Wiener Schnitzel und Schweizer Käse", "", "", ""),
    ("Verteidigungsminister Aserbaidschans", "", "AZ", "AZ/defence"),
    ("Finnlands Innenministerin", "", "FI", "FI/interior"),
    ("Der Minister für strategische Industrien der Ukraine", "", "UA", "UA/defence-industry"),
    ("Ukrainischer Energieminister entlassen", "", "UA", "UA/energy"),
    ("Irans Geheimdienstminister", "", "IR", "IR/security"),
    ("Das Bundesministerium der Verteidigung in Deutschland", "", "DE", "DE/defence"),
    ("Das Eidgenössische Departement für Verteidigung, Bevölkerungsschutz und Sport", "", "CH", "CH/defence"),
    ("Die sächsische Gesundheitsministerin und Bayerns Finanzminister", "", "DE", ""),
    ("Der Außenminister der Sowjetunion", "", "", ""),
    ("Die Verteidigungsminister der G7", "", "", ""),
    ("Der ehemalige polnische Justizminister Zbigniew Ziobro in Ungarn", "", "HU PL", ""),
    ("Der US-Handelsminister und Chinas Vizepremier", "", "CN US", "US/trade"),
    ("Das ungarische Wirtschafts- und Energieministerium", "", "HU", "HU/economy HU/energy"),
    ("Syriens Verteidigungs- und Innenminister", "", "SY", "SY/defence SY/interior"),
    ("Der frühere ukrainische Verteidigungsminister Olexij Resnikow lebt in London.", "", "GB UA", ""),
    ("Ex-Außenminister Joschka Fischer kritisiert Deutschlands Politik.", "", "DE", ""),
    ("Der bayerische Innenminister Joachim Herrmann warnt.", "", "DE", ""),
    ("Nordrhein-Westfalens Innenminister Herbert Reul ließ Wohnungen durchsuchen.", "", "DE", ""),
    ("Die EU-Außenminister beraten in Luxemburg über Sanktionen gegen Russland.", "", "LU RU", ""),
    ("Das Außenministerium in Teheran wies die Vorwürfe zurück.", "", "IR", "IR/foreign-affairs"),
    ("Kiews Außenminister Andrij Sybiha reist nach Neu-Delhi.", "", "IN UA", "UA/foreign-affairs"),
    ("Deutsche Welle: Im Südchinesischen Meer und in der Taiwanstraße wächst die Spannung.", "", "", ""),
    ("Die israelische Luftwaffe griff Ziele im Südlibanon an.", "", "IL LB", ""),
    ("Der Innen- und der Außenminister Polens traten zurück.", "", "PL", "PL/foreign-affairs"),
    ("Die nigrische Junta und der nigerianische Verteidigungsminister streiten.", "", "NE NG", "NG/defence"),
    ("In der DR Kongo kämpft die Armee bei Goma gegen Rebellen aus Ruanda.", "", "CD RW", ""),
    ("Schattenaußenminister der Tories kritisiert Großbritanniens Kurs.", "", "GB", ""),
    ("Israels Verteidigungsminister Israel Katz drohte der Hisbollah im Libanon.", "", "IL LB", "IL/defence"),
    ("Die Verteidigungsminister der Nato-Staaten beraten in Brüssel.", "", "BE", ""),
    ("Taliban-Außenminister Amir Khan Muttaki reist nach Moskau.", "", "AF RU", "AF/foreign-affairs"),
    ("Hessens Innenminister Roman Poseck und die Bremer Innensenatorin fordern Messerverbote.", "", "DE", ""),
    ("Ministerium für Staatssicherheit in Peking warnt vor Spionage der USA.", "", "CN US", "CN/security"),
    ("Der Außenminister von Nordzypern und der türkische Vizepräsident", "", "CY TR", ""),
    ("Estnische Grenzwächter und finnische Marine stoppen Tanker in der Ostsee.", "", "EE FI", ""),
    ("Die Niederlande, Dänemark, Norwegen und Schweden liefern F-16.", "", "DK NL NO SE", ""),
    ("Das sowjetische Verteidigungsministerium und die DDR", "", "", ""),
    ("Die Nachrichtenagentur Xinhua meldete, Südkorea habe Nordkorea gewarnt.", "", "KP KR", ""),
    ("Israelische Minister fordern Annexion des Westjordanlands.", "", "IL PS", ""),
]


@pytest.mark.parametrize(("title", "home", "countries", "ministries"), CASES)
def test_german_forms(tagger: Tagger, title: str, home: str, countries: str, ministries: str) -> None:
    tags = tagger.tag(Text(title, lang="de", home=home))
    assert [tag.code for tag in tags.countries] == countries.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
