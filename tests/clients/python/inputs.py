"""The least and the most that an operation can carry, by a client's own model of it."""

import datetime
import json
import pathlib
import re

# Today's contract: older boto3s know fewer members, and no patterns.
FACTS = json.loads(
    (pathlib.Path(__file__).parents[2] / "contract" / "facts.json").read_text(encoding="utf-8")
)


def text_for(pattern):
    """A text that the pattern matches: the pattern itself, its variable parts filled in."""
    for part, text in (
        (r"\[[^\]]*\]\{\d+\}", "111122223333"),
        (r"\[[^\]]*\]\*", ""),
        (r"\[[^\]]*\]\+", "1"),
        (r"\.\+", "x"),
        (r"[()]", ""),
    ):
        pattern = re.sub(part, text, pattern)
    return pattern


def value_of(shape, fact_name, full):
    """A value of boto3's shape, which the contract calls `fact_name`."""
    fact = FACTS["shapes"][fact_name]
    if shape.type_name == "structure":
        members = [name for name in shape.members if name in fact["members"] and name != "NextToken"]
        if fact.get("union"):
            members = members[:1]
        elif not full:
            required = {name for name in members if fact["members"][name].get("required")}
            required.update(shape.required_members)  # an older boto3 may ask for more
            members = [name for name in members if name in required]
        return {
            name: value_of(shape.members[name], fact["members"][name]["shape"], full)
            for name in members
        }
    if shape.type_name == "list":
        return [value_of(shape.member, fact["member"], full)]
    if shape.type_name == "map":
        return {"key": value_of(shape.value, fact["value"], full)}
    if shape.type_name == "string":
        if "enum" in fact:
            return fact["enum"][0]
        return text_for(fact["pattern"]) if "pattern" in fact else "text"
    if shape.type_name in ("integer", "long"):
        return fact.get("min", 1)
    return {
        "boolean": True,
        "double": 3.5,
        "timestamp": datetime.datetime(2026, 1, 30, 8, 30, tzinfo=datetime.timezone.utc),
    }[shape.type_name]


def arguments_of(operation, full):
    """The least or the most for an operation of botocore's model."""
    return value_of(operation.input_shape, FACTS["operations"][operation.name]["input"], full)
