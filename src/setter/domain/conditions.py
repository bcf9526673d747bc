"""Conditions as a person writes them: `dock_doors >= 6`, `seniority in [c_suite, owner]`, `need_quote said 12`."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping

from setter.domain.facts import OPERATORS, Condition, Value

EXAMPLES = '"dock_doors >= 6", "seniority in [owner, director]", "need_quote said 12"'

_FIELD = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_SIGN, _VERB = r"==|!=|>=|<=|=|>|<", r"(?:not\s+in|in|contains|known|unknown|said)(?=[\s\[\"]|$)"
_OPERATOR = re.compile(rf"({_SIGN})|({_VERB})")
_TOKEN = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,=\[\]"][^,=\[\]"]*))\s*')
_WHOLE = re.compile(r"[+-]?\d{1,15}")
_DECIMAL = re.compile(r"[+-]?\d{1,15}\.\d{1,15}|[+-]?\d(\.\d+)?[eE][+-]?\d{1,3}")
_WHERE = re.compile(r"\swhere\s")
_AND = re.compile(
    rf"\s+and\s+(?={_FIELD.pattern}\s*(?:==|!=|>=|<=|=|>|<|(?:not\s+in|in|contains|known|unknown|said)(?=[\s\[\"]|$)))"
)


def parse(text: str) -> Condition:
    """Read one condition; ValueError with a sentence that says what is wrong with it."""
    text = text.strip()
    field = _FIELD.match(text)
    if not field:
        raise ValueError(f"a condition starts with the name of a field, for example {EXAMPLES}")
    rest = text[field.end() :].lstrip()
    operator = _OPERATOR.match(rest)
    if not operator:
        raise ValueError(f"{field[0]} must be followed by one of {', '.join(OPERATORS)}")
    op = " ".join(operator[0].split()).replace("==", "=")
    wanted, scale = _scale_of(rest[operator.end() :].strip())
    condition = Condition(field[0], op, _value_of(op, wanted), scale)
    problem = flaw(condition)
    if problem:
        raise ValueError(problem)
    return condition


def parse_all(text: str) -> tuple[Condition, ...]:
    """Read conditions joined by `and`, all of which must hold; ValueError as `parse` has it."""
    parts, begun = [], 0
    for joint in _AND.finditer(text):
        if not _enclosed(text[begun : joint.start()]):
            parts.append(text[begun : joint.start()])
            begun = joint.end()
    return tuple(map(parse, [*parts, text[begun:]]))


def written(condition: Condition) -> str:
    """A condition as a person writes it; what `parse` reads from it is the same condition."""
    said = f"{condition.field} {condition.op}"
    if isinstance(condition.value, tuple):
        said += f" [{', '.join(map(_word, condition.value))}]"
    elif condition.value is not None:
        said += f" {_word(condition.value)}"
    if condition.scale:
        said += " where " + ", ".join(f"{_quoted(word)} = {number:g}" for word, number in condition.scale.items())
    return said


def flaw(condition: Condition) -> str:
    """Say in a sentence what makes a condition unusable; empty when nothing does."""
    field, op, value = condition.field, condition.op, condition.value
    if not _FIELD.fullmatch(field):
        return f"“{field}” cannot be the name of a field: use small letters, digits and _"
    if op not in OPERATORS:
        return f"“{op}” is not an operator: use one of {', '.join(OPERATORS)}"
    if op in ("known", "unknown"):
        return "" if value is None else f"“{field} {op}” takes nothing after it"
    if op in ("in", "not in"):
        filled = isinstance(value, tuple) and value
        return "" if filled else f"“{field} {op}” needs a list, for example {field} {op} [one, other]"
    if isinstance(value, tuple):
        return f"“{field} {op}” takes one value; for a list write {field} in [one, other]"
    if op == "said":
        usable = value is None or (isinstance(value, int) and not isinstance(value, bool) and value > 0)
        return "" if usable else f"“{field} said” takes the least number of characters, for example 12"
    if value is None:
        return f"“{field} {op}” needs a value after it"
    if op in (">", ">=", "<", "<=") and (isinstance(value, bool) or not isinstance(value, (int, float))):
        return f"“{field} {op}” compares with a number, not with “{value}”"
    return ""


def _scale_of(text: str) -> tuple[str, Mapping[str, float]]:
    found = [match for match in _WHERE.finditer(f" {text}") if not _quoted_at(text, match.start())]
    if not found:
        return text, {}
    cut = found[-1]
    wanted, listed = f" {text}"[: cut.start()].strip(), f" {text}"[cut.end() :]
    return wanted, dict(_step(pair) for pair in _split(listed))


def _quoted_at(text: str, place: int) -> bool:
    return len(re.findall(r'(?<!\\)"', text[:place])) % 2 == 1


def _step(pair: str) -> tuple[str, float]:
    match = re.fullmatch(r'\s*("(?:[^"\\]|\\.)*"|[^="]+?)\s*=\s*(\S+)\s*', pair)
    number = _scalar(match[2]) if match else None
    if match is None or isinstance(number, (bool, str)) or number is None:
        raise ValueError(f"after “where” come words and their numbers, as in 0-3m = 90; “{pair.strip()}” is not")
    return str(_unquoted(match[1])), float(number)


def _split(text: str) -> list[str]:
    """Split at the commas that stand outside quotation marks."""
    return re.findall(r'(?:"(?:[^"\\]|\\.)*"|[^,"]|"(?![^"]*"))+', text)


def _value_of(op: str, text: str) -> Value | tuple[Value, ...] | None:
    if not text:
        return None
    if op in ("in", "not in"):
        if not (text.startswith("[") and text.endswith("]")):
            raise ValueError(f"write the list in brackets, as in {op} [one, other]")
        return tuple(_listed(text[1:-1]))
    if text.startswith("["):
        return tuple(_listed(text.strip("[]")))
    return _scalar(text)


def _listed(text: str) -> list[Value]:
    values: list[Value] = []
    place = 0
    while text[place:].strip():
        token = _TOKEN.match(text, place)
        if not token:
            raise ValueError(f"cannot read the list at “{text[place:].strip()[:20]}”: separate its words by commas")
        values.append(_scalar(token[0].strip()))
        place = token.end()
        if place < len(text):
            if text[place] != ",":
                raise ValueError(f"cannot read the list at “{text[place:].strip()[:20]}”: use commas")
            place += 1
    return values


def _scalar(text: str) -> Value:
    if text.startswith('"'):
        return _unquoted(text)
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    if _DECIMAL.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text


def _unquoted(text: str) -> str:
    if not text.startswith('"'):
        return text
    try:
        return str(json.loads(text, strict=False))
    except ValueError:
        raise ValueError(f"the quotation marks in {text[:30]} do not close") from None


def _enclosed(text: str) -> bool:
    """Say whether a text ends within quotation marks or brackets."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    return '"' in bare or bare.count("[") > bare.count("]")


def _word(value: Value) -> str:
    """A value such that reading it gives the same value again."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    return _quoted(value)


def _quoted(text: str) -> str:
    plain = re.fullmatch(r"[^\s,=\[\]\"](?:[^,=\[\]\"]*[^\s,=\[\]\"])?", text)
    ambiguous = plain is None or _scalar(text) != text or _WHERE.search(f" {text} ") or _AND.search(text)
    return json.dumps(text, ensure_ascii=False) if ambiguous else text
