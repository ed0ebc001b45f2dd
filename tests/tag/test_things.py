"""Things that bear a land's name and are not of it, beside rows where the same word is the land's."""

import pytest

from aggregator.model import Text
from aggregator.tag.tagger import Tagger

# language, text, country codes
ROWS = [
    ("en", "Sappers set Czech hedgehogs and one Bangalore torpedo by the bridge", ""),
    ("en", "Canada geese and two Egyptian geese ate the English mustard and the Brazil nuts", ""),
    ("en", "He kept a Swiss army knife and a Manila envelope under his Panama hat", ""),
    ("en", "The Irish Guards drilled as an Algiers Accord was remembered", ""),
    ("en", "The Swiss army buys knives and the Czech police buys hedgehog traps", "CH CZ"),
    ("en", "French police leave Mali as Irish peacekeepers guard the road", "FR IE ML"),
    ("ru", "На дороге поставили чешские ежи и положили швейцарский нож", ""),
    ("ru", "Завод купил шведские стенки, английские замки и голландские штурвалы", ""),
    ("ru", "Женевских конвенций и Минских соглашений никто не отменял", ""),
    ("ru", "Пожар на улице Варшавской потушили, у Рижского вокзала сгорел турецкий горох", ""),
    ("ru", "Швейцарская армия закупает ножи, чешская полиция ловит ежей", "CH CZ"),
    ("uk", "Біля мосту стоять чеські їжаки, а в кишені лежить швейцарський ніж", ""),
    ("uk", "Сторони згадали женевські конвенції, паризьку угоду та Паризький клуб", ""),
    ("uk", "Вибух стався на вулиці Варшавській біля французького балкона", ""),
    ("uk", "Чеський уряд передав машини, а швейцарська армія купує ножі", "CH CZ"),
    ("de", "Die Kanadagänse fraßen den Wiener Apfelstrudel neben dem Schweizer Armeemesser", ""),
    ("de", "Am Pariser Platz lagen tschechische Igel und ein finnischer Spitz", ""),
    ("de", "Das Montreal-Protokoll und der Bologna-Prozess sind Thema in der Sächsischen Schweiz", ""),
    ("de", "Die Schweizer Armee kauft Messer von einer tschechischen Firma", "CH CZ"),
    ("fr", "Le voleur a voulu filer à l'anglaise avec une clé anglaise et un chou de Bruxelles", ""),
    ("fr", "Le cochon d'Inde dort au jardin du Luxembourg près des hérissons tchèques", ""),
    ("fr", "La commission de Venise et le protocole de Montréal sont cités", ""),
    ("fr", "La police anglaise arrête un Suisse et l'armée tchèque achète des drones", "CH CZ GB"),
    ("es", "La llave inglesa y la navaja suiza cayeron en la montaña rusa", ""),
    ("es", "La ensaladilla rusa y las coles de Bruselas se sirven en la avenida Brasil", ""),
    ("es", "La comisión de Venecia recordó la gripe española y el pacto de Bagdad", ""),
    ("es", "La policía inglesa detuvo a un ciudadano suizo y Rusia protestó", "CH GB RU"),
    ("tr", "Kutudan İngiliz anahtarı, isviçre çakısı ve Hint yağı çıktı", ""),
    ("tr", "Amerikan barın yanında Rus salatası ve Brüksel lahanası yendi", ""),
    ("tr", "Bağdat Caddesi'nde yangın çıktı, Mısır Çarşısı kapandı", ""),
    ("tr", "İngiliz polisi ile İsviçre ordusu anlaşma yaptı", "CH GB"),
    ("az", "Qutudan ingilis açarı, isveçrə bıçağı və hind qozu çıxdı", ""),
    ("az", "Parkda kanada qazı, Misir qazı və alman ovçarkası var", ""),
    ("az", "Venesiya komissiyası və Paris xartiyası haqqında məruzə oxundu", ""),
    ("az", "İngilis polisi və İsveçrə ordusu saziş imzaladı", "CH GB"),
    ("kk", "Қораптан ағылшын кілті мен швейцар пышағы шықты", ""),
    ("kk", "Жол бойында чех кірпілері қойылды", ""),
    ("kk", "Венеция комиссиясы мен Париж хартиясы туралы айтылды", ""),
    ("kk", "Швейцария армиясы мен Чехия үкіметі келісімге келді", "CH CZ"),
    ("ky", "Кутудан англис ачкычы менен швейцар бычагы чыкты", ""),
    ("ky", "Жол боюна чех кирпилери коюлду", ""),
    ("ky", "Венеция комиссиясы жана Париж хартиясы жөнүндө айтылды", ""),
    ("ky", "Швейцария армиясы жана Чехия өкмөтү келишимге келди", "CH CZ"),
    ("uz", "Qutidan ingliz kaliti va fin pichog‘i chiqdi", ""),
    ("uz", "Yo‘l bo‘yiga chex tipratikanlari qo‘yildi", ""),
    ("uz", "Venetsiya komissiyasi va Parij xartiyasi haqida aytildi", ""),
    ("uz", "Shveytsariya armiyasi va Chexiya hukumati kelishuvga keldi", "CH CZ"),
    ("uz", "Қутидан инглиз калити ва фин пичоғи чиқди", ""),
    ("uz", "Йўл бўйига чех типратиканлари қўйилди", ""),
    ("uz", "Венеция комиссияси ва Париж хартияси ҳақида айтилди", ""),
    ("uz", "Швейцария армияси ва Чехия ҳукумати келишувга келди", "CH CZ"),
    ("ka", "ყუთში შვეიცარიული დანა და ფინური დანა იყო", ""),
    ("ka", "გზაზე ჩეხური ზღარბები დადგეს", ""),
    ("ka", "ვენეციის კომისია და პარიზის ქარტია განიხილეს", ""),
    ("ka", "შვეიცარიის არმიამ და ჩეხეთის მთავრობამ ხელი მოაწერეს", "CH CZ"),
    ("hy", "Տուփի մեջ շվեյցարական դանակ և անգլիական կողպեք կար", ""),
    ("hy", "Ճանապարհին չեխական ոզնիներ դրեցին", ""),
    ("hy", "Վենետիկի հանձնաժողովը և Փարիզի խարտիան քննարկվեցին", ""),
    ("hy", "Շվեյցարիայի բանակը և Չեխիայի կառավարությունը համաձայնեցին", "CH CZ"),
    ("fa", "در جعبه چاقوی سوئیسی و آچار فرانسه بود", ""),
    ("fa", "در کنار جاده خارپشت چک و غاز کانادایی دیده شد", ""),
    ("fa", "کمیسیون ونیز و منشور پاریس بررسی شد", ""),
    ("fa", "ارتش سوئیس و دولت فرانسه توافق کردند", "CH FR"),
    ("ar", "وجدوا في الصندوق سكينا وفيه السكين السويسري والمفتاح الإنجليزي", ""),
    ("ar", "وضع الجنود القنافذ التشيكية قرب الجسر", ""),
    ("ar", "ناقشوا بروتوكول مونتريال وميثاق باريس", ""),
    ("ar", "وقع الجيش السويسري اتفاقا مع الحكومة التشيكية", "CH CZ"),
]


@pytest.mark.parametrize(("lang", "text", "codes"), ROWS, ids=[f"{row[0]}: {row[1][:40]}" for row in ROWS])
def test_a_thing_is_of_no_country(tagger: Tagger, lang: str, text: str, codes: str) -> None:
    found = tagger.tag(Text(summary=f"{text}.", lang=lang))
    assert {tag.code for tag in found.countries} == set(codes.split())
