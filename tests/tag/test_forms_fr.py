"""French: adjectives on either side of what an office is for, articles drawn together, homonyms."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# title, home, country codes, ministries
CASES = [
    ("Les autorités kirghizes et tadjikes ont ouvert un poste-frontière.", "", "KG TJ", ""),
    ("Le président kazakh a reçu le premier ministre ouzbek à Astana.", "", "KZ UZ", ""),
    ("Des soldats éthiopiens et érythréens au Tigray.", "", "ER ET", ""),
    ("L'armée soudanaise avance à Khartoum, selon des témoins.", "", "SD", ""),
    ("Les rebelles sud-soudanais sont entrés à Djouba.", "", "SS", ""),
    ("La Centrafrique et la RDC ont signé un accord à Bangui.", "", "CD CF", ""),
    ("Le gouvernement équatorien et les autorités équato-guinéennes négocient.", "", "EC GQ", ""),
    ("Les Néerlandais, les Danois et les Suédois arment Kiev.", "", "DK NL SE UA", ""),
    ("Le chef de l'armée birmane s'est rendu à Naypyidaw.", "", "MM", ""),
    ("Les Comores et l'île Maurice condamnent.", "", "KM MU", ""),
    ("Les Émirats et le sultanat d'Oman, voisins de l'Arabie saoudite.", "", "AE OM SA", ""),
    ("La Bosnie-Herzégovine et le Monténégro attendent.", "", "BA ME", ""),
    ("Le Premier ministre slovaque et son homologue hongrois à Bratislava.", "", "HU SK", ""),
    ("La Papouasie-Nouvelle-Guinée signe avec l'Australie.", "", "AU PG", ""),
    ("En Corée du Sud, la Cour constitutionnelle a tranché à Séoul.", "", "KR", ""),
    ("Les forces armées arméniennes ont ouvert le feu près de Latchine, au Karabakh.", "", "AM AZ", ""),
    ("La Géorgie du Sud reste britannique.", "", "GB GS", ""),
    ("Des frappes sur Zaporijjia, Soumy et Tchernihiv.", "", "UA", ""),
    ("Tsahal frappe Khan Younès.", "", "IL PS", ""),
    ("L'Élysée et Matignon démentent.", "", "FR", ""),
    ("Le Bundestag et la Bundeswehr.", "", "DE", ""),
    ("La Grenade et la Dominique participent au sommet de la Barbade.", "", "BB", ""),
    ("Une grenade a explosé dans un bar de Grenoble.", "", "FR", ""),
    ("Le franc CFA et le dollar américain.", "", "", ""),
    ("le ministère de l'Intérieur tunisien annonce l'arrestation", "", "TN", "TN/interior"),
    ("la ministre finlandaise de l'Intérieur Mari Rantanen", "", "FI", "FI/interior"),
    ("Le ministre vénézuélien de la Défense Vladimir Padrino Lopez", "", "VE", "VE/defence"),
    ("Le vice-ministre biélorusse des Affaires étrangères", "", "BY", "BY/foreign-affairs"),
    ("Le numéro un de la diplomatie chinoise, Wang Yi", "", "CN", "CN/foreign-affairs"),
    ("Le ministre des Transports et du Numérique de Moldavie", "", "MD", "MD/digital MD/transport"),
    ("Le ministère ukrainien des Industries stratégiques", "", "UA", "UA/defence-industry"),
    ("Le ministère azerbaïdjanais des Situations d'urgence", "", "AZ", "AZ/emergency-situations"),
    ("Le ministre soviétique des Affaires étrangères Andreï Gromyko", "", "", ""),
    ("Le ministre des Affaires étrangères de l'Union européenne", "", "", ""),
    ("La ministre québécoise de la Santé et le ministre wallon de l'Économie", "", "BE CA", ""),
    ("L'accord de Paris, les accords de Minsk et la convention de Genève", "", "", ""),
    ("Salon international de l'industrie de défense à Istanbul", "", "TR", ""),
    ("Le ministre de la Défense russe Andreï Belooussov s'est rendu à Pékin.", "", "CN RU", "RU/defence"),
    ("L'ancien ministre de la Défense israélien Yoav Gallant a critiqué le gouvernement.", "", "IL", ""),
    ("La cheffe de la diplomatie européenne Kaja Kallas a condamné les frappes russes.", "", "RU", ""),
    ("Les ministres des Affaires étrangères de l'UE se réunissent à Luxembourg.", "", "LU", ""),
    ("Le ministre flamand de la Culture a démissionné, selon la presse belge.", "", "BE", ""),
    ("Le ministre nigérian de la Défense a été reçu à Abuja.", "", "NG", "NG/defence"),
    ("La République dominicaine ferme sa frontière avec Haïti.", "", "DO HT", ""),
    ("Malabo, capitale de la Guinée équatoriale, accueille le président équato-guinéen.", "", "GQ", ""),
    ("Le ministre congolais de la Défense Guy Kabombo a visité Goma, en RDC.", "", "CD", "CD/defence"),
    ("Jordan Bardella et Maurice Leroy ont dîné avec Florence Parly à Marseille.", "", "FR", ""),
    ("L'euro a gagné face au franc suisse et à la livre turque.", "", "", ""),
    ("Le gouvernement congolais à Brazzaville a démenti.", "", "CG", ""),
    ("Le Kremlin accuse Londres et Paris d'ingérence en Moldavie et en Géorgie.", "", "FR GB GE MD RU", ""),
    ("Le gouvernement régional du Kurdistan irakien et son ministre des Peshmergas démentent.", "", "IQ", ""),
    ("Le ministre de la Santé du Hamas a fait état de 60 morts dans la bande de Gaza.", "", "PS", ""),
    ("Le ministère de la Santé de Gaza fait état de 60 morts.", "", "PS", ""),
    ("Nouvelle-Calédonie : le ministre des Outre-mer à Nouméa", "", "NC", ""),
    ("Le Groenland et le Danemark rejettent l'offre américaine.", "", "DK GL US", ""),
    ("Le ministre de la Défense des Émirats arabes unis et celui du Bahreïn", "", "AE BH", "AE/defence"),
]


@pytest.mark.parametrize(("title", "home", "countries", "ministries"), CASES)
def test_french_forms(tagger: Tagger, title: str, home: str, countries: str, ministries: str) -> None:
    tags = tagger.tag(Text(title, lang="fr", home=home))
    assert [tag.code for tag in tags.countries] == countries.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
