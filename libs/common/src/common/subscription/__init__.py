"""What a service hears: lanes of others (and its own) brought into its views and policies, each event exactly once."""
