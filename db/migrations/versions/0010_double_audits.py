"""Double audits: the same thing at a unit, audited by two people apart."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLE = "double_audits"
MOMENT = sa.DateTime(timezone=True)
KINDS = ("own", "division", "company")


def upgrade() -> None:
    """Make the table, and let audits be of this occasion."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("planned_for", sa.Date(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("first_audit", sa.String(length=36), nullable=False),
        sa.Column("second_audit", sa.String(length=36), nullable=False),
        sa.Column("planned_at", MOMENT, nullable=False),
        sa.Column("planned_by", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("first_id <> second_id", name=op.f("ck_double_audits_inspectors")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)"
            " AND (withdrawn_at IS NULL) = (withdrawn_reason IS NULL)",
            name=op.f("ck_double_audits_withdrawn"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_double_audits_{column}_{other}")
            )
            for column, other in (
                ("unit_id", "units"),
                ("first_id", "people"),
                ("second_id", "people"),
                ("planned_by", "people"),
                ("withdrawn_by", "people"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_double_audits")),
        sa.UniqueConstraint("first_audit", name=op.f("uq_double_audits_first_audit")),
        sa.UniqueConstraint("second_audit", name=op.f("uq_double_audits_second_audit")),
    )
    for column in ("period", "first_id", "second_id"):
        op.create_index(op.f(f"ix_double_audits_{column}"), TABLE, [column])
    _kinds((*KINDS, "double"))


def downgrade() -> None:
    """Drop the table; the audits of this occasion are void, since they were never to count."""
    op.execute(
        sa.text(
            "UPDATE audits SET kind = 'own', state = 'void', voided_at = created_at,"
            " voided_by = inspector_id, void_reason = 'double audit' WHERE kind = 'double'"
        )
    )
    _kinds(KINDS)
    op.drop_table(TABLE)


def _kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("audits") as audits:
        audits.drop_constraint(op.f("ck_audits_kind"), type_="check")
        audits.create_check_constraint(op.f("ck_audits_kind"), f"kind IN ({listed})")
