"""What was frozen under an old schema number is read by the code of today.

The files of ``samples/`` were written by the portal of their time. They never change: when one of these tests fails,
the reader is wrong, not the sample. A new number gets a folder of its own.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from cattrs import BaseValidationError

from masterplan.perwali.models import Regulation, RegulationVersion
from masterplan.perwali.naskah.outputs.text import plain_text
from masterplan.perwali.selectors.frozen import VERSION, document_of
from masterplan.plan.models import Edition, EditionSnapshot, MasterPlan
from masterplan.plan.selectors.editions import PLAN, compare, content_of
from opd.renja.models import Snapshot
from opd.renja.selectors.work_plans import WORK_PLAN_CONTENT, frozen_work_plan
from solok_smartcity.kit.frozen import Schema, UnknownSchema, flaws_of

SAMPLES = Path(__file__).parent / "samples"
NUMBERS = sorted(int(path.name) for path in SAMPLES.iterdir())
# SHA-256 of every sample, so that nobody mends one unseen.
DIGESTS = json.loads((Path(__file__).parent / "digests.json").read_text(encoding="utf-8"))


def sample(number: int, name: str) -> str:
    """A stored content as it was written."""
    return (SAMPLES / str(number) / name).read_text(encoding="utf-8")


def sha256(text: str) -> str:
    """As the portal stores it."""
    return hashlib.sha256(text.encode()).hexdigest()


def test_samples_never_change() -> None:
    """Every file is as it was written, and every number of every schema has its folder."""
    found = {
        f"{path.parent.name}/{path.name}": sha256(path.read_text(encoding="utf-8")) for path in SAMPLES.glob("*/*")
    }
    assert found == DIGESTS
    for schema in (VERSION, PLAN, WORK_PLAN_CONTENT):
        assert list(range(1, schema.newest + 1)) == NUMBERS


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("name", ["law", "amendment"])
def test_law(number: int, name: str) -> None:
    """A promulgated version gives the very text that was printed from it then: annexes, numbers, Pasal and all."""
    stored = sample(number, f"{name}.json")
    version = RegulationVersion.objects.create(
        regulation=Regulation.objects.get(),
        number=90,
        stage=json.loads(stored)["stage"],
        content=stored,
        sha256=sha256(stored),
        text_sha256=sha256(stored),
        code=json.loads(stored)["code"],
        note="contoh",
        made_by_name="uji",
    )
    document = document_of(version)
    assert plain_text(document.text, document.annexes) == sample(number, f"{name}.txt")
    assert (document.source.copy is not None) == (name == "amendment")
    assert document.digest == json.loads(stored)["code"]
    assert list(flaws_of("contoh", stored, sha256(stored), VERSION)) == []


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_edition(number: int) -> None:
    """A frozen edition is read and compared: with itself it has no difference, its programs are all there."""
    stored = sample(number, "edition.json")
    edition = Edition.objects.create(plan=MasterPlan.objects.current(), number=90, title="contoh", state="frozen")
    EditionSnapshot.objects.create(edition=edition, content=stored, sha256=sha256(stored), made_by_name="uji")
    content = content_of(Edition.objects.get(pk=edition.pk))
    assert PLAN.number_of(content) == PLAN.newest
    assert compare(content, content) == []
    assert len(content["programs"]) == len(json.loads(stored)["programs"]) == 72


@pytest.mark.django_db
@pytest.mark.parametrize("number", NUMBERS)
def test_work_plan(number: int) -> None:
    """A verified work plan is read with every line and its sum."""
    stored = sample(number, "work_plan.json")
    content = frozen_work_plan(Snapshot(content=stored, sha256=sha256(stored)))
    assert content["total_amount"] == sum(line["amount"] or 0 for line in content["lines"])
    assert len(content["lines"]) == len(json.loads(stored)["lines"]) > 0


@pytest.mark.parametrize(
    "content",
    [{"schema": "perwali-version/99"}, {"schema": "perwali-version/0"}, {"schema": "lain/1"}, {"schema": "x"}, {}],
)
def test_unknown_numbers_are_refused(content: dict[str, Any]) -> None:
    """A content of a newer portal, of another kind or without a number is not guessed at."""
    with pytest.raises(UnknownSchema):
        VERSION.read(content)


def test_steps_follow_one_another() -> None:
    """A content of the first number passes every step; the stored one stays as it is."""
    schema = Schema("uji", {1: lambda c: {**c, "b": 1}, 2: lambda c: {**c, "c": c["b"] + 1}}, unnamed=1)
    stored = {"a": 0}
    assert schema.read(stored) == {"a": 0, "b": 1, "c": 2}
    assert stored == {"a": 0}
    assert schema.read({"schema": "uji/2", "b": 5}) == {"schema": "uji/2", "b": 5, "c": 6}
    assert schema.label == "uji/3"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content["text"].pop("order"),
        lambda content: content["text"].update(unknown="x"),
        lambda content: content["text"].update(name=5),
        lambda content: content["annexes"][0]["blocks"][0].update(kind="lain"),
    ],
)
def test_what_does_not_fit_is_refused(damage: Any) -> None:
    """A field that is missing, unknown or of another type is an error and never a silent blank."""
    content = json.loads(sample(1, "law.json"))
    damage(content)
    stored = json.dumps(content)
    version = RegulationVersion.objects.create(
        regulation=Regulation.objects.get(),
        number=91,
        stage=content["stage"],
        content=stored,
        sha256=sha256(stored),
        text_sha256=sha256(stored),
        code=content["code"],
        note="rusak",
        made_by_name="uji",
    )
    with pytest.raises(BaseValidationError):
        document_of(version)


def test_flaws_are_named() -> None:
    """Another digest, no JSON, a number of a newer portal."""
    stored = '{"schema":"work-plan/99"}'
    assert next(flaws_of("x", stored, "0", WORK_PLAN_CONTENT)).message.endswith("sidiknya")
    (flaw,) = flaws_of("x", stored, sha256(stored), WORK_PLAN_CONTENT)
    assert "work-plan/99" in flaw.message
    (flaw,) = flaws_of("x", "{", sha256("{"), WORK_PLAN_CONTENT)
    assert flaw.message == "isi beku bukan JSON"
