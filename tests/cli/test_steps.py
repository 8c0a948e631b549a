"""Every step of the pipeline can be run by itself in a shell."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import Shell

TROOPS = "North Korean troops reach Kursk, Pentagon says"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Baltic Courier</title><link>https://courier.example/</link>
<language>en-GB</language>
<item><guid>c-1</guid><title>Troops reach Kursk</title><link>/kursk</link>
<pubDate>Mon, 28 Oct 2024 15:00:00 +0200</pubDate><description>About 10,000 soldiers.</description></item>
<item><guid>c-2</guid><title>Ein Sturm</title><link>https://courier.example/storm</link></item>
</channel></rss>"""

PAGE = """<html lang="en"><head><title>Troops reach Kursk</title>
<meta property="og:site_name" content="Baltic Courier"></head><body><article><h1>Troops reach Kursk</h1>
<p>About 10,000 North Korean soldiers are training in eastern Russia, the Pentagon said on Monday.</p>
<p>Many of them are moving towards Kursk, where Ukraine has held ground since August of this year.</p>
</article></body></html>"""


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def test_parse_writes_one_line_an_entry(shell: Shell, tmp_path: Path) -> None:
    file = written(tmp_path, "courier.xml", RSS)

    done = shell("step", "parse", "--url", "https://courier.example/feed", file)

    assert (done.status, done.err) == (0, "")
    first, second = done.lines
    assert first["file"] == file
    assert first["feed"] == {"title": "Baltic Courier", "link": "https://courier.example/", "language": "en"}
    assert (first["id"], first["title"]) == ("c-1", "Troops reach Kursk")
    assert first["url"] == "https://courier.example/kursk"
    assert first["published"] == "2024-10-28T13:00:00Z"
    assert first["summary"].strip() == "About 10,000 soldiers."
    assert second["published"] is None
    assert second["author"] is None
    wanted = [
        "file",
        "feed",
        "id",
        "url",
        "title",
        "author",
        "published",
        "updated",
        "summary",
        "content",
        "language",
    ]
    assert set(wanted) <= set(first)


def test_parse_goes_on_after_a_file_that_is_no_feed(shell: Shell, tmp_path: Path) -> None:
    page, missing = written(tmp_path, "page.html", PAGE), str(tmp_path / "missing.xml")
    feed = written(tmp_path, "feed.xml.gz", gzip.compress(RSS.encode()))

    done = shell("step", "parse", page, missing, feed)

    assert done.status == 1
    assert [line["id"] for line in done.lines] == ["c-1", "c-2"]
    about_page, about_missing = done.err.splitlines()
    assert about_page.startswith(f"{page}: ")
    assert "web page, not a feed" in about_page
    assert about_missing == f"{missing}: No such file or directory"


def test_parse_reads_standard_input_as_a_dash(shell: Shell) -> None:
    assert len(shell("step", "parse", "-", stdin=RSS).lines) == 2


def test_a_cut_gzip_file_is_told_and_not_half_read(shell: Shell, tmp_path: Path) -> None:
    done = shell("step", "parse", written(tmp_path, "cut.gz", gzip.compress(RSS.encode())[:-20]))

    assert (done.status, done.out) == (1, "")
    assert "cut off" in done.err


def test_extract_writes_the_article_of_each_page(shell: Shell, tmp_path: Path) -> None:
    page = written(tmp_path, "page.html", PAGE)
    packed = written(tmp_path, "page.html.gz", gzip.compress(PAGE.encode()))

    done = shell("step", "extract", "--url", "https://courier.example/kursk", page, packed)

    assert done.status == 0
    first, second = done.lines
    assert "the Pentagon said on Monday." in first["text"]
    assert first["outlet"] == "Baltic Courier"
    assert first["language"] == "en"
    assert first["url"] == "https://courier.example/kursk"
    assert first["author"] is None
    assert {**first, "file": 0} == {**second, "file": 0}
    wanted = ["file", "url", "canonical_url", "title", "author", "published", "language", "outlet", "text"]
    assert set(wanted) <= set(first)


