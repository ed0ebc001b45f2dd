"""One name in many scripts has skeletons that are alike; other names have not."""

from __future__ import annotations

import pytest

from aggregator.cluster.skeleton import key, likeness, skeletons
from aggregator.cluster.sketch import LIKE

SAME = {
    "Hasanov": "ru:Гасанов ru:Гасановым az:Həsənov az:Həsənovun ar:حسنوف ka:ჰასანოვი hy:Հասանով uz:Ҳасанов",
    "Kurbanov": "ru:Курбанов az:Qurbanov en:Gurbanov ar:قربانوف uz:Қурбонов",
    "Pashinyan": "hy:Փաշինյանը ru:Пашинян ar:باشينيان fa:پاشینیان ka:ფაშინიანი de:Paschinjan",
    "Jeyhun": "ru:Джейхун az:Ceyhun ar:جيهون tr:Ceyhun",
    "Zhaparov": "ky:Жапаров en:Japarov de:Dschaparow",
    "Aliyev": "ru:Алиев az:Əliyev ar:علييف",
    "Erdogan": "tr:Erdoğan ru:Эрдоган ar:أردوغان fa:اردوغان ka:ერდოღანმა",
    "Tashkent": "uz:Toshkent ru:Ташкенте ar:طشقند fa:تاشکند de:Taschkent fr:Tachkent",
    "Nasirzadeh": "fa:نصیرزاده tr:Nasırzade ru:Насирзаде",
    "Mirziyoyev": "ru:Мирзиёев kk:Мирзиёев ru:Мирзиёева",
}


@pytest.mark.parametrize("name", SAME)
def test_a_name_in_other_scripts_is_the_same_name(name):
    (bones,) = skeletons(name, "en")
    for form in SAME[name].split():
        lang, _, word = form.partition(":")
        found = skeletons(word, lang)
        assert any(likeness(bones, other) >= LIKE and key(bones) == key(other) for other in found), form


@pytest.mark.parametrize("name", SAME)
def test_other_names_are_others(name):
    (bones,) = skeletons(name, "en")
    for other in SAME.keys() - {name}:
        assert likeness(bones, skeletons(other, "en")[0]) < LIKE, other
