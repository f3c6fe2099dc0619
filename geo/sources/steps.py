"""Steps of an install: each is done when its inputs have changed, and leaves the last good data when it fails."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from geo.errors import GeoError
from geo.provenance import Source, digest
from geo.sources.atomic import write_json
from geo.sources.fingerprints import Fingerprints

STATE_FILE = "install-state.json"

Say = Callable[[str], None]


class Reporter(Protocol):
    """Who is told how an install goes on: a bar, lines of text, a page."""

    def expect(self, steps: int) -> None:
        """So many more steps will follow."""

    def start(self, label: str) -> None:
        """A step begins."""

    def say(self, text: str) -> None:
        """What the step is doing just now."""

    def finish(self, result: StepResult) -> None:
        """A step has ended."""


class StepStatus(StrEnum):
    """How a step ended."""

    DONE = "done"
    UNCHANGED = "unchanged"
    LEFT_OUT = "left out"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerRecord:
    """One layer as installed.json and ``data status`` list it."""

    name: str
    kind: str
    features: int
    source: Source
    crs: str | None

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


@dataclass(slots=True)
class Outcome:
    """What a step made: its layers, and sentences about what had to be left open."""

    layers: list[LayerRecord] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    extract_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A piece of work. `inputs` gives what the outputs depend on (JSON-ready); `run` writes the outputs.

    `left_out` is a sentence when the source is simply not there: the step is then not tried. An `optional` step that
    does not work out counts as left out; one done `always` has no use for unchanged inputs.
    """

    name: str
    label: str
    inputs: Callable[[], Any]
    outputs: tuple[Path, ...]
    run: Callable[[Say], Outcome]
    left_out: str | None = None
    optional: bool = False
    always: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepResult:
    """How one step ended, in how many seconds; `problem` says what to do where it failed or was left out."""

    name: str
    label: str
    status: StepStatus
    seconds: float = 0.0
    problem: str | None = None


@dataclass(slots=True)
class InstallState:
    """What an installation remembers between installs."""

    mode: str | None = None
    reason: str = ""
    bundle: str | None = None
    pbf_files: list[str] = field(default_factory=list)
    steps: dict[str, dict[str, Any]] = field(default_factory=dict)
    fingerprints: Fingerprints = field(default_factory=Fingerprints)

    def digest_of(self, name: str) -> str | None:
        """The digest of the inputs with which a step was last done, or None."""
        record = self.steps.get(name)
        return str(record["digest"]) if record else None

    def forget(self, name: str) -> None:
        """Leave a step out of what is installed."""
        self.steps.pop(name, None)

    def digests(self, prefix: str) -> list[tuple[str, str]]:
        """Names and digests of the steps done whose name begins with `prefix`, by name."""
        return [(name, str(self.digest_of(name))) for name in sorted(self.steps) if name.startswith(prefix)]

    def extract_ids(self) -> dict[str, str]:
        """The id of each installed extract, by the name of its step."""
        return {name: str(record["extract_id"]) for name, record in self.steps.items() if record.get("extract_id")}

    def save(self, data_dir: Path) -> None:
        """Write it in one step."""
        content = {
            "mode": self.mode,
            "reason": self.reason,
            "bundle": self.bundle,
            "pbf_files": self.pbf_files,
            "steps": self.steps,
            "fingerprints": self.fingerprints.known,
        }
        write_json(data_dir / STATE_FILE, content)

    @classmethod
    def load(cls, data_dir: Path) -> InstallState:
        """What was saved; a fresh state where there is none or it cannot be read, so that all is made again."""
        try:
            content = json.loads((data_dir / STATE_FILE).read_text(encoding="utf-8"))
            return cls(
                mode=content["mode"],
                reason=content["reason"],
                bundle=content["bundle"],
                pbf_files=list(content["pbf_files"]),
                steps=dict(content["steps"]),
                fingerprints=Fingerprints({key: tuple(value) for key, value in content["fingerprints"].items()}),
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()


def run_steps(steps: list[Step], state: InstallState, data_dir: Path, reporter: Reporter) -> list[StepResult]:
    """Do steps in order; the state is saved after each, so that a stop costs little."""
    reporter.expect(len(steps))
    results = []
    for step in steps:
        reporter.start(step.label)
        result = _run(step, state, data_dir, reporter.say)
        reporter.finish(result)
        results.append(result)
    return results


def _run(step: Step, state: InstallState, data_dir: Path, say: Say) -> StepResult:
    """Do a step unless nothing it depends on has changed.

    An error meant for a person, or one of the disk, ends the step and not the install: what was there stays.
    """
    begun = time.monotonic()
    if step.left_out is not None:
        return StepResult(name=step.name, label=step.label, status=StepStatus.LEFT_OUT, problem=step.left_out)
    try:
        wanted = digest(step.inputs())
        if not step.always and state.digest_of(step.name) == wanted and all(path.exists() for path in step.outputs):
            return StepResult(name=step.name, label=step.label, status=StepStatus.UNCHANGED)
        outcome = step.run(say)
    except GeoError as error:
        return _failed(step, begun, str(error))
    except OSError as error:
        return _failed(step, begun, f"{error.strerror or error}: {error.filename or data_dir}. Free space or rights?")
    state.steps[step.name] = {
        "digest": wanted,
        "layers": [layer.as_dict() for layer in outcome.layers],
        "notes": outcome.notes,
        "extract_id": outcome.extract_id,
    }
    state.save(data_dir)
    return StepResult(
        name=step.name, label=step.label, status=StepStatus.DONE, seconds=round(time.monotonic() - begun, 2)
    )


def code_digest() -> str:
    """A digest of the code that makes installed data: a new release makes them again, and never mixes two."""
    package = Path(__file__).resolve().parents[1]
    files = [*(package / "sources").glob("*.py"), *(package / "network").glob("*.py")]
    files += [package / name for name in ("areas.py", "crs.py", "frames.py", "names.py", "spaces.py")]
    files += [package / "metrics" / name for name in ("supply.py", "stops_supply.py")]
    manifest = package.parent / "data" / "boundaries" / "manifest.toml"
    return digest([(path.name, path.read_text(encoding="utf-8")) for path in sorted([*files, manifest])])


def _failed(step: Step, begun: float, problem: str) -> StepResult:
    seconds = round(time.monotonic() - begun, 2)
    status = StepStatus.LEFT_OUT if step.optional else StepStatus.FAILED
    return StepResult(name=step.name, label=step.label, status=status, seconds=seconds, problem=problem)
