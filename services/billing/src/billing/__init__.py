"""Watchbill's billing service."""
