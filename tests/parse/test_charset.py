"""Charsets that a document does not name, or names wrongly: told by what its letters make."""

from __future__ import annotations

import pytest

from aggregator.parse import charset, codepages

RUSSIAN = "Министр обороны Азербайджана встретился с послом"
TEXTS = [
    (RUSSIAN, ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")),
    ("Міністр оборони України їздив до Львова", ("cp1251", "koi8_u")),
    ("Қорғаныс министрі Астанада кездесу өткізді", ("kz1048",)),
    ("وزير الدفاع يزور القاهرة اليوم في زيارة رسمية", ("cp1256", "iso8859_6")),
    ("وزير دفاع ايران پس از گفتگو به تهران سفر کرد", ("cp1256",)),
    ("თავდაცვის მინისტრი ეწვია თბილისს", ("georgian-ps", "georgian-academy")),
    ("Պաշտպանության նախարարը այցելեց Գյումրի", ("armscii-8",)),
    ("รัฐมนตรีกลาโหมเยือนกรุงเทพฯ", ("cp874",)),
    ("国防部长访问北京并与主席会谈", ("gb18030",)),
    ("國防部長訪問臺北並與主席會談", ("big5hkscs",)),
    ("防衛大臣が東京で会談を行いました", ("cp932", "euc_jp", "iso2022_jp")),
    ("국방부 장관이 서울에서 회담했다", ("cp949",)),
    ("Savunma Bakanı İstanbul'da görüştü, güçlü işbirliği", ("cp1254",)),
    ("Minister obrony złożył wizytę w Łodzi, gdzie spotkał się z żołnierzami", ("cp1250",)),
    ("Le ministre de la défense est déjà arrivé à Évreux", ("cp1252",)),
    ("Ο υπουργός Άμυνας επισκέφθηκε την Αθήνα", ("cp1253",)),
    ("שר הביטחון ביקר בתל אביב", ("cp1255",)),
]
CASES = [(text, codec) for text, codecs in TEXTS for codec in codecs]


def encoded(text: str, codec: str) -> bytes:
    """Into a charset that may be one of ours, which only decode."""
    try:
        return text.encode(codec)
    except LookupError:
        table = {codepages.decode(bytes([code]), codec, "ignore"): code for code in range(256)}
        return bytes(table[letter] for letter in text)


@pytest.mark.parametrize("declared", ["", ' encoding="utf-8"'])
@pytest.mark.parametrize(("text", "codec"), CASES)
def test_what_is_undeclared_or_declared_utf_8_is_told(text: str, codec: str, declared: str) -> None:
    document = f'<?xml version="1.0"{declared}?><rss><title>{{}}</title></rss>'
    assert charset.text(encoded(document.format(text), codec)) == document.format(text)


@pytest.mark.parametrize("header", ["iso-8859-1", "koi8-r", "windows-1251"])
@pytest.mark.parametrize(
    ("text", "codec"), [(RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (TEXTS[3][0], "cp1256")]
)
def test_a_charset_that_makes_no_writing_is_doubted(text: str, codec: str, header: str) -> None:
    assert charset.text(text.encode(codec), f"text/xml; charset={header}") == text


def test_the_feeds_own_setting_is_not_doubted() -> None:
    assert charset.text(RUSSIAN.encode("cp1251"), "", "koi8-r") == RUSSIAN.encode("cp1251").decode("koi8_r")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<rss>Sh\xff\xfeip\x80s", "<rss>Ships"),
        (b"<rss>" + b"Plain \xff\xfe" * 9, "<rss>" + "Plain " * 9),
        (b"<rss>price 5\x80, \xc3(, \xe2\x82", "<rss>price 5, (, "),
        (b"<rss>caf\xe9 d\xe9j\xe0", "<rss>caf\xe9 d\xe9j\xe0"),
    ],
)
def test_noise_is_dropped_and_letters_are_not(body: bytes, text: str) -> None:
    assert charset.text(body) == charset.text(body, "text/xml; charset=utf-8") == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_wide_characters_are_known_behind_blanks(codec: str) -> None:
    document = f"\r\n <rss><title>{RUSSIAN} 国防部</title></rss>"
    assert charset.text(document.encode(codec)) == document
