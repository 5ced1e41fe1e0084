"""Every page. Importing this package declares them all."""

from fastapi import FastAPI

from common.settings import Settings
from console.pages import home as home
from console.pages import wall as wall
from console.pages.audit import event as event
from console.pages.audit import ledger as ledger
from console.pages.audit import verify as verify
from console.pages.billing import acceptance as acceptance
from console.pages.billing import bond as bond
from console.pages.billing import breaches as breaches
from console.pages.billing import payments as payments
from console.pages.billing import rates as rates
from console.pages.billing import settlement as settlement
from console.pages.desk import call as call
from console.pages.desk import calls as calls
from console.pages.desk import complaints as complaints
from console.pages.desk import meetings as meetings
from console.pages.desk import queue as queue
from console.pages.desk import ticket as ticket
from console.pages.inspection import checks as checks
from console.pages.inspection import faults as faults
from console.pages.inspection import plans as plans
from console.pages.inspection import rounds as rounds
from console.pages.inspection import walk
from console.pages.roster import day as day
from console.pages.roster import gaps as gaps
from console.pages.roster import handovers as handovers
from console.pages.roster import key_periods as key_periods
from console.pages.roster import leave as leave
from console.pages.roster import month as month
from console.pages.roster import people as people
from console.pages.roster import rosters as rosters
from console.pages.roster import shifts as shifts
from console.pages.scoring import annual as annual
from console.pages.scoring import catalogue as catalogue
from console.pages.scoring import findings as findings
from console.pages.scoring import printing as printing
from console.pages.scoring import proposals as proposals
from console.pages.scoring import quarter as quarter
from console.pages.scoring import quarters as quarters
from console.pages.scoring import slip as slip
from console.pages.scoring import slips as slips
from console.pages.system import accounts as accounts
from console.pages.system import calendars as calendars
from console.pages.system import clients as clients
from console.pages.system import contracts as contracts
from console.pages.system import parked as parked
from console.pages.system import recoveries as recoveries
from console.pages.system import services as services
from console.pages.system import trail as trail
from console.shell import paper
from console.shell.mount import mount


def add(app: FastAPI, settings: Settings | None = None) -> None:
    """Puts every page into the console's app. Once in a process."""
    app.include_router(walk.router)
    app.include_router(paper.router)
    mount(app, settings)
