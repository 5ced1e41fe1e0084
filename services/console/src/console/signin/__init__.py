"""How people sign in and out: plain pages that need no script, cookies, the organisation's provider, tokens for programs."""
