"""The services and the console as programs: one uvicorn process each, told everything by its environment."""

import sys
from collections.abc import Callable, Mapping
from http.client import HTTPConnection

from common.servers.ports import LOOPBACK
from common.servers.program import Program
from watchbill.instance.child import Child
from watchbill.instance.databases import Addresses
from watchbill.place import CONSOLE, SERVICES, Place, Ports
from watchbill.secret import jwks_file, key_file, wrapping_file
from watchbill.words import Say

DRAIN_SECONDS = 8
CONSOLE_NICE = 5
"""Many open pages may not make those wait who ask the services: pages ask them as well."""
OK = 200


def service_child(
    service: str, place: Place, ports: Ports, environment: Mapping[str, str], say: Callable[[Say], object]
) -> Child:
    """A service under supervision."""
    port = ports.of(service)
    program = service_program(service, port, place, environment)
    return Child(lambda: program, lambda: answers_ready(port), say)


def service_program(service: str, port: int, place: Place, environment: Mapping[str, str]) -> Program:
    """A service on a port of this machine. A second one on another port is a replica of it."""
    return Program(
        name=service,
        command=(
            *(sys.executable, "-m", "uvicorn", f"{service}.main:app", "--host", LOOPBACK, "--port", str(port)),
            *("--no-access-log", "--no-server-header", "--timeout-graceful-shutdown", str(DRAIN_SECONDS)),
        ),
        log=place.logs / f"{service}.out",
        environment=environment,
        nice=CONSOLE_NICE if service == CONSOLE else 0,
    )


def environment_of(
    service: str, place: Place, ports: Ports, addresses: Addresses, clock: str, *, console: bool = False
) -> Mapping[str, str]:
    """The settings of a service (`common.settings`). `console`: people's tokens come from there, too."""
    people = [f"{ports.url(CONSOLE)}/.well-known/jwks.json"] if console and service != CONSOLE else []
    return {
        "WATCHBILL_DATABASE_URL": addresses.application(service),
        "WATCHBILL_NATS_URL": addresses.nats[service],
        "WATCHBILL_NATS_REPLICAS": str(addresses.nats_replicas),
        "WATCHBILL_JWKS": " ".join([str(jwks_file(place)), *people]),
        "WATCHBILL_SERVICE_KEY": str(key_file(place, service)),
        "WATCHBILL_CLOCK": clock,
        "WATCHBILL_HOST": LOOPBACK,
        "WATCHBILL_PORT": str(ports.of(service)),
        "WATCHBILL_LOG_FILE": str(place.logs / f"{service}.jsonl"),
        **{f"WATCHBILL_{name.upper()}_URL": ports.url(name) for name in SERVICES},
    }


def console_environment(place: Place, ports: Ports, addresses: Addresses) -> Mapping[str, str]:
    """The settings of the console: people's time is real, whatever the services' clocks say."""
    return {
        **environment_of(CONSOLE, place, ports, addresses, "system"),
        "WATCHBILL_CONSOLE_WRAPPING_FILE": str(wrapping_file(place)),
        "NICEGUI_STORAGE_PATH": str(place.data / "console"),
    }


def answers_ready(port: int) -> bool:
    """Whether the service on this port takes work."""
    connection = HTTPConnection(LOOPBACK, port, timeout=2)
    try:
        connection.request("GET", "/health/ready")
        return connection.getresponse().status == OK
    except OSError:
        return False
    finally:
        connection.close()
