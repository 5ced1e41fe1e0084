"""Inspection acts on nothing that others tell but the contract's terms (`ADOPT_TERMS`); its days are started by timers."""

from common.service import Policy

POLICIES: tuple[Policy, ...] = ()
