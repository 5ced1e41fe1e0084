"""`watchbill demo`: a condensed contract year through the public APIs, in virtual time, to the final payment."""
