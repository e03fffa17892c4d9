"""Everything a database holds, read without the models, for tests that compare before and after."""

from typing import Any

from db.models_access import METADATA
from db.session import database


def stored(*but: str) -> dict[str, list[Any]]:
    """The rows of all tables of the process's database, by table; but for some tables."""
    with database().engine.connect() as connection:
        return {
            table.name: list(connection.exec_driver_sql(f'SELECT * FROM "{table.name}"'))
            for table in METADATA.sorted_tables
            if table.name not in but
        }
