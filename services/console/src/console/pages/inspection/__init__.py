"""巡检: the walk on a phone, rounds, results, plans, faults."""
