"""explain, eval, retag, correct: tags questioned, made again and put right."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.conftest import Folder, Publisher, Running, rss


def test_an_object_is_explained_from_standard_input(folder: Folder) -> None:
    given = json.dumps({"lang": "en", "title": "Kyrgyz defence minister meets Air Jordan"})
    shown = folder.run("explain", "-", given=given)
    assert shown.returncode == 0, shown.stderr
    assert "KG/defence" in shown.stdout
    assert "Air Jordan" in shown.stdout.partition("lost")[2]
    found = json.loads(folder.run("explain", "--json", "-", given=given).stdout)
    assert [one["tag"] for one in found["ministries"]] == ["KG/defence"]
    assert any("Jordan" in one["surface"] and one["why"] for one in found["lost"])
    assert folder.run("explain", "-", given="{").returncode == 2


def test_a_persons_word_stands_over_every_retag(
    folder: Folder, publisher: Publisher, start: Callable[..., Running]
) -> None:
    publisher.answers["/az"] = rss("Azerbaijan tests a missile")
    folder.write({"az": publisher.url("/az")})
    start().line("az: ok, 1 new")  # it takes the requests below
    before = folder.json("entries", "--json")[0]
    assert before["countries"] == ["AZ"]
    assert folder.json("retag", "--json", "--all", "--dry-run")["changed"] == 0

    assert folder.run("correct", "1", "+KG/defence", "-AZ").returncode == 0
    after = folder.json("entries", "--json")[0]
    assert (after["countries"], after["ministries"]) == (["KG"], ["KG/defence"])
    assert folder.json("retag", "--json", "--all")["changed"] == 0
    assert folder.json("retag", "--json")["entries"] == 0
    after = folder.json("entries", "--json")[0]
    assert after["countries"] == ["KG"]
    kept = ("entry_id", "published_at", "placed_at", "updated_at", "revision")
    assert [after[key] for key in kept] == [before[key] for key in kept]
    assert folder.json("explain", "--json", "1")["corrections"] == ["-AZ", "+KG/defence"]

    cleared = folder.json("correct", "--json", "1", "--clear")
    assert [one["code"] for one in cleared["countries"]] == ["AZ"]
    for wrong in (["1", "+QQ"], ["99", "+AZ"], ["x", "+AZ"], ["1"]):
        assert folder.run("correct", *wrong).returncode == 2, wrong
    assert folder.run("explain", "99").returncode == 2


def test_the_tagger_is_compared_with_labels(folder: Folder) -> None:
    lines = [
        {"id": "right", "title": "Kyrgyzstan buys drones", "countries": {"KG": "subject"}, "ministries": []},
        {"id": "wrong", "title": "Kyrgyzstan buys drones", "countries": {"UZ": "subject"}},
    ]
    (folder.path / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n{\n")
    ran = folder.run("eval", "--json", "--misses", "5", "gold.jsonl")
    assert ran.returncode == 75
    assert ran.stderr.startswith("line 3")
    found = json.loads(ran.stdout)
    assert (found["entries"], found["exact"]) == (2, 1)
    assert found["country"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert found["misses"] == [
        {
            "id": "wrong",
            "missed": {"country": ["UZ"], "subject": ["UZ"]},
            "extra": {"country": ["KG"], "subject": ["KG"]},
        }
    ]
