"""What a guild's members said about stories."""

import sqlalchemy as sa
from alembic import op

from bot.storage.types import RowId, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables: choices, and what they mean for articles and for whole stories."""
    op.create_table(
        "story_choice",
        sa.Column("id", RowId, autoincrement=True, nullable=False),
        sa.Column("guild_id", RowId, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("other_id", RowId, nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        _points_to("story_choice", "guild_id", "guild.id"),
        _points_to("story_choice", "story_id", "story.id"),
        _points_to("story_choice", "other_id", "story.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_choice")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_story_choice_guild_id"), "story_choice", ["guild_id"])
    op.create_table(
        "guild_article",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", RowId, nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("choice_id", RowId, nullable=False),
        _points_to("guild_article", "guild_id", "guild.id"),
        _points_to("guild_article", "article_id", "article.id"),
        _points_to("guild_article", "story_id", "story.id"),
        _points_to("guild_article", "choice_id", "story_choice.id"),
        sa.PrimaryKeyConstraint("guild_id", "article_id", name=op.f("pk_guild_article")),
    )
    op.create_index(op.f("ix_guild_article_article_id"), "guild_article", ["article_id"])
    op.create_index(op.f("ix_guild_article_guild_id_story_id"), "guild_article", ["guild_id", "story_id"])
    op.create_table(
        "guild_story",
        sa.Column("guild_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", RowId, nullable=False),
        sa.Column("said_id", RowId, nullable=False),
        sa.Column("into_id", RowId, nullable=False),
        sa.Column("choice_id", RowId, nullable=False),
        _points_to("guild_story", "guild_id", "guild.id"),
        _points_to("guild_story", "story_id", "story.id"),
        _points_to("guild_story", "said_id", "story.id"),
        _points_to("guild_story", "into_id", "story.id"),
        _points_to("guild_story", "choice_id", "story_choice.id"),
        sa.PrimaryKeyConstraint("guild_id", "story_id", name=op.f("pk_guild_story")),
    )
    op.create_index(op.f("ix_guild_story_story_id"), "guild_story", ["story_id"])
    op.create_index(op.f("ix_guild_story_guild_id_into_id"), "guild_story", ["guild_id", "into_id"])


def _points_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"), ondelete="CASCADE")


def downgrade() -> None:
    """Forget them."""
    op.drop_table("guild_story")
    op.drop_table("guild_article")
    op.drop_table("story_choice")
