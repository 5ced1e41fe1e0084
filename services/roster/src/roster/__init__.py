"""Watchbill's roster service."""
