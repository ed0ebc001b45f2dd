"""Dates as feeds write them, a row each: text, the feed's tz and home, what it means in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.parse import dates

JULY = "2023-07-07T13:31:00Z"  # 17:31 in Baku
BAKU, KYIV, MOSCOW = "Asia/Baku", "Europe/Kyiv", "Europe/Moscow"

CASES = [
    # RFC 822 and what passes for it
    ("Fri, 07 Jul 2023 13:31:00 GMT", "", "", JULY),
    ("Fri, 7 Jul 2023 13:31 UT", "", "", JULY),
    ("07 Jul 23 13:31:00 Z", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 +0400", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 +04", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 +4", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 +04:00", "", "", JULY),
    ("Friday, July 7, 2023 1:31 PM GMT", "", "", JULY),
    ("Fri Jul  7 13:31:00 2023", "", "", JULY),
    ("Fri, 07 Jul 2023 13:31:60 GMT", "", "", "2023-07-07T13:31:59Z"),
    ("Fri, 07 Jul 2023 24:00:00 GMT", "", "", "2023-07-08T00:00:00Z"),
    ("Thu , \t 07  Jul\t2023  13:31:00\t +0000", "", "", JULY),
    ("7 July 2023 17:31 (UTC+04:00)", "", "", JULY),
    ("Fri, 07 Jul 2023 13:31:00", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00", BAKU, "", JULY),
    ("Fri, 07 Jul 94 13:31:00 GMT", "", "", "1994-07-07T13:31:00Z"),
    # Zone names
    ("Fri, 07 Jul 2023 17:31:00 AZT", "", "", JULY),
    ("Fri, 07 Jul 2023 16:31:00 MSK", "", "", JULY),
    ("07.07.2023 16:31 МСК", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 GET", "", "GE", JULY),
    ("Fri, 07 Jul 2023 17:31:00 AMT", "", "AM", JULY),
    ("Fri, 07 Jul 2023 09:31:00 AMT", "", "BR", JULY),
    ("Fri, 07 Jul 2023 16:31:00 TRT", "", "", JULY),
    ("Fri, 07 Jul 2023 15:31:00 EET", "", "", JULY),
    ("Fri, 07 Jul 2023 16:31:00 EEST", "", "", JULY),
    ("Fri, 07 Jul 2023 15:31:00 CEST", "", "", JULY),
    ("Fri, 07 Jul 2023 19:01:00 IST", "", "IN", JULY),
    ("Fri, 07 Jul 2023 15:31:00 IST", "", "IL", JULY),
    ("Fri, 07 Jul 2023 14:31:00 IST", "", "IE", JULY),
    ("Fri, 07 Jul 2023 09:31:00 EDT", "", "", JULY),
    ("Fri, 07 Jul 2023 21:31:00 CST", "", "CN", JULY),
    ("Fri, 07 Jul 2023 07:31:00 CST", "", "US", JULY),
    ("Fri, 07 Jul 2023 14:31:00 BST", "", "GB", JULY),
    ("Fri, 07 Jul 2023 17:31:00 GMT+4", "", "", JULY),
    ("2023-07-07 16:31 Europe/Kyiv", "", "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 XYZ", BAKU, "", JULY),
    ("Fri, 07 Jul 2023 17:31:00 +9900", BAKU, "", JULY),
    # RFC 3339 and W3CDTF
    ("2023-07-07T13:31:00Z", "", "", JULY),
    ("2023-07-07T13:31:00.123456Z", "", "", JULY),
    ("2023-07-07t17:31:00+04:00", "", "", JULY),
    ("2023-07-07T17:31+04", "", "", JULY),
    ("2023-07-07T173100+0400", "", "", JULY),
    ("20230707T133100Z", "", "", JULY),
    ("2023-07-07 17:31:00", BAKU, "", JULY),
    ("2023-07-07", BAKU, "", "2023-07-06T20:00:00Z"),
    ("2023-07", "", "", "2023-07-01T00:00:00Z"),
    ("2023", "", "", "2023-01-01T00:00:00Z"),
    ("2023-188", "", "", "2023-07-07T00:00:00Z"),
    ("2023-07-07T12:35:1Z", "", "", "2023-07-07T12:35:01Z"),
    ("2023-07-07T13:31:00−00:00", "", "", JULY),
    ("1688736660", "", "", JULY),
    ("1688736660000", "", "", JULY),
    # Numbers
    ("07.07.2023 17:31", BAKU, "", JULY),
    ("07.07.2023, 17:31", BAKU, "", JULY),
    ("17:31 07.07.2023", BAKU, "", JULY),
    ("07.07.2023 17.31", BAKU, "", JULY),
    ("07.07.23 17:31", BAKU, "", JULY),
    ("07/07/2023 17:31:00", BAKU, "", JULY),
    ("07-07-2023 17:31", BAKU, "", JULY),
    ("2023/7/7 17:31", BAKU, "", JULY),
    ("2023.07.07 17:31", BAKU, "", JULY),
    ("03/04/2023", "", "AZ", "2023-04-03T00:00:00Z"),
    ("03/04/2023", "", "US", "2023-03-04T00:00:00Z"),
    ("07/25/2023", "", "", "2023-07-25T00:00:00Z"),
    ("7.7.2023 5:31 PM", BAKU, "", JULY),
    # Russian
    ("7 июля 2023, 17:31", BAKU, "", JULY),
    ("Пт, 07 июл 2023 16:31:00 +0300", "", "", JULY),
    ("пятница, 7 июля 2023 года, 16:31", MOSCOW, "", JULY),
    ("1 мая 2023", "", "", "2023-05-01T00:00:00Z"),
    ("среда, 2 августа 2023 г. в 10:00", "", "", "2023-08-02T10:00:00Z"),
    ("Вт, 28 фев 2023 00:00:00 GMT", "", "", "2023-02-28T00:00:00Z"),
    # Ukrainian
    ("7 липня 2023, 16:31", KYIV, "", JULY),
    ("середа, 2 серпня 2023 10:00", "", "", "2023-08-02T10:00:00Z"),
    ("четвер, 5 січня 2023", "", "", "2023-01-05T00:00:00Z"),
    ("Сер, 04 жов 2023 12:00:00 +0300", "", "", "2023-10-04T09:00:00Z"),
    ("24 листопада 2023", "", "", "2023-11-24T00:00:00Z"),
    ("3 червня 2023", "", "", "2023-06-03T00:00:00Z"),
    ("3 травня 2023", "", "", "2023-05-03T00:00:00Z"),
    # Azerbaijani
    ("7 İyul 2023 17:31", BAKU, "", JULY),
    ("İyul 7, 2023", "", "", "2023-07-07T00:00:00Z"),
    ("07 Avqust 2023, 12:00", "", "", "2023-08-07T12:00:00Z"),
    ("Cümə, 07 iyul 2023 17:31", BAKU, "", JULY),
    ("15 Sentyabr 2023", "", "", "2023-09-15T00:00:00Z"),
    ("8 Noyabr 2020", "", "", "2020-11-08T00:00:00Z"),
    ("20 yanvar 2023", "", "", "2023-01-20T00:00:00Z"),
    ("21 Fevral 2023 saat 10:05", "", "", "2023-02-21T10:05:00Z"),
    # Turkish
    ("7 Temmuz 2023 Cuma 16:31", "Europe/Istanbul", "", JULY),
    ("07 Tem 2023 16:31:00 +0300", "", "", JULY),
    ("Çarşamba, 2 Ağustos 2023", "", "", "2023-08-02T00:00:00Z"),
    ("29 Ekim 2023", "", "", "2023-10-29T00:00:00Z"),
    ("1 Şubat 2023", "", "", "2023-02-01T00:00:00Z"),
    ("9 Eylül 2023", "", "", "2023-09-09T00:00:00Z"),
    ("10 Kasım 2023 Pazartesi", "", "", "2023-11-10T00:00:00Z"),
    ("31 Aralık 2023", "", "", "2023-12-31T00:00:00Z"),
    ("30 ARALIK 2023", "", "", "2023-12-30T00:00:00Z"),
    ("Salı, 2 Ocak 2024", "", "", "2024-01-02T00:00:00Z"),
    ("3 Haziran 2023", "", "", "2023-06-03T00:00:00Z"),
    ("3 Mayıs 2023", "", "", "2023-05-03T00:00:00Z"),
    # Georgian
    ("7 ივლისი 2023, 17:31", "Asia/Tbilisi", "", JULY),
    ("7 ივლისს, 2023", "", "", "2023-07-07T00:00:00Z"),
    ("პარასკევი, 07 ივნ 2023", "", "", "2023-06-07T00:00:00Z"),
    ("26 მაისი 2023", "", "", "2023-05-26T00:00:00Z"),
    ("9 აპრილი 2023", "", "", "2023-04-09T00:00:00Z"),
    # Armenian, Kazakh, Kyrgyz, Uzbek, Tajik
    ("7 հուլիսի, 2023", "", "", "2023-07-07T00:00:00Z"),
    ("07 Հունիս 2023, 10:00", "", "", "2023-06-07T10:00:00Z"),
    ("27 սեպտեմբերի 2023", "", "", "2023-09-27T00:00:00Z"),
    ("2023 ж. 7 шілде", "", "", "2023-07-07T00:00:00Z"),
    ("16 желтоқсан 2023, 10:00", "", "", "2023-12-16T10:00:00Z"),
    ("1 наурыз 2023", "", "", "2023-03-01T00:00:00Z"),
    ("31-август 2023", "", "", "2023-08-31T00:00:00Z"),
    ("7-июль, 2023-ж.", "", "", "2023-07-07T00:00:00Z"),
    ("5 үчтүн айы 2023", "", "", "2023-01-05T00:00:00Z"),
    ("1-sentabr 2023", "", "", "2023-09-01T00:00:00Z"),
    ("7-iyul 2023", "", "", "2023-07-07T00:00:00Z"),
    ("9 Сентябри 2023", "", "", "2023-09-09T00:00:00Z"),
    # Persian and Arabic
    ("۷ ژوئیه ۲۰۲۳", "", "", "2023-07-07T00:00:00Z"),
    ("7 يوليو 2023", "", "", "2023-07-07T00:00:00Z"),
    ("٧ تموز ٢٠٢٣", "", "", "2023-07-07T00:00:00Z"),
    ("الجمعة، 7 تشرين الأول 2023", "", "", "2023-10-07T00:00:00Z"),
    ("7 كانون الثاني 2023", "", "", "2023-01-07T00:00:00Z"),
    ("1 أغسطس 2023 05:31 م", BAKU, "", "2023-08-01T13:31:00Z"),
    # French, German, Spanish and neighbours
    ("vendredi 7 juillet 2023 à 15h31", "Europe/Paris", "", JULY),
    ("mar. 4 juil. 2023", "", "", "2023-07-04T00:00:00Z"),
    ("mardi 7 mars 2023", "", "", "2023-03-07T00:00:00Z"),
    ("7 août 2023", "", "", "2023-08-07T00:00:00Z"),
    ("1 févr. 2023", "", "", "2023-02-01T00:00:00Z"),
    ("Freitag, 7. Juli 2023, 15:31 Uhr", "Europe/Berlin", "", JULY),
    ("3. März 2023", "", "", "2023-03-03T00:00:00Z"),
    ("Di, 05 Dez 2023 10:00:00 +0100", "", "", "2023-12-05T09:00:00Z"),
    ("martes, 4 de julio de 2023", "", "", "2023-07-04T00:00:00Z"),
    ("7 de enero de 2023", "", "", "2023-01-07T00:00:00Z"),
    ("mer, 16 nov 2022 00:38:15 +0100", "", "", "2022-11-15T23:38:15Z"),
    ("Seg, 24 Set 2018 19:42:40 -0300", "", "", "2018-09-24T22:42:40Z"),
    ("7 lipca 2023", "", "", "2023-07-07T00:00:00Z"),
    ("2023年7月7日 21:31", "Asia/Shanghai", "", JULY),
    ("2023년 7월 7일 오후 10:31", "Asia/Seoul", "", JULY),
    # Future, past, none
    ("Fri, 07 Jul 2099 13:31:00 GMT", "", "", "2099-07-07T13:31:00Z"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", "", "", "1970-01-01T00:00:00Z"),
    ("0001-01-01T00:00:00", "", "", None),
    ("0000-00-00 00:00:00", "", "", None),
    ("9999-12-31T23:59:59-12:00", "", "", None),
    ("99999-01-01", "", "", None),
    ("31 Feb 2023 10:00:00 GMT", "", "", None),
    ("2023-13-01", "", "", None),
    ("32.07.2023", "", "", None),
    ("Fri, 07 Jul 2023 25:31:00 GMT", "", "", None),
    ("yesterday", "", "", None),
    ("7 июля", "", "", None),
    ("", "", "", None),
    ("   ", "", "", None),
    ("{{ date }}", "", "", None),
]


@pytest.mark.parametrize(("text", "tz", "home", "expected"), CASES)
def test_dates(text: str, tz: str, home: str, expected: str | None) -> None:
    found = dates.parse(text, tz, home)
    assert (found.isoformat().replace("+00:00", "Z") if found else None) == expected


def test_a_wrong_tz_is_utc() -> None:
    assert dates.parse("07.07.2023 13:31", "No/Where") == datetime(2023, 7, 7, 13, 31, tzinfo=UTC)


@given(st.text(max_size=80) | st.from_regex(r"[0-9:./+\-TZ, a-zа-я]{1,40}", fullmatch=True))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    found = dates.parse(text, "Asia/Baku", "AZ")
    assert found is None or (found.utcoffset() == timedelta(0) and found.year >= 1900)


@given(st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_what_is_written_is_read(moment: datetime, east: int) -> None:
    moment = moment.replace(microsecond=0)
    sign, hours, minutes = "-" if east < 0 else "+", abs(east) // 60, abs(east) % 60
    expected = moment.replace(tzinfo=UTC) - timedelta(minutes=east)
    for text in (
        f"{moment:%a, %d %b %Y %H:%M:%S} {sign}{hours:02}{minutes:02}",
        f"{moment:%Y-%m-%dT%H:%M:%S}{sign}{hours:02}:{minutes:02}",
        f"{moment:%d.%m.%Y %H:%M:%S} {sign}{hours:02}:{minutes:02}",
    ):
        assert dates.parse(text) == expected, text
