"""Feeds found where a page does not name them: by rules of well-known sites, and at usual addresses."""

from __future__ import annotations

import pytest

from bot.pipeline.feeds.guess import USUAL, site_feeds, usual_addresses

CHANNEL = "UCabcdefghijklmnopqrstuv"
YOUTUBE = "https://www.youtube.com/feeds/videos.xml"


@pytest.mark.parametrize(
    ("pasted", "feed"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", f"{YOUTUBE}?channel_id={CHANNEL}"),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos", f"{YOUTUBE}?channel_id={CHANNEL}"),
        ("https://www.youtube.com/playlist?list=PL-abc_1", f"{YOUTUBE}?playlist_id=PL-abc_1"),
        ("https://www.reddit.com/r/worldnews/", "https://www.reddit.com/r/worldnews/.rss"),
        ("https://old.reddit.com/r/worldnews/new/", "https://www.reddit.com/r/worldnews/new/.rss"),
        ("https://reddit.com/u/someone", "https://www.reddit.com/user/someone/.rss"),
        ("https://mastodon.social/@someone", "https://mastodon.social/@someone.rss"),
        ("https://social.example/web/@someone/", "https://social.example/@someone.rss"),
        ("https://courier.substack.com/", "https://courier.substack.com/feed"),
        ("https://courier.substack.com/p/an-issue", "https://courier.substack.com/feed"),
        ("https://medium.com/@someone", "https://medium.com/feed/@someone"),
        ("https://medium.com/@someone/a-story-1a2b", "https://medium.com/feed/@someone"),
        ("https://medium.com/tag/war", "https://medium.com/feed/tag/war"),
        ("https://bsky.app/profile/did:plc:ab12", "https://bsky.app/profile/did:plc:ab12/rss"),
        ("https://www.reddit.com/user/one/submitted/", "https://www.reddit.com/user/one/submitted/.rss"),
        ("https://medium.com/the-courier", "https://medium.com/feed/the-courier"),
        ("https://courier.medium.com/about", "https://courier.medium.com/feed"),
        ("https://github.com/owner/repo", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo.git", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo/releases", "https://github.com/owner/repo/releases.atom"),
        ("https://github.com/owner/repo/tags", "https://github.com/owner/repo/tags.atom"),
        ("https://github.com/owner/repo/commits/main", "https://github.com/owner/repo/commits/main.atom"),
        ("https://gitlab.com/group/sub/project", "https://gitlab.com/group/sub/project/-/tags?format=atom"),
        ("https://bsky.app/profile/courier.example", "https://bsky.app/profile/courier.example/rss"),
        ("https://courier.tumblr.com/", "https://courier.tumblr.com/rss"),
        ("https://www.youtube.com/user/courier/videos", f"{YOUTUBE}?user=courier"),
        ("https://www.reddit.com/r/europe+world/", "https://www.reddit.com/r/europe+world/.rss"),
        ("https://www.reddit.com/r/europe/search?q=a", "https://www.reddit.com/r/europe/search.rss?q=a"),
        ("https://mastodon.social/@someone/112233", "https://mastodon.social/@someone.rss"),
        ("https://mastodon.social/@someone@far.example", "https://far.example/@someone.rss"),
        ("https://open.substack.com/pub/courier/p/one", "https://courier.substack.com/feed"),
        ("https://substack.com/@courier", "https://courier.substack.com/feed"),
        ("https://github.com/o/repo/releases/tag/v1", "https://github.com/o/repo/releases.atom"),
        ("https://bsky.app/profile/a.example/post/3k", "https://bsky.app/profile/a.example/rss"),
        ("https://feedly.com/i/subscription/feed%2Fhttps%3A%2F%2Fa.example%2Ff", "https://a.example/f"),
        ("https://news.google.com/home?hl=en", "https://news.google.com/rss?hl=en"),
        ("https://news.google.com/search?q=kursk&hl=en", "https://news.google.com/rss/search?q=kursk&hl=en"),
    ],
)
def test_a_page_of_a_well_known_site_has_its_feed_by_rule(pasted: str, feed: str) -> None:
    assert site_feeds(pasted) == (feed,)


@pytest.mark.parametrize(
    "pasted",
    [
        "https://news.example/world/",
        "https://www.youtube.com/@someone",  # its page says which channel this is
        "https://www.youtube.com/channel/nonsense",
        "https://www.reddit.com/r/worldnews/comments/abc/title/",
        "https://www.reddit.com/r/worldnews/.rss",
        "https://medium.com/feed/@someone",
        "https://github.com/features/actions",
        "https://github.com/owner",
        "https://courier.substack.com/feed",
        "https://www.flickr.com/@someone",
        "https://www.youtube.com/watch?v=abc&list=RDabc",  # a mix, made anew for each viewer
        "https://news.example/users/112233",
        "https://news.google.com/rss/search?q=kursk",
        "https://notyoutube.com/channel/UCabcdefghijklmnopqrstuv",
        "https://github.com.evil.example/owner/repo",
        "",
    ],
)
def test_other_addresses_have_no_rule(pasted: str) -> None:
    assert site_feeds(pasted) == ()


def test_credentials_stay_with_their_own_site() -> None:
    assert site_feeds("https://ann:sesame@social.example/@someone") == (
        "https://ann:sesame@social.example/@someone.rss",
    )
    assert site_feeds("https://ann:sesame@github.com/owner/repo") == (
        "https://github.com/owner/repo/releases.atom",
    )


def test_usual_addresses_begin_beside_the_page_and_go_on_at_the_sites_root() -> None:
    found = usual_addresses("https://news.example/blog/start.html?page=2")

    assert found[:3] == (
        "https://news.example/blog/feed",
        "https://news.example/blog/rss.xml",
        "https://news.example/blog/index.xml",
    )
    assert found[3:] == tuple(f"https://news.example/{each}" for each in USUAL)
    assert "https://news.example/feeds/posts/default" in found  # Blogger
    assert "https://news.example/?feed=rss2" in found  # WordPress


@pytest.mark.parametrize(
    "url", ["https://news.example", "https://news.example/", "https://news.example/feed"]
)
def test_of_a_sites_root_only_the_root_is_asked_and_never_the_page_again(url: str) -> None:
    found = usual_addresses(url)

    assert url not in found
    assert len(found) in {len(USUAL), len(USUAL) - 1}
