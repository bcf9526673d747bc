"""What a campaign file's parts must agree on: gates and script, hours and day parts, outcomes and ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Literal

from setter.domain.campaign import Campaign
from setter.domain.dispositions import ALIASES, DISPOSITIONS
from setter.domain.gates import ALWAYS_REQUIRED
from setter.domain.script_lint import lint, placeholder_problems
from setter.domain.subject import PUBLIC_WORDS, internal_words
from setter.intake.campaign_calling import calling_findings
from setter.intake.campaign_channels import channel_findings
from setter.intake.campaign_ladder import ladder_findings
from setter.intake.campaign_lines import Path
from setter.intake.campaign_problems import Finding
from setter.intake.campaign_values import days_of, did_you_mean
from setter.intake.scoring_schema import scoring_findings

if TYPE_CHECKING:
    from setter.domain.facts import Condition
    from setter.intake.campaign_schema import File, TargetRule

LATEST_ANSWER_MINUTES = 60
"""An inquiry that is answered later than this has been answered late (domain §5)."""
MOST_NODES = 400
"""Nodes of one script; beyond it somebody has generated a file rather than written one."""


def findings_of(file: File, campaign: Campaign) -> list[Finding]:
    """Everything that is right in itself and wrong together."""
    findings = [*_drafts(campaign), *_twice(file), *_dates(file), *_hours(file), *calling_findings(file.calling)]
    findings += [*_inquiries(file), *scoring_findings(file.scoring), *ladder_findings(file)]
    findings += [*_handoff(file), *channel_findings(file.handoff), *_gates(file), *_gate_fields(file, campaign)]
    findings += [*_target_fields(file, campaign), *_outcomes(file), *_unsigned(file)]
    return [*findings, *_script(file, campaign), *_subject(campaign)]


def draft_findings(campaign: Campaign) -> list[Finding]:
    """What a draft lacks before it may be activated: a goal (R-021) and a target market (R-020)."""
    findings = []
    if campaign.goal is None:
        findings.append(Finding(("goal",), "is missing: say what the client wants, by when and how much of it"))
    if campaign.target is None:
        findings.append(Finding(("target_market",), "is missing: say who may be sold to"))
    elif not campaign.target.must:
        text = "has no must rule, so everybody would be in the target market"
        findings.append(Finding(("target_market",), text))
    return findings


def _drafts(campaign: Campaign) -> Iterator[Finding]:
    for finding in draft_findings(campaign):
        text = f"{finding.message}; without it the campaign cannot be activated"
        yield Finding(finding.path, text, "warning")


def _twice(file: File) -> Iterator[Finding]:
    target = file.target_market
    rules = [*target.must, *target.exclude] if target else []
    paths: list[Path] = [("target_market", "must", index) for index in range(len(target.must))] if target else []
    paths += [("target_market", "exclude", index) for index in range(len(target.exclude))] if target else []
    yield from _repeated([rule.id for rule in rules], paths, "id")
    for listed, path, key in (
        (file.gates.gate, ("gates", "gate"), "id"),
        (file.scoring.rule, ("scoring", "rule"), "id"),
        (file.handoff.rep, ("handoff", "rep"), "id"),
        (file.script.node, ("script", "node"), "id"),
        (file.disposition, ("disposition",), "code"),
    ):
        table: Sequence[Any] = listed
        ids = [getattr(each, key) if key in each.model_fields_set else "" for each in table]
        yield from _repeated(ids, [(*path, index) for index in range(len(table))], key)
    for name in set(file.script.ends) & {node.id for node in file.script.node}:
        yield Finding(("script", "ends", name), "is the name of a node too; an end needs a name of its own")


def _repeated(ids: Sequence[str], paths: Sequence[Path], key: str) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, path in zip(ids, paths, strict=True):
        if name and name in seen:
            yield Finding((*path, key), f"is used twice: “{name}”; give each its own")
        seen.add(name)


def _dates(file: File) -> Iterator[Finding]:
    about = file.campaign
    if about.starts and about.ends and about.ends < about.starts:
        yield Finding(("campaign", "ends"), f"is before the campaign starts ({about.starts})")


def _hours(file: File) -> Iterator[Finding]:
    weeks: list[tuple[Path, Iterable[str]]] = [(("calling", "hours"), file.calling.hours)]
    weeks += [(("handoff", "rep", index, "hours"), rep.hours) for index, rep in enumerate(file.handoff.rep)]
    for path, keys in weeks:
        seen: set[str] = set()
        for key in keys:
            again = seen & set(days_of(key))
            if again:
                yield Finding((*path, key), f"gives {min(again)} a second time")
            seen |= set(days_of(key))
        if not seen and path[-1] in _set_keys(file, path):
            yield Finding(path, "opens on no day of the week")


def _set_keys(file: File, path: Path) -> set[str]:
    table: Any = file
    for step in path[:-1]:
        table = table[step] if isinstance(step, int) else getattr(table, step)
    return set(table.model_fields_set)


def _inquiries(file: File) -> Iterator[Finding]:
    minutes = file.calling.inquiry_answer_minutes
    if minutes > LATEST_ANSWER_MINUTES:
        text = f"lets whoever asks wait {minutes} minutes; after five minutes far fewer of them are reached"
        yield Finding(("calling", "inquiry_answer_minutes"), text, "warning")


def _handoff(file: File) -> Iterator[Finding]:
    handoff = file.handoff
    if "rep" in handoff.model_fields_set and not handoff.rep:
        yield Finding(("handoff", "rep"), "is empty; meetings need a sales representative to take them")
    if handoff.min_notice_hours >= handoff.max_days_out * 24:
        text = f"leaves no day to book: the furthest is {handoff.max_days_out} days out"
        yield Finding(("handoff", "min_notice_hours"), text)
    for index, rep in enumerate(handoff.rep):
        widest = max(
            (_minutes(hours) for opening in rep.hours.values() for hours in opening), default=handoff.meeting_minutes
        )
        if widest < handoff.meeting_minutes:
            text = f"have no room for a meeting of {handoff.meeting_minutes} minutes"
            yield Finding(("handoff", "rep", index, "hours"), text)


def _minutes(hours: Any) -> int:
    return int((hours.closes.hour - hours.opens.hour) * 60 + hours.closes.minute - hours.opens.minute)


def _gates(file: File) -> Iterator[Finding]:
    gates = file.gates
    if "gate" not in gates.model_fields_set:
        return
    ids = {gate.id for gate in gates.gate}
    for name in ALWAYS_REQUIRED:
        if name not in ids:
            yield Finding(("gates",), f"leave out {name}, which no campaign can do without")
    if gates.policy == "most" and gates.min_passed > len(ids):
        yield Finding(("gates", "min_passed"), f"is {gates.min_passed}, but there are only {len(ids)} gates")
    fixed = {"target_market": "computed", "meeting_requested": "meeting"}
    for index, gate in enumerate(gates.gate):
        path: Path = ("gates", "gate", index)
        wanted = fixed.get(gate.id)
        if wanted and gate.evidence != wanted:
            yield Finding((*path, "evidence"), f"must be {wanted} for the gate {gate.id}")
        elif not wanted and gate.evidence == "meeting":
            yield Finding((*path, "evidence"), "cannot be meeting; only meeting_requested is proven by one")
        elif not wanted and not gate.requires:
            fields = (each.field for node in file.script.node for each in node.capture if gate.id in each.gates)
            example = f"{next(fields, f'{gate.id}_answer')} known"
            text = f'is missing: say what answer passes the gate, as in requires = ["{example}"]'
            yield Finding((*path, "requires"), text)


def _gate_fields(file: File, campaign: Campaign) -> Iterator[Finding]:
    captured = campaign.script.captures()
    if not captured:
        return
    for index, gate in enumerate(file.gates.gate):
        for number, condition in enumerate(gate.requires):
            if gate.evidence in ("answer", "quote") and condition.field not in captured:
                near = did_you_mean(condition.field, captured)
                hint = f"; did you mean {near}?" if near else ""
                text = f"needs {condition.field}, which no node of the script captures{hint}"
                yield Finding(("gates", "gate", index, "requires", number), text)


def _target_fields(file: File, campaign: Campaign) -> Iterator[Finding]:
    captured = campaign.script.captures()
    target = file.target_market
    if not target or not captured:
        return
    sides: list[tuple[str, Sequence[TargetRule]]] = [("must", target.must), ("exclude", target.exclude)]
    rules: list[tuple[Path, Condition]] = []
    for kind, listed in sides:
        for index, rule in enumerate(listed):
            rules.append((("target_market", kind, index, "when"), rule.when))
            if rule.unknown == "ask" and rule.when.field not in captured and "when" in rule.model_fields_set:
                text = f"asks for {rule.when.field}, which no node captures; capture it or set unknown to pass or fail"
                yield Finding(("target_market", kind, index, "when"), text)
    rules += [
        (("scoring", "rule", index, "when"), condition)
        for index, rule in enumerate(file.scoring.rule)
        for condition in rule.when
    ]
    for path, condition in rules:
        yield from _impossible(path, condition, captured)


def _impossible(path: Path, condition: Condition, captured: Any) -> Iterator[Finding]:
    """A rule about a choice question can only name its options."""
    capture = captured.get(condition.field)
    if not capture or capture.type != "choice" or condition.op not in ("=", "!=", "in", "not in"):
        return
    named = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    for word in named:
        if str(word) not in capture.options:
            near = did_you_mean(str(word), capture.options)
            hint = f"; did you mean {near}?" if near else ""
            yield Finding(path, f"names “{word}”, which is no option of {condition.field}{hint}", "warning")


def _outcomes(file: File) -> Iterator[Finding]:
    for index, extra in enumerate(file.disposition):
        if extra.like not in DISPOSITIONS and extra.like not in ALIASES and "like" in extra.model_fields_set:
            yield Finding(("disposition", index, "like"), _no_outcome(extra.like, DISPOSITIONS))
    known = {*DISPOSITIONS, *(extra.code for extra in file.disposition)}
    for name, code in file.script.ends.items():
        if code not in known:
            yield Finding(("script", "ends", name), _no_outcome(code, known))


def _no_outcome(code: str, known: Iterable[str]) -> str:
    near = did_you_mean(ALIASES.get(code, code), known)
    hint = f"did you mean {near}?" if near else "docs/campaign.md lists them"
    return f"names the outcome “{code}”, which does not exist; {hint}"


def _unsigned(file: File) -> Iterator[Finding]:
    for name, sign in file.signed_off:
        if sign is None:
            text = "is not signed off by sales yet; the screens will say so"
            yield Finding(("signed_off", name), text, "warning")


def _subject(campaign: Campaign) -> Iterator[Finding]:
    """The prospect reads it in the invitation: public words only, each with a fallback where it may be unknown."""
    path: Path = ("handoff", "subject")
    internal = {f"{{{name}}}" for name in internal_words(campaign.handoff.subject)}
    for problem in placeholder_problems(campaign, campaign.handoff.subject):
        named = {name for name in internal if name in problem.message}
        if problem.severity == "error" or not named:
            internal -= named
            yield Finding(path, problem.message, problem.severity)
    for name in sorted(internal):
        may = ", ".join(f"{{{word}}}" for word in PUBLIC_WORDS)
        yield Finding(path, f"uses {name}, which the prospect must not read in the invitation; it may use {may}")


def _script(file: File, campaign: Campaign) -> Iterator[Finding]:
    if "node" not in file.script.model_fields_set:
        return
    if not campaign.script.nodes:
        yield Finding(("script", "node"), "is empty; a script needs at least one node")
        return
    if len(campaign.script.nodes) > MOST_NODES:
        text = f"holds {len(campaign.script.nodes)} nodes; nobody finds a way through more than {MOST_NODES}"
        yield Finding(("script", "node"), text)
        return
    again = Counter(node.id for node in campaign.script.nodes)
    places = {node.id: index for index, node in reversed(list(enumerate(campaign.script.nodes)))}
    for problem in lint(campaign):
        if again[problem.node] > 1 and not problem.key:
            continue
        severity: Literal["error", "warning"] = problem.severity
        base: Path = ("script", "node", places[problem.node]) if problem.node else ("script",)
        yield Finding((*base, *problem.key), problem.message, severity)
