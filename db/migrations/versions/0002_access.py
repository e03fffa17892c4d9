"""Who may what: accounts, sessions, roles, dated memberships, and the trail.

A unit's division becomes a membership with a first day. Triggers let nobody change or take out
an entry of the trail or of the history of answers.
"""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BEGINNING = "2000-01-01"
SEALED = ("trail", "operations")
UNIQUE = {"trail": ("id", "hash"), "operations": ("id", "rowid")}
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, move divisions into memberships, seal trail and history."""
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_address_at"), "attempts", ["address", "at"], unique=False)
    op.create_index(op.f("ix_attempts_login_at"), "attempts", ["login", "at"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=True),
        sa.Column("email", sa.String(length=200), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_accounts_person_id_people")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
        sa.UniqueConstraint("login", name=op.f("uq_accounts_login")),
        sa.UniqueConstraint("subject", name=op.f("uq_accounts_subject")),
    )
    op.create_table(
        "grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(role = 'inspector' AND (division_id IS NULL) <> (unit_id IS NULL))"
            " OR (role = 'division_head' AND division_id IS NOT NULL AND unit_id IS NULL)"
            " OR (role = 'unit_representative' AND unit_id IS NOT NULL AND division_id IS NULL)"
            " OR (role IN ('administrator', 'meeting_viewer')"
            " AND division_id IS NULL AND unit_id IS NULL)",
            name=op.f("ck_grants_scope"),
        ),
        sa.CheckConstraint(
            "role IN ('inspector', 'division_head', 'administrator', 'unit_representative',"
            " 'meeting_viewer')",
            name=op.f("ck_grants_role"),
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name=op.f("ck_grants_span")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_grants_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_grants_person_id_people")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_grants_unit_id_units")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grants")),
    )
    op.create_index(
        op.f("ix_grants_person_id_valid_from"), "grants", ["person_id", "valid_from"], unique=False
    )
    op.create_table(
        "memberships",
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name=op.f("ck_memberships_span")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_memberships_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_memberships_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("unit_id", "valid_from", name=op.f("pk_memberships")),
    )
    op.create_index(
        op.f("ix_memberships_division_id_valid_from"),
        "memberships",
        ["division_id", "valid_from"],
        unique=False,
    )
    op.create_table(
        "releases",
        sa.Column("period", sa.String(length=7), nullable=False),
        sa.Column("released_at", MOMENT, nullable=False),
        sa.Column("released_by", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["released_by"], ["people.id"], name=op.f("fk_releases_released_by_people")
        ),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_releases")),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.String(length=10), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("agent", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "method IN ('password', 'oidc', 'demo')", name=op.f("ck_sessions_method")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_sessions_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sessions_token_hash")),
    )
    op.create_index(
        op.f("ix_sessions_person_id_ended_at"), "sessions", ["person_id", "ended_at"], unique=False
    )
    op.create_table(
        "trail",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=60), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.String(length=80), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_trail_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail")),
        sa.UniqueConstraint("hash", name=op.f("uq_trail_hash")),
    )
    op.create_index(op.f("ix_trail_at"), "trail", ["at"], unique=False)
    op.create_index(
        op.f("ix_trail_object_kind_object_id"), "trail", ["object_kind", "object_id"], unique=False
    )
    op.create_index(op.f("ix_trail_person_id_at"), "trail", ["person_id", "at"], unique=False)
    op.create_table(
        "acknowledgements",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_acknowledgements_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_acknowledgements_person_id_people")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_acknowledgements")),
    )
    op.create_table(
        "confirmations",
        sa.Column("audit_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["audit_id"], ["audits.id"], name=op.f("fk_confirmations_audit_id_audits")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_confirmations_person_id_people")
        ),
        sa.PrimaryKeyConstraint("audit_id", name=op.f("pk_confirmations")),
    )

    op.execute(
        "INSERT INTO memberships (unit_id, division_id, valid_from)"
        f" SELECT id, division_id, '{BEGINNING}' FROM units"
    )
    with op.batch_alter_table("units") as units:
        units.drop_index(op.f("ix_units_division_id"))
        units.drop_constraint(op.f("fk_units_division_id_divisions"), type_="foreignkey")
        units.drop_column("division_id")
    for table in SEALED:
        seal(table, UNIQUE[table])


def downgrade() -> None:
    """Give units their present division again, and drop the tables with everything in them."""
    with op.batch_alter_table("units") as units:
        units.add_column(sa.Column("division_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE units SET division_id = (SELECT division_id FROM memberships"
        " WHERE unit_id = units.id AND valid_until IS NULL)"
    )
    with op.batch_alter_table("units") as units:
        units.alter_column("division_id", nullable=False)
        units.create_foreign_key(
            op.f("fk_units_division_id_divisions"), "divisions", ["division_id"], ["id"]
        )
        units.create_index(op.f("ix_units_division_id"), ["division_id"])
    for table in SEALED:
        unseal(table)
    for table in (
        "confirmations",
        "acknowledgements",
        "trail",
        "sessions",
        "releases",
        "memberships",
        "grants",
        "accounts",
        "attempts",
    ):
        op.drop_table(table)
