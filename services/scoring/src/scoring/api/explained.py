"""An explanation as the API shows it: the tree down to single events and clauses."""

from common.explanation import Explanation
from common.web.answers import Answer


class ReadingAnswer(Answer):
    """A choice made where the text is open."""

    name: str
    option: str
    ambiguity: str


class ExplanationAnswer(Answer):
    """One number with what it rests on. `inputs` are ledger positions."""

    code: str
    zh: str
    en: str
    value: str
    clause: str | None
    readings: tuple[ReadingAnswer, ...]
    inputs: tuple[str, ...]
    parts: tuple["ExplanationAnswer", ...]
    rounding: str | None
    provisional: bool

    @classmethod
    def of(cls, explanation: Explanation) -> "ExplanationAnswer":
        readings = tuple(
            ReadingAnswer(name=used.name, option=used.option, ambiguity=used.ambiguity) for used in explanation.readings
        )
        return cls(
            code=explanation.code,
            zh=explanation.zh,
            en=explanation.en,
            value=explanation.value,
            clause=explanation.clause,
            readings=readings,
            inputs=explanation.inputs,
            parts=tuple(map(ExplanationAnswer.of, explanation.parts)),
            rounding=explanation.rounding,
            provisional=explanation.provisional,
        )
