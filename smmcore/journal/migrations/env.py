"""Alembic's entry: runs the migrations on the connection that the journal hands over."""

from alembic import context

from smmcore.journal.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the journal has already begun the transaction
    include_object=lambda _object, name, kind, _reflected, _to: (
        kind != "table" or str(name).startswith("smm_")
    ),
)
context.run_migrations()
