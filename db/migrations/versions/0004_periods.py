"""What audits add up to: periods and their seals, coefficients, kept sums, sources of figures.

Triggers let nobody change or take out a seal or a coefficient. Scores that are there get their
points in whole numbers, and the sums of audits that count are added up.
"""

import json
import secrets

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal
from db.points import points_of_ledger

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SEALED = {"seals": ("id", "hash"), "coefficients": ("id",)}
BATCH = 200

OLD_SCORES = """
SELECT audit_id, ledger FROM scores WHERE points IS NULL ORDER BY audit_id LIMIT :most
"""
COUNTING = """
SELECT a.unit_id, a.period, a.sheet, count(*), sum(s.k1), sum(s.k2), sum(s.k3)
FROM audits a JOIN scores s ON s.audit_id = a.id
WHERE a.state = 'submitted' AND s.k IS NOT NULL
AND (NOT a.asks_confirmation OR EXISTS (SELECT 1 FROM confirmations c WHERE c.audit_id = a.id))
GROUP BY a.unit_id, a.period, a.sheet
"""
TABLES = ("sources", "unit_months", "seals", "periods", "coefficients")


def upgrade() -> None:
    """Make the tables, let scores keep their points in whole numbers."""
    op.create_table(
        "coefficients",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_coefficients_value")),
        sa.ForeignKeyConstraint(
            ["set_by"], ["people.id"], name=op.f("fk_coefficients_set_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_coefficients_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coefficients")),
    )
    op.create_index(
        op.f("ix_coefficients_unit_id_month"), "coefficients", ["unit_id", "month"], unique=False
    )

    op.create_table(
        "periods",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'closing', 'sealed', 'restating')", name=op.f("ck_periods_state")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["people.id"], name=op.f("fk_periods_changed_by_people")
        ),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_periods")),
    )
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", MOMENT, nullable=False),
        sa.Column("sealed_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sealed_by"], ["people.id"], name=op.f("fk_seals_sealed_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sa.UniqueConstraint("hash", name=op.f("uq_seals_hash")),
        sa.UniqueConstraint("period", "number", name=op.f("uq_seals_period_number")),
    )
    op.create_table(
        "unit_months",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("audits", sa.Integer(), nullable=False),
        sa.Column("k1", sa.BigInteger(), nullable=False),
        sa.Column("k2", sa.BigInteger(), nullable=False),
        sa.Column("k3", sa.BigInteger(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_unit_months_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("unit_id", "month", "sheet", name=op.f("pk_unit_months")),
    )
    op.create_table(
        "sources",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=100), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(sha256 IS NULL) = (name IS NULL)", name=op.f("ck_sources_file")),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_sources_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sources_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
    )
    op.create_index(op.f("ix_sources_audit_id"), "sources", ["audit_id"], unique=False)
    op.create_index(op.f("ix_sources_sha256"), "sources", ["sha256"], unique=False)

    op.add_column("scores", sa.Column("points", sa.LargeBinary(), nullable=True))
    for table, unique in SEALED.items():
        seal(table, unique)
    _keep_points()
    _keep_sums()


def downgrade() -> None:
    """Drop the tables with everything in them."""
    op.drop_column("scores", "points")
    for table in SEALED:
        unseal(table)
    for table in TABLES:
        op.drop_table(table)


def _keep_points() -> None:
    connection = op.get_bind()
    old, given = sa.text(OLD_SCORES), sa.text("UPDATE scores SET points = :p WHERE audit_id = :a")
    while rows := connection.execute(old, {"most": BATCH}).all():
        ledgers = ((key, json.loads(x) if isinstance(x, str) else x) for key, x in rows)
        values = [{"a": key, "p": points_of_ledger(ledger)} for key, ledger in ledgers]
        connection.execute(given, values)


def _keep_sums() -> None:
    connection = op.get_bind()
    names = ("unit_id", "month", "sheet", "audits", "k1", "k2", "k3", "stamp")
    into = sa.table("unit_months", *(sa.column(name) for name in names))
    rows = [
        dict(zip(names, (*row, secrets.randbelow(2**40)), strict=True))
        for row in connection.execute(sa.text(COUNTING))
    ]
    if rows:
        connection.execute(into.insert(), rows)
