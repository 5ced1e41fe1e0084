"""资金: what may be paid and why not yet, bond, damages, acceptance, settlement: each figure down to clause and event."""
