"""Everything that boto3 can send is understood.

Each operation of the installed boto3 is called with the least and with the most that it and the
contract let it carry. The server names the operation that it read, or serves it; a request that it
misread would break a constraint.
"""

import datetime
import json
import pathlib
import re
import unittest

from botocore import xform_name
from botocore.exceptions import ClientError

from server import ServerTest

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


class WalkTest(ServerTest):
    def assert_understood(self, client, operation, full):
        fact = FACTS["operations"][operation.name]
        arguments = value_of(operation.input_shape, fact["input"], full)
        method = getattr(client, xform_name(operation.name))
        try:
            response = method(**arguments)
            self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], fact["status"])
        except ClientError as error:
            code, message = (error.response["Error"][part] for part in ("Code", "Message"))
            if code == "NotImplementedException":
                self.assertIn(f" {operation.name} ", message)
                return
            self.assertLess(error.response["ResponseMetadata"]["HTTPStatusCode"], 500, message)
            self.assertIn(code, fact["errors"])
            self.assertNotRegex(message, r"is required$|must be (a|one of) |does not match")

    def test_every_operation_is_understood_with_the_least_and_with_the_most(self):
        client = self.server.client("000000000021")
        model = client.meta.service_model
        self.assertGreaterEqual(len(model.operation_names), 30)
        for name in model.operation_names:
            for full in (False, True):
                with self.subTest(operation=name, full=full):
                    self.assert_understood(client, model.operation_model(name), full)
        print(f"{len(model.operation_names)} of 82 operations, each with two inputs ... ", end="")


if __name__ == "__main__":
    unittest.main()
