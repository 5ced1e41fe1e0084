"""What services tell each other: one module per producer, every class a versioned published event."""

from common.published import billing, inspection, roster, scoring, tickets
from common.published.base import Published


def told_by(service: str) -> tuple[type[Published], ...]:
    """Every type that a service publishes, all versions."""
    module = {"billing": billing, "inspection": inspection, "roster": roster, "scoring": scoring, "tickets": tickets}[service]
    return tuple(
        cls
        for cls in vars(module).values()
        if isinstance(cls, type)
        and issubclass(cls, Published)
        and cls.__module__ == module.__name__
        and not cls.__name__.startswith("_")
    )
