"""Pure decisions of the inspection service: plans, the programme of days, rounds, faults."""
