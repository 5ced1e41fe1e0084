"""系统: contracts, readings, calendars, what is parked, how the services stand."""
