"""What meetings decide and the hashes it is sealed under; rows of both are only ever added."""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

DECISIONS = "meeting_decisions"
SEALS = "meeting_seals"
DECISION = (
    "(matter IN ('present', 'other') AND unit_id IS NULL AND decision = '')"
    " OR (matter = 'model' AND unit_id IS NOT NULL AND decision IN ('yes', 'no'))"
    " OR (matter = 'elimination' AND unit_id IS NOT NULL"
    " AND decision IN ('eliminate', 'keep'))"
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        DECISIONS,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("matter", sa.String(length=12), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(DECISION, name=op.f("ck_meeting_decisions_decision")),
        sa.CheckConstraint("number > 0", name=op.f("ck_meeting_decisions_number")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_meeting_decisions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_meeting_decisions_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_decisions")),
    )
    op.create_index(op.f("ix_meeting_decisions_period"), DECISIONS, ["period"])
    op.create_table(
        SEALS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sealed_by"], ["people.id"], name=op.f("fk_meeting_seals_sealed_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_seals")),
        sa.UniqueConstraint("hash", name=op.f("uq_meeting_seals_hash")),
        sa.UniqueConstraint("period", "number", name=op.f("uq_meeting_seals_period_number")),
    )
    seal(DECISIONS, ("id",))
    seal(SEALS, ("id", "hash"))


def downgrade() -> None:
    """Drop the tables with everything in them."""
    for table in (SEALS, DECISIONS):
        unseal(table)
        op.drop_table(table)
