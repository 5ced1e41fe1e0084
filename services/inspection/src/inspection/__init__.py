"""Watchbill's inspection service."""
