"""The article of a page: which text is believed, what its edges lose, where its holes are."""

from __future__ import annotations

import pytest
from lxml import html as lxml_html

from bot.pipeline.extract.choose import choose, is_whole_of
from bot.pipeline.extract.edges import body_lines
from bot.pipeline.extract.holes import mark_empty, with_gaps
from bot.pipeline.extract.tree import page_tree, words

ONE = "The ferries stop at noon because of the storm, the port authority said on Monday morning."
TWO = "Winds of up to 120 km/h are expected by the evening, and waves may reach six metres or more."
OTHER = "Subscribe to our newsletter and read what everybody else is reading on this site today, for free."


def test_the_text_that_agrees_with_the_others_is_believed() -> None:
    assert (
        choose([f"{ONE}\n{OTHER}\n", f"{ONE}\n{TWO}\n", f"{ONE}\n{TWO}\n{OTHER}\n"])
        == f"{ONE}\n{TWO}\n{OTHER}\n"
    )
    assert choose([OTHER, f"{ONE}\n{TWO}\n", f"{ONE}\n{TWO}\n"]) == f"{ONE}\n{TWO}\n"


def test_paragraphs_that_two_extractors_miss_are_found() -> None:
    whole = "\n".join([ONE, TWO, OTHER, TWO.replace("120", "130"), ONE.replace("noon", "six")])

    assert choose([ONE, ONE, whole]) == whole
    assert is_whole_of(whole, ONE)
    assert not is_whole_of(f"{ONE}\n{OTHER}", TWO)


def test_no_text_at_all_is_none() -> None:
    assert choose([]) == ""


def test_languages_without_spaces_are_compared_by_letters() -> None:
    assert words("東京で会議、NATOも") == ["東", "京", "で", "会", "議", "nato", "も"]


@pytest.mark.parametrize("headline", ["Ferries stop as storm nears", "FERRIES STOP AS STORM NEARS", "World"])
def test_a_headline_above_the_text_is_no_part_of_it(headline: str) -> None:
    called = ["Ferries stop as storm nears | The Harbour", "World"]
    expected = [ONE] if headline != "World" else ["World", ONE]

    assert body_lines(f"{headline}\n{ONE}\n", called=called, linked=()) == expected


def test_links_to_other_articles_at_the_foot_go_and_links_within_the_text_stay() -> None:
    linked = {"storm shuts the northern ports", "port authority"}
    lines = [
        ONE,
        "Read more: Storm shuts the northern ports",
        TWO,
        "Read more: Storm shuts the northern ports",
    ]

    assert body_lines("\n".join(lines), called=(), linked=linked) == lines[:3]
    assert body_lines(ONE, called=(), linked=linked) == [ONE]


def test_another_article_announced_in_capitals_amid_the_text_is_no_part_of_it() -> None:
    linked = {"storm shuts the northern ports", "port authority"}
    lines = [ONE, "STORM SHUTS THE NORTHERN PORTS", "PORT AUTHORITY: STAY HOME", "Port authority", TWO]

    assert body_lines("\n".join(lines), called=(), linked=linked) == [ONE, *lines[2:]]
    assert body_lines(lines[1], called=(), linked=linked) == [lines[1]]


def gapped(markup: str, text: str) -> str:
    tree = page_tree(f"<html><body>{markup}</body></html>".encode(), None)
    assert isinstance(tree, lxml_html.HtmlElement)
    mark_empty(tree)
    return with_gaps(text, tree)


def test_words_that_an_extractor_dropped_leave_a_gap() -> None:
    markup = "<p>The league decided <a href='/x'>to move the game</a> in Pittsburgh on Sunday.</p>"

    assert gapped(markup, "The league decided in Pittsburgh on Sunday.") == (
        "The league decided  in Pittsburgh on Sunday."
    )
    whole = "The league decided to move the game in Pittsburgh on Sunday."
    assert gapped(markup, whole) == whole


def test_a_link_without_words_leaves_a_gap() -> None:
    markup = "<p>Analysts of the Institute for <a href='/isw'></a> Study of War said so.</p>"
    tree = page_tree(f"<html><body>{markup}</body></html>".encode(), None)
    assert tree is not None
    mark_empty(tree)

    assert with_gaps(tree.text_content(), tree) == "Analysts of the Institute for  Study of War said so."


@pytest.mark.parametrize(
    "markup",
    [
        "<p>He <b>W</b>ent home, <i>they</i> said <span>on</span> Monday.</p>",
        "<p>He Went home, <a name='here'></a> they said on Monday.</p>",
        "<p>He Went<br>home, they said on Monday.</p>",
    ],
)
def test_what_stands_in_the_page_as_it_is_has_no_gap(markup: str) -> None:
    text = "He Went home, they said on Monday."

    assert gapped(markup, text) == text
