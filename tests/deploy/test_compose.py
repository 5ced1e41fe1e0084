"""`docker-compose.yml` against the code: no engine is needed to see that each name in it means something."""

import re
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import FastAPI

from common.service import service_called
from common.settings import Settings
from common.web.app import create_app
from console.settings import ConsoleSettings
from watchbill.compose_secrets import CONSOLE_URL, MONITOR_PORT, NATS_PORT, run
from watchbill.main import COMMANDS
from watchbill.place import CONSOLE, PARTS, SERVICES, Ports

ROOT = Path(__file__).parents[2]
KEYS = {
    *("build", "command", "cpu_shares", "depends_on", "environment", "healthcheck", "image", "ports", "restart"),
    *("stop_grace_period", "volumes"),
}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return content


@pytest.fixture(scope="module")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("compose") / "secrets"
    command = Namespace(folder=folder, jwks=None)
    assert run(command) == 0
    return folder


def variables(text: str) -> set[str]:
    return set(re.findall(r"\$\{(\w+)", text))


def test_it_has_no_key_that_compose_does_not_know(compose: dict[str, Any]) -> None:
    assert {key for key in compose if not key.startswith("x-")} == {"name", "services", "volumes"}
    assert {key for service in compose["services"].values() for key in service} <= KEYS


def test_it_has_the_services_the_console_their_migrations_and_the_two_servers(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {"postgres", "nats", *PARTS, *(f"migrate-{name}" for name in PARTS)}


@pytest.mark.parametrize("name", PARTS)
def test_every_setting_of_a_service_exists(compose: dict[str, Any], name: str) -> None:
    for part in (name, f"migrate-{name}"):
        for setting in compose["services"][part]["environment"]:
            prefix, _, field = setting.partition("_")
            known = {*Settings.model_fields, *(f"console_{own}" for own in ConsoleSettings.model_fields)}
            assert setting == "NICEGUI_STORAGE_PATH" or (prefix == "WATCHBILL" and field.lower() in known)


@pytest.mark.parametrize("name", PARTS)
def test_the_settings_are_enough_and_valid(compose: dict[str, Any], name: str) -> None:
    environment = compose["services"][name]["environment"]
    given = {
        key.removeprefix("WATCHBILL_").lower(): re.sub(r"\$\{\w+:-(\w+)\}", r"\1", value) for key, value in environment.items()
    }
    settings = Settings.model_validate(given)
    settings.demand("database_url", "nats_url", "jwks", "service_key")
    assert settings.port == Ports(8000).of(name)
    assert not settings.loopback
    for peer in SERVICES:
        assert settings.peer(peer) == f"http://{peer}:{Ports(8000).of(peer)}"


@pytest.mark.parametrize("name", PARTS)
def test_ports_and_health_checks_are_those_of_the_code(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    port = Ports(8000).of(name)
    assert service["ports"] == [f"127.0.0.1:{port}:{port}"]
    address = re.search(r"http://127\.0\.0\.1:(\d+)(/[\w/]+)", service["healthcheck"]["test"][-1])
    assert address is not None
    assert int(address[1]) == port
    app: FastAPI = create_app(service_called(name), Settings())
    assert address[2] in app.openapi()["paths"]


@pytest.mark.parametrize("name", PARTS)
def test_a_service_waits_for_its_migration_and_gets_only_its_own_key(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["depends_on"][f"migrate-{name}"] == {"condition": "service_completed_successfully"}
    assert service["build"]["args"] == {"SERVICE": name}
    keys = [volume for volume in service["volumes"] if ".jwk:" in volume]
    assert [key.split("/keys/")[1].split(":")[0] for key in keys] == [f"{name}.jwk"]
    assert compose["services"][f"migrate-{name}"]["command"] == ["python", "-m", "common.migrate", name]


def test_peoples_tokens_come_from_the_console_and_its_address_is_named(compose: dict[str, Any]) -> None:
    for name in SERVICES:
        assert f"http://{CONSOLE}:{Ports(8000).of(CONSOLE)}/.well-known/jwks.json" in compose["x-peers"]["WATCHBILL_JWKS"].split()
        assert compose["services"][name]["environment"]["WATCHBILL_JWKS"] == compose["x-peers"]["WATCHBILL_JWKS"]
    assert "/.well-known/jwks.json" in create_app(service_called(CONSOLE), Settings()).openapi()["paths"]
    ConsoleSettings(url=CONSOLE_URL).check(Settings(host="0.0.0.0"))  # noqa: S104 - as in a container


def test_every_dependency_and_named_volume_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        for needed, how in service.get("depends_on", {}).items():
            assert needed in services
            assert how["condition"] != "service_healthy" or "healthcheck" in services[needed]
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            if source.startswith("./"):
                assert (ROOT / source).exists()
            elif not source.startswith("$"):
                assert source in compose["volumes"]


def test_every_variable_is_written_by_the_tool(compose: dict[str, Any], secrets: Path) -> None:
    demanded = set(re.findall(r"\$\{(\w+):\?\}", str(compose)))
    written = {line.split("=")[0] for line in (secrets / "env").read_text().splitlines()}
    assert demanded <= written
    assert variables(str(compose)) - demanded <= {"WATCHBILL_SECRETS", "WATCHBILL_CLOCK", "WATCHBILL_LOG_LEVEL"}
    assert "secrets" in COMMANDS


def test_every_mounted_secret_is_written_by_the_tool(compose: dict[str, Any], secrets: Path) -> None:
    mounted = re.findall(r"compose\}(/[\w./]+):", str(compose))
    assert mounted
    for path in mounted:
        assert (secrets / path.lstrip("/")).is_file()
    assert secrets.stat().st_mode & 0o077 == 0


def test_the_brokers_ports_are_those_of_the_file(compose: dict[str, Any]) -> None:
    assert str(MONITOR_PORT) in compose["services"]["nats"]["healthcheck"]["test"][-1]
    for name in PARTS:
        assert compose["services"][name]["environment"]["WATCHBILL_NATS_URL"].endswith(f"@nats:{NATS_PORT}")


def test_the_roles_script_reads_the_variables_that_the_server_is_given(compose: dict[str, Any]) -> None:
    script = (ROOT / "deploy/postgres/roles.sh").read_text()
    assert "for service in roster tickets inspection scoring billing console;" in script
    given = compose["services"]["postgres"]["environment"]
    for name in PARTS:
        assert {f"OWNER_PASSWORD_{name.upper()}", f"PASSWORD_{name.upper()}"} <= set(given)


def test_the_image_is_made_from_the_lock_and_from_files_that_exist() -> None:
    dockerfile = (ROOT / "deploy/Dockerfile").read_text()
    assert "ARG SERVICE" in dockerfile
    assert "--require-hashes requirements.lock" in dockerfile
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile, re.MULTILINE):
        for name in line.replace("${SERVICE}", "roster").split():
            assert (ROOT / name).exists()
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    assert ".watchbill" in ignored
