"""`step figures` in a shell."""

from __future__ import annotations

from tests.cli.conftest import Shell

TEXT = (
    "About 10,000 North Korean soldiers have been sent to Russia, the Pentagon said. "
    "Up to 12,000 North Korean soldiers may follow. Flight 370 landed at 10:30."
)


def test_a_line_tells_what_is_counted_who_says_so_and_where_it_stands(shell: Shell) -> None:
    done = shell("step", "figures", stdin=[{"id": "a", "title": "Troops", "text": TEXT}])

    assert (done.status, done.err) == (0, "")
    first, second = done.lines
    wanted = {
        "subject": "North Korean troops",
        "low": 10_000,
        "high": 10_000,
        "unit": None,
        "hedge": "About",
        "attributed_to": "Pentagon",
        "sentence": "About 10,000 North Korean soldiers have been sent to Russia, the Pentagon said.",
        "article": "a",
    }
    assert wanted.items() <= first.items()
    assert TEXT[first["start"] : first["end"]] == first["sentence"]
    assert (second["low"], second["high"], second["hedge"]) == (None, 12_000, "Up to")


def test_a_bad_line_is_told_and_the_rest_is_read(shell: Shell) -> None:
    done = shell("step", "figures", stdin='{"id": 1}\n{"id": 2, "text": "22 people were killed."}\n')

    assert done.status == 1
    assert done.err.startswith("stdin:1: ")
    assert [(line["subject"], line["low"], line["article"]) for line in done.lines] == [
        ("people killed", 22, 2)
    ]