def test_lines_that_a_site_repeats_are_left_out_of_its_pages_and_told(shell: Shell, tmp_path: Path) -> None:
    titles = ["Ferries stop as storm nears", "Central bank holds its rate", "Opera house reopens after fire"]
    pages = [
        written(
            tmp_path,
            f"{at}.html",
            f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{title}, officials said on Monday in a statement that was long expected, number {at}.</p>"
            f"<p>Nothing else about it was known by the evening, and more is expected on day {at}.</p>"
            "<p>Kursk: all of our reports</p></article></body></html>",
        )
        for at, title in enumerate(titles)
    ]

    done = shell("step", "extract", "--url", "https://courier.example/news", *pages)

    assert [line["removed"] for line in done.lines] == [["Kursk: all of our reports"]] * 3
    assert not any("Kursk" in line["text"] for line in done.lines)


def test_a_page_without_an_article_is_a_line_with_an_empty_text(shell: Shell, tmp_path: Path) -> None:
    done = shell("step", "extract", written(tmp_path, "empty.html", "<html><body></body></html>"))

    assert done.status == 0
    assert [(line["text"], line["title"], line["url"]) for line in done.lines] == [("", None, None)]


def queries(folder: Path, *lines: object) -> str:
    return written(folder, "queries.jsonl", "".join(json.dumps(line) + "\n" for line in lines))


def test_match_gives_the_queries_of_each_article_in_the_order_given(shell: Shell, tmp_path: Path) -> None:
    file = queries(
        tmp_path,
        {"id": "troops", "query": '"North Korean troops"'},
        {"id": 7, "query": "kursk -football"},
        {"id": "late", "query": "kursk after:2024-10-01"},
    )

    done = shell(
        "step", "match", "--queries", file,
        stdin=[
            {"id": "b", "title": "North Korean troops in Kursk", "published": "2024-10-28T13:00:00Z"},
            {"id": 1, "title": "Kursk football", "text": "They won.", "published": None, "anything": []},
            {"id": "a", "title": "Kursk", "text": None, "published": "2023-01-01"},
        ],
    )  # fmt: skip

    assert (done.status, done.err) == (0, "")
    assert done.lines == [
        {"id": "b", "matches": ["troops", 7, "late"]},
        {"id": 1, "matches": []},
        {"id": "a", "matches": [7]},
    ]


def test_match_takes_aliases_among_the_queries_and_in_a_file_of_their_own(
    shell: Shell, tmp_path: Path
) -> None:
    file = queries(
        tmp_path,
        {"id": 1, "query": "@DPRK kursk"},
        {"alias": "dprk", "query": '"North Korean" OR @script'},
        {"id": 2, "query": "@front"},
    )
    apart = written(
        tmp_path,
        "aliases.jsonl",
        '{"alias": "@script", "query": "КНДР OR 북한"}\n{"alias": "front", "query": "belgorod"}\n',
    )

    done = shell(
        "step", "match", "--queries", file, "--aliases", apart,
        stdin=[
            {"id": "a", "title": "КНДР: Kursk"},
            {"id": "b", "title": "Belgorod"},
            {"id": "c", "title": "x"},
        ],
    )  # fmt: skip

    assert (done.status, done.err) == (0, "")
    assert [line["matches"] for line in done.lines] == [[1], [2], []]


def test_an_alias_that_can_not_be_used_is_told_by_its_line(shell: Shell, tmp_path: Path) -> None:
    file = queries(
        tmp_path,
        {"alias": "a b", "query": "x"},
        {"alias": "one", "query": "@two"},
        {"alias": "two", "query": "@one"},
        {"alias": "good", "query": "kursk"},
        {"alias": "good", "query": "oslo"},
        {"id": 1, "alias": "both", "query": "kursk"},
        {"id": 2, "query": "@good OR @none"},
        {"id": 3, "query": "@good"},
    )

    done = shell("step", "match", "--queries", file, stdin=[{"id": 1, "title": "Kursk"}])

    assert done.status == 1
    assert done.lines == [{"id": 1, "matches": [3]}]
    told = [line.split(": ")[0] for line in done.err.splitlines() if line.startswith(file)]
    assert sorted(told) == [f"{file}:{number}" for number in (1, 2, 3, 5, 6, 7)]


