"""How many telephone calls of a unit and month were answered in time; rows are only ever added."""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TABLE = "answered_calls"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("in_time", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "in_time >= 0 AND calls >= in_time", name=op.f("ck_answered_calls_numbers")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_answered_calls_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_answered_calls_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_answered_calls_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answered_calls")),
    )
    op.create_index(op.f("ix_answered_calls_month_unit_id"), TABLE, ["month", "unit_id"])
    seal(TABLE, ("id",))


def downgrade() -> None:
    """Drop the table with everything in it."""
    unseal(TABLE)
    op.drop_table(TABLE)
