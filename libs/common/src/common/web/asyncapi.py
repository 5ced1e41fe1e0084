"""The events of a service as AsyncAPI 3.0, generated from the published models: what it tells and what it hears."""

from collections.abc import Iterable, Mapping
from inspect import cleandoc
from typing import Any

from pydantic.json_schema import models_json_schema

from common.published import told_by
from common.published.base import Published
from common.service import Service

CLOUD_EVENT_HEADERS: Mapping[str, str] = {
    "ce-specversion": "1.0",
    "ce-id": "Log id, contract and number in the lane: unique for ever.",
    "ce-source": "The service and the id of its log.",
    "ce-type": "`watchbill.<service>.<event>.v<n>`.",
    "ce-time": "When it occurred.",
    "ce-recordedtime": "When the ledger recorded it.",
    "ce-subject": "The producer's stream.",
    "ce-contract": "The contract.",
    "ce-sequence": "Number in the lane, without gaps.",
    "ce-ledgerseq": "Number in the producer's ledger.",
    "ce-previoushash": "Hash of the event before it in the lane.",
    "ce-hash": "Hash of its place in the ledger.",
    "ce-correlationid": "What one action of a person caused, over all services.",
    "ce-causationid": "The event that caused it, where one did.",
}


def document(service: Service) -> dict[str, Any]:
    """The AsyncAPI document of a service. The same for every instance, so that a snapshot shows a changed promise."""
    told = _told(service.name)
    heard = sorted(set(_heard(service)), key=_key)
    classes = tuple(dict.fromkeys((*told, *heard)))
    refs, schemas = models_json_schema([(cls, "serialization") for cls in classes], ref_template="#/components/schemas/{model}")
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"Watchbill {service.name}",
            "version": "1",
            "description": "Events over NATS JetStream, CloudEvents 1.0 in binary mode; numbered per contract without gaps.",
        },
        "defaultContentType": "application/json",
        "channels": {_key(cls): _channel(cls) for cls in classes},
        "operations": {**_operations("tell", "send", told), **_operations("hear", "receive", heard)},
        "components": {
            "messages": {_key(cls): _message(cls, refs[cls, "serialization"]) for cls in classes},
            "schemas": {**schemas.get("$defs", {}), "CloudEvent": _headers()},
        },
    }


def _told(service: str) -> tuple[type[Published], ...]:
    try:
        return told_by(service)
    except KeyError:
        return ()


def _heard(service: Service) -> Iterable[type[Published]]:
    """What a policy reacts to or a view folds; types listed with `None` are not heard."""
    for policy in service.policies:
        for source, reacts in policy.reacts.items():
            yield from (cls for cls, reaction in reacts.items() if reaction is not None and source != service.name)
    for following in service.follows:
        yield from (cls for cls, folds in following.projects.items() if folds is not None)


def _key(cls: type[Published]) -> str:
    return f"{cls.SERVICE}.{cls.type_name()}.v{cls.VERSION}"


def _channel(cls: type[Published]) -> dict[str, Any]:
    return {
        "address": f"wb.{{contract}}.{cls.SERVICE}.{cls.type_name()}.v{cls.VERSION}",
        "messages": {"event": {"$ref": f"#/components/messages/{_key(cls)}"}},
        "parameters": {"contract": {"description": "The contract's id."}},
    }


def _operations(verb: str, action: str, classes: Iterable[type[Published]]) -> dict[str, Any]:
    return {
        f"{verb}.{_key(cls)}": {
            "action": action,
            "channel": {"$ref": f"#/channels/{_key(cls)}"},
            "summary": _summary(cls),
        }
        for cls in classes
    }


def _message(cls: type[Published], payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": cls.type_name(),
        "title": cls.__name__,
        "summary": _summary(cls),
        "headers": {"$ref": "#/components/schemas/CloudEvent"},
        "payload": payload,
    }


def _summary(cls: type[Published]) -> str:
    return cleandoc(cls.__doc__ or "").partition("\n\n")[0]


def _headers() -> dict[str, Any]:
    properties = {name: {"type": "string", "description": text} for name, text in CLOUD_EVENT_HEADERS.items()}
    return {"type": "object", "properties": properties}
