"""Who may sign in: accounts, passwords, sessions, integrations, keys. No page and no route here."""
