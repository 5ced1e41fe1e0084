"""NATS: the connection, the streams, pulling and the doorbell. It carries; nothing is lost without it."""
