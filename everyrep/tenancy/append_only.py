"""Database triggers that refuse to change rows which are written once, on both engines."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
POSTGRES = """
CREATE OR REPLACE FUNCTION everyrep_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION everyrep_append_only();
"""


def append_only(table: str) -> migrations.RunPython:
    """A migration step after which an UPDATE of `table` raises in the database itself."""

    def create(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        sql = SQLITE if editor.connection.vendor == "sqlite" else POSTGRES
        editor.execute(sql.format(table=table), params=None)

    def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        on_table = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        editor.execute(f"DROP TRIGGER {table}_append_only{on_table}", params=None)

    return migrations.RunPython(create, drop)
