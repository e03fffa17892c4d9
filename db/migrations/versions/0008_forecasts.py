"""Forecasts as they were made; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

TABLE = "forecasts"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=1), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("inputs", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("method IN ('A', 'B')", name=op.f("ck_forecasts_method")),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_forecasts_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["people.id"], name=op.f("fk_forecasts_made_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forecasts")),
        sa.UniqueConstraint("inputs", name=op.f("uq_forecasts_inputs")),
    )
    op.create_index(op.f("ix_forecasts_period_division_id"), TABLE, ["period", "division_id"])
    seal(TABLE, ("id", "inputs"))


def downgrade() -> None:
    """Drop the table with everything in it."""
    unseal(TABLE)
    op.drop_table(TABLE)