def test_bad_lines_are_told_by_number_and_skipped(shell: Shell, tmp_path: Path) -> None:
    file = queries(tmp_path, {"id": 1, "query": "kursk"}, {"id": 2, "query": "kursk AND"}, {"query": "x"})
    good, last = b'{"id": 1, "title": "Kursk", "text": ""}', b'{"id": 3, "title": "Kursk"}'
    stdin = b"\n".join([good, b"", b"nonsense", b'{"id": 2}', b"[]", b"\xff", last])

    done = shell("step", "match", "--queries", file, stdin=stdin)

    assert done.status == 1
    assert done.lines == [{"id": 1, "matches": [1]}, {"id": 3, "matches": [1]}]
    told = [line.split(": ")[0] for line in done.err.splitlines() if ":" in line]
    assert sorted(place for place in told if place.startswith(file)) == [f"{file}:2", f"{file}:3"]
    assert [place for place in told if place.startswith("stdin")] == [
        "stdin:3",
        "stdin:4",
        "stdin:5",
        "stdin:6",
    ]
    assert "    ^" in done.err, "the place in the query is not pointed at"


def test_a_missing_queries_file_ends_with_status_2(shell: Shell, tmp_path: Path) -> None:
    done = shell("step", "match", "--queries", str(tmp_path / "none.jsonl"))

    assert done.status == 2
    assert done.err.endswith("none.jsonl: No such file or directory\n")


def test_steps_compose_in_a_pipe_that_is_closed_early(tmp_path: Path) -> None:
    feed = written(
        tmp_path, "feed.xml", RSS.replace("</channel>", "<item><title>x</title></item>" * 3000 + "</channel>")
    )

    with subprocess.Popen(
        [sys.executable, "-m", "bot", "step", "parse", *[feed] * 3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == "c-1"
        process.stdout.close()
        told = process.stderr.read()

    assert b"Traceback" not in told
    assert b"BrokenPipe" not in told


def test_cluster_gives_each_article_its_story_in_the_order_given(shell: Shell) -> None:
    done = shell(
        "step", "cluster",
        stdin=[
            {"id": "a", "title": TROOPS, "url": "https://a.example/1"},
            {"id": 2, "title": "Parliament passes the budget after a long night", "published": None},
            {"id": "c", "title": TROOPS, "url": "https://b.example/9"},
        ],
    )  # fmt: skip

    assert (done.status, done.err) == (0, "")
    assert [line["id"] for line in done.lines] == ["a", 2, "c"]
    first, budget, again = (line["story"] for line in done.lines)
    assert first == again != budget


def test_cluster_leaves_out_a_bad_line_and_clusters_the_rest(shell: Shell) -> None:
    done = shell("step", "cluster", stdin='{"id": 1, "title": "Kursk"}\n{"title": "No id"}\n')

    assert done.status == 1
    assert [line["id"] for line in done.lines] == [1]
    assert done.err.startswith("stdin:2: id: ")


def test_summarise_quotes_sentences_at_their_offsets(shell: Shell) -> None:
    text = (
        "About 10,000 North Korean soldiers are training in eastern Russia, the Pentagon said on Monday. "
        "Many of them are moving towards the Kursk region, a spokesperson said. He gave no date."
    )
    story = {"id": "a", "title": "North Korean troops train in Russia", "text": text}

    done = shell("step", "summarise", "--sentences", "2", stdin=[story])

    assert done.status == 0
    assert done.lines
    assert all(text[line["start"] : line["end"]] == line["text"] for line in done.lines)
    assert {line["article"] for line in done.lines} == {"a"}
