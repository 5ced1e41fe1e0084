"""考核: from proposals to slips, quarters and the year, and the forms on paper."""
