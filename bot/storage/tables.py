"""Every table. Texts of a revision are never altered; what changes is which revision an entry points to."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from bot.storage.types import Json, RowId, Snowflake, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _row_id() -> Column[int]:
    return Column("id", RowId, primary_key=True, autoincrement=True)


def _points_to(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, RowId, ForeignKey(target, ondelete="CASCADE"), nullable=nullable, index=index)


# -- who is served ------------------------------------------------------------------------------------

guild = Table(
    "guild",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    Column("owner_id", Snowflake),
    Column("notice_channel_id", Snowflake),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
)

channel = Table(
    "channel",
    metadata,
    Column("id", Snowflake, primary_key=True, autoincrement=False),
    _points_to("guild_id", "guild.id", index=True),
    Column("alerts_on", Boolean, nullable=False, server_default=text("true")),
    Column("mention_role_id", Snowflake),
    Column("budget", Integer, nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("images", Boolean, nullable=False, server_default=text("true")),
    Column("updates", String(16), nullable=False, server_default=text("'all'")),  # what pings again
    Column("threads", Boolean, nullable=False, server_default=text("false")),
    Column("blocked_since", UtcDateTime),
    Column("blocked_reason", Text),
)

# -- feeds --------------------------------------------------------------------------------------------

feed = Table(
    "feed",
    metadata,
    _row_id(),
    Column("url", Text, nullable=False),
    Column("url_hash", String(32), nullable=False, unique=True),
    Column("shown_url", Text, nullable=False),  # without credentials
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("site_url", Text),
    Column("language", String(16)),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("body_hash", String(32)),
    Column("window", Json, nullable=False),  # short hashes of the last parse's entry keys
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_check_at", UtcDateTime, nullable=False, index=True),
    Column("last_checked_at", UtcDateTime),
    Column("last_success_at", UtcDateTime),
    Column("primed_at", UtcDateTime),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("failing_since", UtcDateTime),
    Column("failure", String(32)),
    Column("failure_detail", Text),
    Column("possible_gaps", Integer, nullable=False, server_default=text("0")),
    Column("identifier", String(8), nullable=False, server_default=text("'guid'")),  # what names its entries
    Column("rewrites", Integer, nullable=False, server_default=text("0")),  # polls in a row that changed all
    Column("lease_until", UtcDateTime),
    Column("lease_token", Integer, nullable=False, server_default=text("0")),
    Column("host", Text, nullable=False, server_default=text("''")),
    Column("rhythm", Json),  # entries by hour of day, and over how many days
    Column("rhythm_at", UtcDateTime),  # when it was last counted from what is stored
    Column("asks", Json),  # ttl, skipHours and skipDays of the last parse, and its zone
    Column("gap_at", UtcDateTime),  # when its window last rolled over
    Column("possibly_lost", Integer, nullable=False, server_default=text("0")),  # articles
    Column("moving_to", Text),  # where permanent redirects lead, and on how many polls in a row
    Column("moving_seen", Integer, nullable=False, server_default=text("0")),
    Column("moved_into", RowId, index=True),  # another feed's id: only its archive is left here
    Column("replacement_url", Text),  # of a failing feed: what its site names instead
    sqlite_autoincrement=True,
)

feed_event = Table(  # what happened in a feed's life: gap, failing, recovered
    "feed_event",
    metadata,
    _row_id(),
    _points_to("feed_id", "feed.id", index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_autoincrement=True,
)

guild_feed = Table(
    "guild_feed",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("feed_id", RowId, ForeignKey("feed.id", ondelete="CASCADE"), primary_key=True),
    Column("followed_at", UtcDateTime, nullable=False),
    Column("followed_by", Snowflake, nullable=False),
    Column("active_since", UtcDateTime),  # null while paused
    Column("urgent", Boolean, nullable=False, server_default=text("false")),
    Column("folder", String(200)),  # of the OPML file that it came with
    Index("ix_guild_feed_feed_id", "feed_id"),
)

# -- articles -----------------------------------------------------------------------------------------

story = Table(
    "story",
    metadata,
    _row_id(),
    Column("first_at", UtcDateTime, nullable=False),
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
    _row_id(),
    _points_to("story_id", "story.id", index=True),
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
    _points_to("article_id", "article.id", index=True),
)

revision = Table(
    "revision",
    metadata,
    _row_id(),
    _points_to("article_id", "article.id", index=True),
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
    Column("learnt_at", UtcDateTime, nullable=False),
    Column("masked_down_to", RowId),  # revisions from this id up have the version; null: all have it
)

# An article as one feed shows it. What a guild sees of an article are the revisions that the entries
# of its own feeds point to, and no others.
entry = Table(
    "entry",
    metadata,
    _row_id(),
    _points_to("feed_id", "feed.id"),
    Column("key_hash", String(32), nullable=False),
    _points_to("article_id", "article.id"),
    _points_to("revision_id", "revision.id"),
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
    _row_id(),
    _points_to("entry_id", "entry.id", index=True),
    _points_to("revision_id", "revision.id", index=True),
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

# -- watchlists ---------------------------------------------------------------------------------------

watchlist = Table(
    "watchlist",
    metadata,
    _row_id(),
    _points_to("guild_id", "guild.id"),
    Column("channel_id", Snowflake, nullable=False),
    Column("name", String(100), nullable=False),
    Column("name_key", String(200), nullable=False),  # folded, for uniqueness within the guild
    Column("query", Text, nullable=False),
    Column("role_id", Snowflake),
    Column("created_by", Snowflake, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("active_since", UtcDateTime),  # null while paused
    Column("version", Integer, nullable=False, index=True),
    UniqueConstraint("guild_id", "name_key"),
    sqlite_autoincrement=True,
)

watchlist_change = Table(  # outlives its watchlist, for the history
    "watchlist_change",
    metadata,
    _row_id(),
    _points_to("guild_id", "guild.id"),
    Column("watchlist_id", RowId, nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("by", Snowflake),  # null after the member asked to be forgotten
    Column("before", Json),
    Column("after", Json),
    sqlite_autoincrement=True,
)

alias = Table(  # what `@name` stands for in the queries of a guild
    "alias",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(32), primary_key=True),
    Column("query", Text, nullable=False),
    Column("set_by", Snowflake, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)

draft = Table(  # what a member was shown and has not saved, feeds not checked yet; forgotten after a day
    "draft",
    metadata,
    Column("key", String(32), primary_key=True),
    _points_to("guild_id", "guild.id"),
    Column("member_id", Snowflake, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("payload", Json, nullable=False),
)

follower = Table(
    "follower",
    metadata,
    Column("watchlist_id", RowId, ForeignKey("watchlist.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Snowflake, primary_key=True, index=True),
    Column("notify", String(16), nullable=False),
    Column("since", UtcDateTime, nullable=False),
)

match = Table(
    "match",
    metadata,
    Column("watchlist_id", RowId, ForeignKey("watchlist.id", ondelete="CASCADE"), primary_key=True),
    Column("article_id", RowId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    _points_to("revision_id", "revision.id", index=True),
    Column("matched_at", UtcDateTime, nullable=False),
    Column("analysis_version", Integer, nullable=False),
    Column("alias_version", Integer, nullable=False),
    Column("mask_version", Integer, nullable=False),
    Column("hits", Json, nullable=False),
    Column("outcome", String(16), nullable=False),  # "alert", "late", or why it did not alert
    Index("ix_match_article_id", "article_id"),
)

# -- deliveries ---------------------------------------------------------------------------------------

delivery = Table(
    "delivery",
    metadata,
    _row_id(),
    _points_to("guild_id", "guild.id"),
    Column("kind", String(8), nullable=False),
    Column("target_kind", String(8), nullable=False),
    Column("target_id", Snowflake, nullable=False),
    Column("subject", String(80), nullable=False),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), index=True),
    Column(
        "digest_id",
        RowId,
        ForeignKey("delivery.id", ondelete="SET NULL", deferrable=True, initially="DEFERRED"),
        index=True,
    ),
    Column("key", String(24), nullable=False, unique=True),
    Column("state", String(12), nullable=False),
    Column("wanted_revision", Integer, nullable=False),
    Column("sent_revision", Integer, nullable=False, server_default=text("0")),
    Column("message_id", Snowflake, index=True),
    Column("wanted_at", UtcDateTime, nullable=False),
    Column("not_before", UtcDateTime, nullable=False),
    Column("first_attempt_at", UtcDateTime),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    Column("sent_at", UtcDateTime),  # first
    Column("edited_at", UtcDateTime),  # last, or sent
    Column("error", Text),
    Column("lease_until", UtcDateTime),
    Column("lease_token", Integer, nullable=False, server_default=text("0")),
    Column("payload", Json),
    UniqueConstraint("guild_id", "kind", "target_kind", "target_id", "subject"),
    Index("ix_delivery_state_not_before", "state", "not_before"),
    Index("ix_delivery_target_id_sent_at", "target_id", "sent_at"),
    sqlite_autoincrement=True,
)

mute = Table(
    "mute",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("channel_id", Snowflake, primary_key=True),  # 0: for one member, wherever
    Column("member_id", Snowflake, primary_key=True),  # 0: for the whole channel
    Column("by", Snowflake, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_mute_story_id", "story_id"),
)

story_follow = Table(  # members who are sent a story's later developments
    "story_follow",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    Column("member_id", Snowflake, primary_key=True),
    Column("channel_id", Snowflake, nullable=False),  # by whose alert they follow it
    Column("since", UtcDateTime, nullable=False),
    Index("ix_story_follow_story_id", "story_id"),
)

story_choice = Table(  # what members said of stories, for their guild
    "story_choice",
    metadata,
    _row_id(),
    _points_to("guild_id", "guild.id", index=True),
    Column("kind", String(8), nullable=False),  # "split" or "merge"
    _points_to("story_id", "story.id"),  # that was split, or went into the other one
    _points_to("other_id", "story.id"),  # the part split off, or where it went
    Column("by", Snowflake),  # null after the member asked to be forgotten
    Column("at", UtcDateTime, nullable=False),
    Column("undone_by", Snowflake),
    Column("undone_at", UtcDateTime),
    sqlite_autoincrement=True,
)

guild_article = (
    Table(  # in which story an article is for a guild, where that is another one than for the rest
        "guild_article",
        metadata,
        Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
        Column("article_id", RowId, ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
        _points_to("story_id", "story.id"),
        _points_to("choice_id", "story_choice.id"),
        Index("ix_guild_article_article_id", "article_id"),
        Index("ix_guild_article_guild_id_story_id", "guild_id", "story_id"),
    )
)

guild_story = Table(  # a story that is a part of another one for a guild
    "guild_story",
    metadata,
    Column("guild_id", Snowflake, ForeignKey("guild.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", RowId, ForeignKey("story.id", ondelete="CASCADE"), primary_key=True),
    _points_to("said_id", "story.id"),  # of which the member said that it is the same
    _points_to("into_id", "story.id"),  # where that leads in the end
    _points_to("choice_id", "story_choice.id"),
    Index("ix_guild_story_story_id", "story_id"),
    Index("ix_guild_story_guild_id_into_id", "guild_id", "into_id"),
)

# -- the process --------------------------------------------------------------------------------------

role_lease = Table(
    "role_lease",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("holder", Text, nullable=False),
    Column("token", Integer, nullable=False),
    Column("until", UtcDateTime, nullable=False),
)

counter = Table(  # versions that grow: of the watchlists, the aliases, the masks; marks of a restore
    "counter",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)
