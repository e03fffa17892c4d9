"""The first tables: organisation, sheets, audits with answers and scores, settings.

Exact numbers are whole numbers here: points in units of 0.0001, K in units of 0.000001.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "divisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_divisions")),
        sa.UniqueConstraint("code", name=op.f("uq_divisions_code")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("code", name=op.f("uq_people_code")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "sheet_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_versions")),
        sa.UniqueConstraint("content_hash", name=op.f("uq_sheet_versions_content_hash")),
    )
    op.create_index(op.f("ix_sheet_versions_sheet"), "sheet_versions", ["sheet"])
    op.create_table(
        "units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name_zh", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_units_division_id_divisions")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_index(op.f("ix_units_division_id"), "units", ["division_id"])
    op.create_table(
        "audits",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("sheet_version_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("audited_on", sa.Date(), nullable=False),
        sa.Column("inspector_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voided_by", sa.Integer(), nullable=True),
        sa.Column("void_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "NOT (state = 'submitted' AND submitted_at IS NULL)"
            " AND NOT (state = 'draft' AND submitted_at IS NOT NULL)",
            name=op.f("ck_audits_submitted_at"),
        ),
        sa.CheckConstraint(
            "(state = 'void') = (voided_at IS NOT NULL)"
            " AND (state = 'void') = (voided_by IS NOT NULL)"
            " AND (state = 'void') = (void_reason IS NOT NULL)",
            name=op.f("ck_audits_void_reason"),
        ),
        sa.CheckConstraint("kind IN ('own', 'division', 'company')", name=op.f("ck_audits_kind")),
        sa.CheckConstraint(
            "length(period) = 7 AND trim(substr(period, 1, 4), '0123456789') = ''"
            " AND substr(period, 5, 1) = '-' AND substr(period, 6, 2) IN"
            " ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12')",
            name=op.f("ck_audits_period"),
        ),
        sa.CheckConstraint("state IN ('draft', 'submitted', 'void')", name=op.f("ck_audits_state")),
        sa.CheckConstraint(
            "(submitted_at IS NULL) = (submitted_by IS NULL)", name=op.f("ck_audits_submitted_by")
        ),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["people.id"], name=op.f("fk_audits_inspector_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_version_id"],
            ["sheet_versions.id"],
            name=op.f("fk_audits_sheet_version_id_sheet_versions"),
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["people.id"], name=op.f("fk_audits_submitted_by_people")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_audits_unit_id_units")),
        sa.ForeignKeyConstraint(
            ["voided_by"], ["people.id"], name=op.f("fk_audits_voided_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audits")),
    )
    op.create_index(op.f("ix_audits_inspector_id_period"), "audits", ["inspector_id", "period"])
    op.create_index(op.f("ix_audits_period_state_sheet"), "audits", ["period", "state", "sheet"])
    op.create_index(op.f("ix_audits_sheet_version_id"), "audits", ["sheet_version_id"])
    op.create_index(op.f("ix_audits_unit_id_period"), "audits", ["unit_id", "period"])
    op.create_table(
        "operations",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("client", sa.String(length=36), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "status IN ('accepted', 'superseded')", name=op.f("ck_operations_status")
        ),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_operations_sequence")),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_operations_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_operations_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations")),
    )
    op.create_index(op.f("ix_operations_audit_id_item"), "operations", ["audit_id", "item"])
    op.create_table(
        "scores",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("k1", sa.BigInteger(), nullable=False),
        sa.Column("k2", sa.BigInteger(), nullable=False),
        sa.Column("k3", sa.BigInteger(), nullable=False),
        sa.Column("k", sa.BigInteger(), nullable=True),
        sa.Column("grade", sa.String(length=40), nullable=True),
        sa.Column("ledger", sa.JSON(), nullable=False),
        sa.Column("rules_hash", sa.String(length=64), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_scores_audit_id_audits")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_scores")),
    )
    op.create_table(
        "answers",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("client", sa.String(length=36), nullable=False),
        sa.Column("operation_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_answers_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"], ["operations.id"], name=op.f("fk_answers_operation_id_operations")
        ),
        sa.PrimaryKeyConstraint("audit_id", "item", name=op.f("pk_answers")),
    )


def downgrade() -> None:
    """Drop the tables with everything in them."""
    op.drop_table("answers")
    op.drop_table("scores")
    op.drop_table("operations")
    op.drop_table("audits")
    op.drop_table("units")
    op.drop_table("sheet_versions")
    op.drop_table("settings")
    op.drop_table("people")
    op.drop_table("divisions")
