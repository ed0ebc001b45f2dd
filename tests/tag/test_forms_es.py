"""Spanish: adjectives, the offices of both sides of the ocean, abbreviations, homonyms."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# title, home, country codes, ministries
CASES = [
    ("Kirguistán y Tayikistán abrieron la frontera en Batken.", "", "KG TJ", ""),
    ("El presidente kazajo recibió al primer ministro uzbeko en Astaná.", "", "KZ UZ", ""),
    ("Los dominicanos y los haitianos en Dajabón", "", "DO HT", ""),
    ("La ecuatoguineana y la ecuatoriana", "", "EC GQ", ""),
    ("Nigerinos y nigerianos", "", "NE NG", ""),
    ("Las autoridades surcoreanas y norcoreanas", "", "KP KR", ""),
    ("El rey saudí y el emir catarí en Riad", "", "QA SA", ""),
    ("Los israelíes y los iraníes", "", "IL IR", ""),
    ("El Gobierno danés y el Ejecutivo groenlandés", "", "DK GL", ""),
    ("El Reino Unido y los Países Bajos", "", "GB NL", ""),
    ("La República Centroafricana y Sudán del Sur", "", "CF SS", ""),
    ("Papúa Nueva Guinea y Timor Oriental", "", "PG TL", ""),
    ("Ataques en Járkov, Jersón, Zaporiyia y Crimea", "", "UA", ""),
    ("Nagorno Karabaj y Abjasia", "", "AZ GE", ""),
    ("La Casa Blanca y el Kremlin", "", "RU US", ""),
    ("EE UU, EE.UU. y EEUU", "", "US", ""),
    ("La Casa Rosada y el Palacio de Nariño", "", "AR CO", ""),
    ("La Franja de Gaza y Cisjordania", "", "PS", ""),
    ("La Generalitat y el Gobierno vasco", "", "ES", ""),
    ("El dólar estadounidense y el peso mexicano", "", "", ""),
    ("América Latina, Sudamérica y el golfo de México", "", "", ""),
    ("Los Convenios de Ginebra y el Acuerdo de París", "", "", ""),
    ("Una granada de mano estalló en Guayaquil", "", "EC", ""),
    ("El ministro de Defensa portugués", "", "PT", "PT/defence"),
    ("El Ministerio de Exteriores de China", "", "CN", "CN/foreign-affairs"),
    ("El canciller uruguayo, Mario Lubetkin", "", "UY", "UY/foreign-affairs"),
    ("Los cancilleres de Guatemala y Honduras", "", "GT HN", "GT/foreign-affairs HN/foreign-affairs"),
    ("La Cancillería cubana", "", "CU", "CU/foreign-affairs"),
    ("El excanciller boliviano", "", "BO", ""),
    ("El ministro de Industrias Estratégicas de Ucrania", "", "UA", "UA/defence-industry"),
    ("Ministerio de Situaciones de Emergencia bielorruso", "", "BY", "BY/emergency-situations"),
    ("El secretario del Tesoro estadounidense", "", "US", "US/finance"),
    ("El ministro de Economía, Comercio y Empresa de España", "", "ES", "ES/economy ES/trade"),
    ("La ministra de Justicia y Derechos Humanos de Chile", "", "CL", "CL/justice"),
    ("El ministro de Energía y Minas de Perú", "", "PE", "PE/energy"),
    ("El ministro de Agricultura y Riego peruano", "", "PE", "PE/agriculture"),
    ("El ministro soviético de Defensa", "", "", ""),
    ("Los ministros de Economía de la UE", "", "", ""),
    ("El canciller alemán, Friedrich Merz, recibió en Berlín al presidente ucraniano.", "", "DE UA", ""),
    ("El secretario de Defensa estadounidense, Pete Hegseth, visitó Panamá.", "", "PA US", "US/defence"),
    ("El exministro de Defensa colombiano Iván Velásquez criticó al Gobierno.", "", "CO", ""),
    ("El ministro de Seguridad de la provincia de Buenos Aires, Javier Alonso, habló.", "", "AR", ""),
    ("Los ministros de Exteriores de la UE se reúnen en Luxemburgo.", "", "LU", ""),
    ("El titular de Defensa de Ucrania, Denís Shmigal, visitó Londres.", "", "GB UA", "UA/defence"),
    ("El ministro israelí de Defensa, Israel Katz, ordenó atacar Gaza.", "", "IL PS", "IL/defence"),
    ("El peso argentino y el real brasileño caen frente al dólar estadounidense.", "", "BR", ""),
    ("Buques navegan por el mar de China Meridional, el golfo Pérsico y el estrecho de Taiwán.", "", "", ""),
    ("La consejera de Salud de la Comunidad de Madrid dimitió.", "", "ES", ""),
    ("El Palacio de Miraflores y la Casa Rosada no comentaron; la Casa Blanca sí.", "", "AR US VE", ""),
    ("El ministro de Defensa de la República Dominicana visitó Puerto Príncipe.", "", "DO HT", "DO/defence"),
    ("El ministro nigerino de Interior llegó a Niamey; el nigeriano, no.", "", "NE NG", "NE/interior"),
    ("El canciller de Alemania y el presidente francés hablaron con Kiev.", "", "DE FR UA", ""),
    ("Los ministros de Defensa e Interior de Turquía comparecieron.", "", "TR", "TR/defence TR/interior"),
    ("Santiago Abascal y Paris Hilton coincidieron con Rosario Dawson.", "", "", ""),
    ("El ministro francés de las Fuerzas Armadas viajó a Armenia.", "", "AM FR", "FR/defence"),
    ("El exsecretario de Defensa Jim Mattis criticó a la Casa Blanca.", "", "US", ""),
    ("El entonces ministro de Defensa de Ucrania, Rustem Umérov, viajó a Ankara.", "", "TR UA", "UA/defence"),
    ("Colombia: ministro de Defensa confirma muerte de soldados en Guaviare", "", "CO", "CO/defence"),
    ("El papa León XIV recibió al presidente ecuatoriano en el Vaticano.", "", "EC VA", ""),
    ("El general dominicano y el ministro de Defensa haitiano visitaron Dajabón.", "", "DO HT", "HT/defence"),
]


@pytest.mark.parametrize(("title", "home", "countries", "ministries"), CASES)
def test_spanish_forms(tagger: Tagger, title: str, home: str, countries: str, ministries: str) -> None:
    tags = tagger.tag(Text(title, lang="es", home=home))
    assert [tag.code for tag in tags.countries] == countries.split()
    assert [tag.tag for tag in tags.ministries] == ministries.split()
