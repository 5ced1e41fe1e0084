"""`watchbill pack check`: every defect with file and line, then what the pack holds."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError

from common.errors import Sentence
from common.terms.accepting import LARGEST_PACK
from common.terms.checks import findings
from common.terms.checks.finding import SENTENCES
from common.terms.pack import Pack, canonical
from watchbill.pack.counting import counts
from watchbill.pack.folder import Folder, load
from watchbill.pack.marks import Flaw
from watchbill.words import Say, tell

FLAWS = SENTENCES | {
    "yaml": Sentence("YAML有误", "this is not YAML"),
    "duplicate_key": Sentence("键重复", "this key stands twice"),
    "file_empty": Sentence("文件为空", "the file is empty"),
    "file_unknown": Sentence("合同包中没有这种文件", "a pack has no such file"),
    "not_a_list": Sentence("应为列表", "this file should hold a list"),
    "form": Sentence("内容不符合要求", "not of the required form"),
    "pack_too_large": Sentence("合同包过大", "the pack is too large for an event"),
}


def check(directory: Path) -> int:
    """Prints the findings and the counts of a pack; 0 when it has no finding, else 1."""
    folder = load(directory)
    found = list(flaws(folder))
    for flaw in sorted(found, key=lambda flaw: (str(flaw.place.file), flaw.place.line)):
        sentence = FLAWS[flaw.code]
        print(f"{flaw.place}: {flaw.code}: {Say(sentence.zh, sentence.en)} [{flaw.subject}]", flush=True)
    if found:
        tell(f"发现 {len(found)} 处问题。", f"{len(found)} findings.")
        return 1
    for line in counts(Pack.model_validate(folder.document), len(canonical(folder.document))):
        tell(line.zh, line.en)
    return 0


def flaws(folder: Folder) -> Iterator[Flaw]:
    """Flaws of the YAML, then of the form, then of the content: each kind needs the one before it to be sound."""
    yield from folder.flaws
    if folder.flaws:
        return
    size = len(canonical(folder.document))
    if size > LARGEST_PACK:
        yield Flaw(folder.place(()), "pack_too_large", f"{size} > {LARGEST_PACK}")
    try:
        pack = Pack.model_validate(folder.document)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            yield Flaw(folder.place(each["loc"]), "form", f"{'.'.join(map(str, each['loc']))}: {each['msg']}")
        return
    for finding in findings(pack):
        yield Flaw(folder.place(finding.path), finding.code, finding.subject)
