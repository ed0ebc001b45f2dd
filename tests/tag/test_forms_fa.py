"""Persian forms, Iran's and Afghanistan's. Each row is a text and all its codes or ministries."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

COUNTRIES = [
    ("ایران و ترکیه توافق کردند", "IR TR"),
    ("جمهوری اسلامی ایران", "IR"),
    ("شرکت‌های ترکیه‌ای", "TR"),
    ("نظامیان آمریکایی و امریکا", "US"),
    ("روس‌ها و اوکراینی‌ها", "RU UA"),
    ("جمهوری آذربایجان", "AZ"),
    ("استان آذربایجان غربی", "IR"),
    ("مهاجران افغانستانی و افغان‌ها", "AF"),
    ("امارت اسلامی افغانستان", "AF"),
    ("رژیم صهیونیستی غزه را بمباران کرد", "IL PS"),
    ("کره شمالی و کرهٔ جنوبی", "KP KR"),
    ("سودان جنوبی", "SS"),
    ("در عشق‌آباد و تاشکند", "TM UZ"),
    ("کی‌یف، خارکیف و کریمه", "UA"),
    ("هرات، قندهار و مزارشریف", "AF"),
    ("قره‌باغ و نخجوان", "AZ"),
    ("کرانه باختری", "PS"),
    ("بلندی‌های جولان", "SY"),
    ("سپاه پاسداران انقلاب اسلامی", "IR"),
    ("کاخ سفید و کرملین", "US RU"),
    ("چینی‌ها و هندی‌ها", "CN IN"),
    ("قزاقستان، قرقیزستان و تاجیکستان", "KZ KG TJ"),
    ("فرانسوی و انگلیسی", "FR GB"),
    ("عمان و قطر", "OM QA"),
    ("جمهوری دموکراتیک کنگو", "CD"),
    ("رئیس‌جمهور گرجستان در باتومی", "GE"),
    ("اقلیم کردستان عراق", "IQ"),
    # nothing
    ("دریای عمان و خلیج فارس", ""),
    ("کره زمین به قطر دوازده هزار کیلومتر", ""),
    ("محل را ترک کرد", ""),
    ("کنوانسیون ژنو و گروه مینسک", ""),
    ("دلار آمریکا گران شد", ""),
    ("به زبان روسی", ""),
    ("کمک مالی", ""),
    ("ناتو و اتحادیه اروپا", ""),
    ("طالبان و حماس", ""),
    ("اتحاد جماهیر شوروی", ""),
    ("روز جهانی قدس", ""),
]

MINISTRIES = [
    ("وزیر دفاع ترکیه", "TR/defence"),
    ("وزارت امور خارجه جمهوری اسلامی ایران", "IR/foreign-affairs"),
    ("معاون وزیر دفاع فدراسیون روسیه", "RU/defence"),
    ("وزیران خارجه ایران، روسیه و ترکیه", "IR/foreign-affairs RU/foreign-affairs TR/foreign-affairs"),
    ("وزرای دفاع آمریکا و کره جنوبی", "US/defence KR/defence"),
    ("وزیر دفاع آذربایجان با همتای ایرانی‌اش", "AZ/defence IR/defence"),
    ("وزیر کشور ایران", "IR/interior"),
    ("وزیر داخله طالبان", "AF/interior"),
    ("سرپرست وزارت دفاع ملی امارت اسلامی", "AF/defence"),
    ("وزارت صحت عامه افغانستان", "AF/health"),
    ("وزیر صنایع دفاعی جمهوری آذربایجان", "AZ/defence-industry"),
    ("وزیر دفاع و پشتیبانی نیروهای مسلح ایران", "IR/defence"),
    ("وزیر صنعت، معدن و تجارت ایران", "IR/industry IR/trade"),
    ("وزیر جنگ رژیم صهیونیستی", "IL/defence"),
    ("پنتاگون", "US/defence"),
    ("سخنگوی وزارت خارجهٔ آمریکا", "US/foreign-affairs"),
    # none
    ("وزیر دفاع سابق اسرائیل", ""),
    ("وزیر خارجه پیشین آمریکا", ""),
    ("وزیر خارجه آمریکا سابق", ""),
    ("وزرای خارجه اتحادیه اروپا", ""),
    ("سفیر ایران و رئیس ستاد ارتش پاکستان", ""),
    ("سیاست خارجی روسیه", ""),
    ("نخست‌وزیر عراق", ""),
]


@pytest.mark.parametrize(("text", "codes"), COUNTRIES)
def test_countries(tagger: Tagger, text: str, codes: str) -> None:
    tags = tagger.tag(Text(summary=f"{text}.", lang="fa"))
    assert {tag.code for tag in tags.countries} == set(codes.split())


@pytest.mark.parametrize(("text", "ministries"), MINISTRIES)
def test_ministries(tagger: Tagger, text: str, ministries: str) -> None:
    tags = tagger.tag(Text(summary=f"{text}.", lang="fa"))
    assert {tag.tag for tag in tags.ministries} == set(ministries.split())


def test_our_country_is_the_home(tagger: Tagger) -> None:
    text = Text("وزیر امور خارجه کشورمان با همتای عراقی خود دیدار کرد", "", "", "fa", "IR")
    wanted = {"IR/foreign-affairs", "IQ/foreign-affairs"}
    assert {tag.tag for tag in tagger.tag(text).ministries} == wanted
