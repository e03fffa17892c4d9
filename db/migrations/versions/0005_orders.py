"""Work orders with their steps and photos, imports, work calendars, summaries; the role of agents.

Triggers let nobody change or take out a step, a calendar or a signed summary.
"""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SEALED = {"order_steps": ("id",), "work_calendars": ("id",), "day_summaries": ("id",)}
TABLES = (
    "escalations",
    "order_photos",
    "order_steps",
    "work_orders",
    "day_summaries",
    "work_calendars",
    "import_mappings",
    "order_imports",
)

OLD = ("inspector", "division_head", "administrator", "unit_representative", "meeting_viewer")
OLD_SCOPE = (
    "(role = 'inspector' AND (division_id IS NULL) <> (unit_id IS NULL))"
    " OR (role = 'division_head' AND division_id IS NOT NULL AND unit_id IS NULL)"
    " OR (role = 'unit_representative' AND unit_id IS NOT NULL AND division_id IS NULL)"
    " OR (role IN ('administrator', 'meeting_viewer')"
    " AND division_id IS NULL AND unit_id IS NULL)"
)
ROLES = ("inspector", "agent", *OLD[1:])
SCOPE = OLD_SCOPE.replace("role = 'division_head'", "role IN ('agent', 'division_head')")


def upgrade() -> None:
    """Make the tables, and let people be agents."""
    op.create_table(
        "order_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("imported_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_order_imports_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_imports")),
    )
    op.create_table(
        "import_mappings",
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_import_mappings_person_id_people")
        ),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_import_mappings")),
    )
    op.create_table(
        "work_calendars",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("off", sa.JSON(), nullable=False),
        sa.Column("made_up", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_work_calendars_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_calendars")),
    )
    op.create_index(op.f("ix_work_calendars_year"), "work_calendars", ["year"], unique=False)
    op.create_table(
        "day_summaries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shift", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_day_summaries_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_day_summaries_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_day_summaries")),
        sa.UniqueConstraint(
            "division_id",
            "day",
            "shift",
            "number",
            name=op.f("uq_day_summaries_division_id_day_shift_number"),
        ),
    )
    op.create_table(
        "work_orders",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("order_class", sa.String(length=40), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("handed_to_id", sa.Integer(), nullable=True),
        sa.Column("station", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("building", sa.Text(), nullable=False),
        sa.Column("staircase", sa.Text(), nullable=False),
        sa.Column("room", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("telephone", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("reported_at", MOMENT, nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("dispatched_at", MOMENT, nullable=True),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("arrived_at", MOMENT, nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("restored_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.Column("appointment_at", MOMENT, nullable=True),
        sa.Column("appointment_proof", sa.Text(), nullable=False),
        sa.Column("insists", sa.Boolean(), nullable=False),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("redos", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.String(length=20), nullable=False),
        sa.Column("calendar", sa.String(length=64), nullable=False),
        sa.Column("rules", sa.Date(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'dispatched', 'received', 'answered', 'closed', 'void')",
            name=op.f("ck_work_orders_state"),
        ),
        sa.CheckConstraint("redos >= 0", name=op.f("ck_work_orders_redos")),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_work_orders_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["handed_to_id"], ["units.id"], name=op.f("fk_work_orders_handed_to_id_units")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["order_imports.id"], name=op.f("fk_work_orders_import_id_order_imports")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by"], ["people.id"], name=op.f("fk_work_orders_opened_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_work_orders_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_orders")),
        sa.UniqueConstraint("source", "number", name=op.f("uq_work_orders_source_number")),
    )
    op.create_index(
        op.f("ix_work_orders_division_id_state"),
        "work_orders",
        ["division_id", "state"],
        unique=False,
    )
    op.create_index(
        op.f("ix_work_orders_handed_to_id"), "work_orders", ["handed_to_id"], unique=False
    )
    op.create_index(op.f("ix_work_orders_import_id"), "work_orders", ["import_id"], unique=False)
    op.create_index(
        op.f("ix_work_orders_reported_at"), "work_orders", ["reported_at"], unique=False
    )
    op.create_index(
        op.f("ix_work_orders_unit_id_reported_at"),
        "work_orders",
        ["unit_id", "reported_at"],
        unique=False,
    )
    op.create_table(
        "order_steps",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_order_steps_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_order_steps_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_steps")),
    )
    op.create_index(op.f("ix_order_steps_kind_at"), "order_steps", ["kind", "at"], unique=False)
    op.create_index(
        op.f("ix_order_steps_order_id_recorded_at"),
        "order_steps",
        ["order_id", "recorded_at"],
        unique=False,
    )
    op.create_table(
        "order_photos",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("shows", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("taken_at", MOMENT, nullable=True),
        sa.Column("added_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", MOMENT, nullable=True),
        sa.Column("removed_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_order_photos_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_order_photos_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["removed_by"], ["people.id"], name=op.f("fk_order_photos_removed_by_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_photos")),
    )
    op.create_index(op.f("ix_order_photos_order_id"), "order_photos", ["order_id"], unique=False)
    op.create_index(op.f("ix_order_photos_sha256"), "order_photos", ["sha256"], unique=False)
    op.create_table(
        "escalations",
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("reached_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_escalations_order_id_work_orders")
        ),
        sa.PrimaryKeyConstraint("order_id", "hours", name=op.f("pk_escalations")),
    )

    for table, unique in SEALED.items():
        seal(table, unique)
    _roles(ROLES, SCOPE)
    op.add_column(
        "divisions",
        sa.Column("regulations", sa.String(length=40), server_default="GAS", nullable=False),
    )


def downgrade() -> None:
    """Drop the tables with everything in them."""
    op.drop_column("divisions", "regulations")
    for table in SEALED:
        unseal(table)
    for table in TABLES:
        op.drop_table(table)
    op.execute(sa.text("DELETE FROM grants WHERE role = 'agent'"))
    _roles(OLD, OLD_SCOPE)


def _roles(roles: tuple[str, ...], scope: str) -> None:
    listed = ", ".join(f"'{role}'" for role in roles)
    with op.batch_alter_table("grants") as grants:
        grants.drop_constraint(op.f("ck_grants_role"), type_="check")
        grants.drop_constraint(op.f("ck_grants_scope"), type_="check")
        grants.create_check_constraint(op.f("ck_grants_role"), f"role IN ({listed})")
        grants.create_check_constraint(op.f("ck_grants_scope"), scope)
