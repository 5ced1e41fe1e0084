"""Alembic's entry: runs the scripts on the connection that `common.migrate` hands over, counted in a table of our own."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], version_table=context.config.attributes["version_table"])
context.run_migrations()
