"""What feeds showed. Texts are never altered; what changes is the revision that an entry points to."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.tables.columns import metadata, points_to, row_id
from bot.storage.types import Json, RowId, UtcDateTime

story = Table(
    "story",
    metadata,
    row_id(),
    Column("last_at", UtcDateTime, nullable=False),
    Column(
        "merged_into",
        RowId,
        ForeignKey("story.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED"),
    ),
    sqlite_autoincrement=True,
)

article = Table(
    "article",
    metadata,
    row_id(),
    points_to("story_id", "story.id", index=True),
    Column("url", Text),
    Column("url_hash", String(32), unique=True),  # of the canonical URL; null for an article without one
    Column("first_stored_at", UtcDateTime, nullable=False),
    Column("page_due_at", UtcDateTime, index=True),  # the page is still to be read; null when done
    Column("page_attempts", Integer, nullable=False, server_default=text("0")),
    Column("page_note", String(16)),  # why its page gave no article; null where it did, or was not asked
    sqlite_autoincrement=True,
)

address = Table(  # further addresses of an article: its page names itself so, or another feed links so
    "address",
    metadata,
    Column("url_hash", String(32), primary_key=True),
    points_to("article_id", "article.id", index=True),
)

revision = Table(
    "revision",
    metadata,
    row_id(),
    points_to("article_id", "article.id", index=True),
    Column("number", Integer, nullable=False),
    Column("origin", String(8), nullable=False),  # "feed" or "page": where the text came from
    Column("content_hash", String(32), nullable=False),
    Column("stored_at", UtcDateTime, nullable=False),
    Column("url", Text),
    Column("outlet", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text),
    Column("language", String(16)),
    Column("image_url", Text),
    Column("published", UtcDateTime),
    Column("updated", UtcDateTime),
    Column("stated", String(40)),  # the time that the feed gives, where `published` is not that
    Column("credit", String(40)),  # the wire service whose report it is
    Column("site", String(200)),  # feed and host, whose boilerplate may stand in the text
    Column("mask", Json),  # spans of `text` that are boilerplate, as [start, end]; null for none
    Column("mask_version", Integer, nullable=False, server_default=text("0")),
    UniqueConstraint("article_id", "number"),
    Index("ix_revision_site_id", "site", "id"),
    Index("ix_revision_id_published", "id", "published"),  # in a row it stands behind the text
    sqlite_autoincrement=True,
)

boilerplate = Table(  # lines that a site repeats in one feed's articles of different stories
    "boilerplate",
    metadata,
    Column("site", String(200), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("lines", Json, nullable=False),  # their keys, the newest first
    Column("masked_down_to", RowId),  # revisions from this id up have the version; null: all have it
)

# An article as one feed shows it. What a guild sees of an article are the revisions that the entries
# of its own feeds point to, and no others.
entry = Table(
    "entry",
    metadata,
    row_id(),
    points_to("feed_id", "feed.id"),
    Column("key_hash", String(32), nullable=False),
    points_to("article_id", "article.id"),
    points_to("revision_id", "revision.id"),
    Column("content_hash", String(32), nullable=False),  # of the entry as the feed last gave it
    Column("link_hash", String(32)),  # of its canonical link
    Column("title_hash", String(32)),
    Column("first_stored_at", UtcDateTime, nullable=False),
    Column("alertable", Boolean, nullable=False),  # false for a back catalogue
    Column("late", String(80)),  # subject of the digest that tells it, where it arrived late
    UniqueConstraint("feed_id", "key_hash"),
    # Who sees what is told by these three alone, without a look at the rows.
    Index("ix_entry_article_id_revision_id_feed_id", "article_id", "revision_id", "feed_id"),
    Index("ix_entry_revision_id_feed_id_article_id", "revision_id", "feed_id", "article_id"),
    Index("ix_entry_feed_id_revision_id", "feed_id", "revision_id"),
    Index("ix_entry_feed_id_first_stored_at", "feed_id", "first_stored_at"),
    Index("ix_entry_feed_id_link_hash", "feed_id", "link_hash"),
    Index("ix_entry_feed_id_title_hash", "feed_id", "title_hash"),
    sqlite_autoincrement=True,
)

sketch = Table(  # what copies of a recent revision are found by; forgotten when none can come any more
    "sketch",
    metadata,
    Column(
        "revision_id",
        RowId,
        ForeignKey("revision.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("article_id", RowId, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("hashes", Text, nullable=False),
)

near_copy = Table(  # that a revision repeats an earlier one of another article
    "near_copy",
    metadata,
    Column("revision_id", RowId, ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True),
    Column("of_revision_id", RowId, ForeignKey("revision.id", ondelete="CASCADE"), primary_key=True),
    Column("similarity", Float, nullable=False),  # share of the shorter text, 0 to 1
    Index("ix_near_copy_of_revision_id", "of_revision_id"),
)

entry_past = Table(  # what an entry showed before, and until when
    "entry_past",
    metadata,
    row_id(),
    points_to("entry_id", "entry.id", index=True),
    points_to("revision_id", "revision.id", index=True),
    Column("until", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

absence = Table(  # of an entry that left its feed while older ones stayed: perhaps its article was withdrawn
    "absence",
    metadata,
    Column(
        "entry_id",
        RowId,
        ForeignKey("entry.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("since", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, index=True),  # its page is asked for then; null when that is done
    Column("checks", Integer, nullable=False, server_default=text("0")),
    Column("gone", Integer, nullable=False, server_default=text("0")),  # checks that found the page gone
    Column("withdrawn_at", UtcDateTime),  # null unless it is sure
)
