"""Alembic's scripts for the tables that live for ever. Views are not here: they are generated and disposable."""
