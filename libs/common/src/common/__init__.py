"""What every Watchbill service shares."""
