"""Money: integer fen inside, a decimal string with its currency outside. Never a float."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, StringConstraints

DecimalString = Annotated[str, StringConstraints(pattern=r"^-?[0-9]{1,15}(\.[0-9]{1,2})?$")]


class Money(BaseModel):
    """An amount as the APIs show and take it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: DecimalString
    currency: Literal["CNY"] = "CNY"

    @classmethod
    def of_fen(cls, fen: int) -> "Money":
        return cls(amount=decimal_of_fen(fen))

    @property
    def fen(self) -> int:
        return fen_of_decimal(self.amount)


def decimal_of_fen(fen: int) -> str:
    """38918100 -> '389181.00'."""
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def fen_of_decimal(amount: str) -> int:
    """'389181.00' -> 38918100. Raises ValueError when there is more than two decimals."""
    fen = Decimal(amount) * 100
    if fen != fen.to_integral_value():
        raise ValueError(amount)
    return int(fen)


def half_up(amount: Decimal) -> int:
    """Rounds an amount in fen to whole fen, half away from zero (reading `money.rounding=half_up_2dp`, AMB-16)."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def percent_of(fen: int, percent: Decimal) -> int:
    """`percent` % of an amount in fen, rounded half up to whole fen."""
    return half_up(Decimal(fen) * percent / 100)
