"""Watchbill's scoring service."""
