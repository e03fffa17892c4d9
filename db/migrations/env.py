"""Where Alembic meets the tables: it works on the connection that db.migrate gives it."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection

from db.base import Scaled, UtcDateTime
from db.migrate import COMPARED
from db.models_access import METADATA

# A migration says what is in the database, not by which class today's program reads it.
PLAIN = {UtcDateTime: "sa.DateTime(timezone=True)", Scaled: "sa.BigInteger()"}


def render(kind: str, thing: Any, _context: Any) -> str | Literal[False]:
    """How a new migration writes this package's own column types."""
    return PLAIN.get(type(thing), False) if kind == "type" else False


def run(connection: Connection) -> None:
    """Run the migrations in the transaction the connection is in."""
    context.configure(
        connection=connection,
        target_metadata=METADATA,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render,
        **COMPARED,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
