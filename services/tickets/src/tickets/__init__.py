"""Watchbill's tickets service."""
