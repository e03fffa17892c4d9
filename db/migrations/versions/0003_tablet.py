"""Work at the unit: photos, signatures, filling in together, returned audits, corrections.

An audit can be returned or replaced by a corrected version; an operation says which answer the
person saw when it was made, and in which way it came about.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
STATE = "state IN ('draft', 'submitted', 'returned', 'replaced', 'void')"
SUBMITTED = (
    "NOT (state IN ('submitted', 'replaced') AND submitted_at IS NULL)"
    " AND NOT (state IN ('draft', 'returned') AND submitted_at IS NOT NULL)"
)
STATE_BEFORE = "state IN ('draft', 'submitted', 'void')"
SUBMITTED_BEFORE = (
    "NOT (state = 'submitted' AND submitted_at IS NULL)"
    " AND NOT (state = 'draft' AND submitted_at IS NOT NULL)"
)
TABLES = (
    "conflicts",
    "presences",
    "participants",
    "signatures",
    "returns",
    "photos",
)


def upgrade() -> None:
    """Make the tables, let audits be returned and corrected."""
    with op.batch_alter_table("audits") as audits:
        audits.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        audits.add_column(sa.Column("corrects", sa.String(length=36), nullable=True))
        audits.add_column(sa.Column("correction_reason", sa.Text(), nullable=True))
        audits.add_column(
            sa.Column("asks_confirmation", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        audits.create_index(op.f("ix_audits_corrects"), ["corrects"])
        audits.create_foreign_key(op.f("fk_audits_corrects_audits"), "audits", ["corrects"], ["id"])
        audits.create_check_constraint(
            op.f("ck_audits_correction"), "(corrects IS NULL) = (correction_reason IS NULL)"
        )
        audits.drop_constraint(op.f("ck_audits_state"), type_="check")
        audits.create_check_constraint(op.f("ck_audits_state"), STATE)
        audits.drop_constraint(op.f("ck_audits_submitted_at"), type_="check")
        audits.create_check_constraint(op.f("ck_audits_submitted_at"), SUBMITTED)
    # A rebuilt table would lose the triggers that seal it; a column that is added does not.
    op.add_column("operations", sa.Column("base", sa.String(length=36), nullable=True))
    op.add_column(
        "operations", sa.Column("way", sa.String(length=10), server_default="tap", nullable=False)
    )
    op.create_table(
        "participants",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["people.id"], name=op.f("fk_participants_added_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_participants_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_participants_person_id_people")
        ),
        sa.PrimaryKeyConstraint("audit_id", "person_id", name=op.f("pk_participants")),
    )
    op.create_table(
        "photos",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("latitude", sa.BigInteger(), nullable=True),
        sa.Column("longitude", sa.BigInteger(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(latitude IS NULL) = (longitude IS NULL)", name=op.f("ck_photos_place")
        ),
        sa.CheckConstraint(
            "(removed_at IS NULL) = (removed_by IS NULL)", name=op.f("ck_photos_removed")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_photos_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_photos_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["people.id"], name=op.f("fk_photos_removed_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    op.create_index(op.f("ix_photos_audit_id_item"), "photos", ["audit_id", "item"], unique=False)
    op.create_index(op.f("ix_photos_sha256"), "photos", ["sha256"], unique=False)

    op.create_table(
        "presences",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("client", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.CheckConstraint("waiting >= 0", name=op.f("ck_presences_waiting")),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_presences_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_presences_person_id_people")
        ),
        sa.PrimaryKeyConstraint("audit_id", "client", name=op.f("pk_presences")),
    )
    op.create_table(
        "returns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("remarks", sa.JSON(), nullable=False),
        sa.Column("score", sa.JSON(), nullable=False),
        sa.Column("k", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_returns_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_returns_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
    )
    op.create_index(op.f("ix_returns_audit_id_at"), "returns", ["audit_id", "at"], unique=False)

    op.create_table(
        "signatures",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("strokes", sa.JSON(), nullable=False),
        sa.Column("answers_hash", sa.String(length=64), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_signatures_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_signatures_person_id_people")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("id", name=op.f("uq_signatures_id")),
    )
    op.create_table(
        "conflicts",
        sa.Column("operation_id", sa.String(length=36), nullable=False),
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("against", sa.String(length=36), nullable=False),
        sa.Column("raised_at", MOMENT, nullable=False),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("settled_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL)", name=op.f("ck_conflicts_settled")
        ),
        sa.ForeignKeyConstraint(
            ["against"], ["operations.id"], name=op.f("fk_conflicts_against_operations")
        ),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_conflicts_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_conflicts_operation_id_operations")
        ),
        sa.ForeignKeyConstraint(
            ["settled_by"], ["operations.id"], name=op.f("fk_conflicts_settled_by_operations")
        ),
        sa.PrimaryKeyConstraint("operation_id", name=op.f("pk_conflicts")),
    )
    op.create_index(
        op.f("ix_conflicts_audit_id_item"), "conflicts", ["audit_id", "item"], unique=False
    )


def downgrade() -> None:
    """Drop the tables with everything in them; what was returned is a draft, replaced is void."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("operations", "way")
    op.drop_column("operations", "base")
    op.execute("UPDATE audits SET state = 'draft' WHERE state = 'returned'")
    op.execute(
        "UPDATE audits SET state = 'void', voided_at = submitted_at, voided_by = submitted_by,"
        " void_reason = 'replaced by a corrected version' WHERE state = 'replaced'"
    )
    with op.batch_alter_table("audits") as audits:
        audits.drop_constraint(op.f("ck_audits_state"), type_="check")
        audits.create_check_constraint(op.f("ck_audits_state"), STATE_BEFORE)
        audits.drop_constraint(op.f("ck_audits_submitted_at"), type_="check")
        audits.create_check_constraint(op.f("ck_audits_submitted_at"), SUBMITTED_BEFORE)
        audits.drop_constraint(op.f("ck_audits_correction"), type_="check")
        audits.drop_constraint(op.f("fk_audits_corrects_audits"), type_="foreignkey")
        audits.drop_index(op.f("ix_audits_corrects"))
        for column in ("asks_confirmation", "correction_reason", "corrects", "version"):
            audits.drop_column(column)
