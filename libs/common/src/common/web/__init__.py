"""HTTP: app factory, problems, permissions, paging, docs, health."""
