"""排班: who is on which post when, who came, what is missing, who may be away, what is handed over."""
