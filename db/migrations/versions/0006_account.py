"""Call-backs, the 100-point account, measured temperatures and planned stops.

Triggers let nobody change or take out what was drawn, said, proposed, decided or measured.
"""

import sqlalchemy as sa
from alembic import op

from db.append_only import seal, unseal

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SEALED = {
    "callback_draws": ("id",),
    "callback_talks": ("id",),
    "account_events": ("id", "origin"),
    "account_decisions": ("id",),
    "elimination_decisions": ("id",),
    "temperature_records": ("id",),
    "planned_stops": ("id", "replaces"),
}
TABLES = (
    "planned_stops",
    "temperature_records",
    "elimination_decisions",
    "account_decisions",
    "account_events",
    "callback_talks",
    "callbacks",
    "callback_draws",
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "callback_draws",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.String(length=40), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("order_class", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("population", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("rules", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("drawn_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_callback_draws_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_callback_draws_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_callback_draws_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_draws")),
        sa.UniqueConstraint(
            "scheme",
            "unit_id",
            "order_class",
            "month",
            name=op.f("uq_callback_draws_scheme_unit_id_order_class_month"),
        ),
    )
    op.create_table(
        "callbacks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.String(length=36), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'replaced')", name=op.f("ck_callbacks_state")
        ),
        sa.ForeignKeyConstraint(
            ["draw_id"], ["callback_draws.id"], name=op.f("fk_callbacks_draw_id_callback_draws")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_callbacks_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(
            ["replaces"], ["callbacks.id"], name=op.f("fk_callbacks_replaces_callbacks")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callbacks")),
        sa.UniqueConstraint("draw_id", "order_id", name=op.f("uq_callbacks_draw_id_order_id")),
    )
    op.create_index(op.f("ix_callbacks_order_id"), "callbacks", ["order_id"], unique=False)
    op.create_table(
        "callback_talks",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("callback_id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("outcome", sa.String(length=12), nullable=False),
        sa.Column("attitude", sa.Boolean(), nullable=True),
        sa.Column("result", sa.Boolean(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("exemption", sa.String(length=20), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("night", sa.Text(), nullable=False),
        sa.Column("complaint_id", sa.String(length=36), nullable=True),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('talked', 'not_reached', 'handled')",
            name=op.f("ck_callback_talks_outcome"),
        ),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name=op.f("fk_callback_talks_callback_id_callbacks")
        ),
        sa.ForeignKeyConstraint(
            ["complaint_id"],
            ["work_orders.id"],
            name=op.f("fk_callback_talks_complaint_id_work_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_callback_talks_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_callback_talks_person_id_people")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_callback_talks")),
    )
    op.create_index(
        op.f("ix_callback_talks_callback_id"), "callback_talks", ["callback_id"], unique=False
    )
    op.create_table(
        "account_events",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=7), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("occurred_at", MOMENT, nullable=False),
        sa.Column("origin", sa.String(length=120), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=True),
        sa.Column("callback_id", sa.String(length=36), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("media_type", sa.String(length=40), nullable=True),
        sa.Column("rules", sa.Date(), nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("points > 0", name=op.f("ck_account_events_points")),
        sa.CheckConstraint(
            "(sha256 IS NULL) = (file IS NULL) AND (sha256 IS NULL) = (media_type IS NULL)",
            name=op.f("ck_account_events_file"),
        ),
        sa.ForeignKeyConstraint(
            ["callback_id"], ["callbacks.id"], name=op.f("fk_account_events_callback_id_callbacks")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_account_events_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["work_orders.id"], name=op.f("fk_account_events_order_id_work_orders")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["people.id"], name=op.f("fk_account_events_proposed_by_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_account_events_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_events")),
        sa.UniqueConstraint("origin", name=op.f("uq_account_events_origin")),
    )
    op.create_index(
        op.f("ix_account_events_order_id"), "account_events", ["order_id"], unique=False
    )
    op.create_index(op.f("ix_account_events_sha256"), "account_events", ["sha256"], unique=False)
    op.create_index(
        op.f("ix_account_events_unit_id_season"),
        "account_events",
        ["unit_id", "season"],
        unique=False,
    )
    op.create_table(
        "account_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(person_id IS NOT NULL AND decision IN ('confirmed', 'rejected'))"
            " OR (person_id IS NULL AND decision IN ('withdrawn', 'proposed'))",
            name=op.f("ck_account_decisions_decision"),
        ),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["divisions.id"],
            name=op.f("fk_account_decisions_division_id_divisions"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["account_events.id"],
            name=op.f("fk_account_decisions_event_id_account_events"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_account_decisions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_account_decisions_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_decisions")),
    )
    op.create_index(
        op.f("ix_account_decisions_event_id"), "account_decisions", ["event_id"], unique=False
    )
    op.create_table(
        "elimination_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("season", sa.String(length=7), nullable=False),
        sa.Column("balance", sa.BigInteger(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "decision IN ('eliminate', 'keep')", name=op.f("ck_elimination_decisions_decision")
        ),
        sa.ForeignKeyConstraint(
            ["division_id"],
            ["divisions.id"],
            name=op.f("fk_elimination_decisions_division_id_divisions"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_elimination_decisions_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_elimination_decisions_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_elimination_decisions")),
    )
    op.create_index(
        op.f("ix_elimination_decisions_unit_id_season"),
        "elimination_decisions",
        ["unit_id", "season"],
        unique=False,
    )
    op.create_table(
        "temperature_records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("order_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("rooms", sa.JSON(), nullable=False),
        sa.Column("sound", sa.Boolean(), nullable=False),
        sa.Column("insulated", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("signed", sa.JSON(), nullable=True),
        sa.Column("replaces", sa.String(length=36), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("measured_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"],
            ["work_orders.id"],
            name=op.f("fk_temperature_records_order_id_work_orders"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_temperature_records_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["replaces"],
            ["temperature_records.id"],
            name=op.f("fk_temperature_records_replaces_temperature_records"),
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_temperature_records_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_temperature_records")),
    )
    op.create_index(
        op.f("ix_temperature_records_order_id"), "temperature_records", ["order_id"], unique=False
    )
    op.create_index(
        op.f("ix_temperature_records_unit_id_measured_at"),
        "temperature_records",
        ["unit_id", "measured_at"],
        unique=False,
    )
    op.create_table(
        "planned_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("division_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.Column("noticed_at", MOMENT, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["division_id"], ["divisions.id"], name=op.f("fk_planned_stops_division_id_divisions")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_planned_stops_person_id_people")
        ),
        sa.ForeignKeyConstraint(
            ["replaces"], ["planned_stops.id"], name=op.f("fk_planned_stops_replaces_planned_stops")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id"], ["units.id"], name=op.f("fk_planned_stops_unit_id_units")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_stops")),
        sa.UniqueConstraint("replaces", name=op.f("uq_planned_stops_replaces")),
    )
    op.create_index(
        op.f("ix_planned_stops_unit_id_starts_at"),
        "planned_stops",
        ["unit_id", "starts_at"],
        unique=False,
    )

    for table, unique in SEALED.items():
        seal(table, unique)


def downgrade() -> None:
    """Drop the tables with everything in them."""
    for table in SEALED:
        unseal(table)
    for table in TABLES:
        op.drop_table(table)
