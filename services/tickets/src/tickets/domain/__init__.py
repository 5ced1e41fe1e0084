"""Pure decisions of the tickets service: calls, tickets, duty, meetings, complaints."""
