"""A client that knows the contract and nothing else: it makes each request of it, and holds each answer
against it.
"""

import functools
import http.client
import json
import re
import urllib.parse

from inputs import FACTS

SHAPES = FACTS["shapes"]
KINDS = {"string": str, "integer": int, "long": int, "boolean": bool, "double": (int, float), "blob": str}


def wire_name(member, fact):
    return fact.get("name", member)


def to_wire(shape_name, value):
    """What a caller gives, as the wire has it."""
    shape = SHAPES[shape_name]
    if shape["type"] == "structure":
        unknown = set(value) - set(shape["members"])
        if unknown:
            raise ValueError(f"{shape_name} has no {unknown}")
        facts = {member: shape["members"][member] for member in value}
        return {wire_name(member, fact): to_wire(fact["shape"], value[member]) for member, fact in facts.items()}
    if shape["type"] == "list":
        return [to_wire(shape["member"], one) for one in value]
    if shape["type"] == "map":
        return {key: to_wire(shape["value"], one) for key, one in value.items()}
    return value


def from_wire(shape_name, value, path):
    """What an answer has, as callers know it. Raises AssertionError if it breaks its shape."""
    shape = SHAPES[shape_name]
    if shape["type"] == "structure":
        return structure_from_wire(shape, value, path)
    if shape["type"] == "list":
        assert isinstance(value, list), f"{path}: {value!r} is no list"
        return [from_wire(shape["member"], one, f"{path}[{index}]") for index, one in enumerate(value)]
    if shape["type"] == "map":
        assert isinstance(value, dict), f"{path}: {value!r} is no map"
        return {key: from_wire(shape["value"], one, f"{path}.{key}") for key, one in value.items()}
    if shape["type"] == "timestamp":
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value), f"{path}: {value!r} is no time"
        return value
    is_right = isinstance(value, KINDS[shape["type"]]) and isinstance(value, bool) == (shape["type"] == "boolean")
    assert is_right, f"{path}: {value!r} is no {shape['type']}"
    assert value in shape.get("enum", [value]), f"{path}: {value!r} is none of {shape.get('enum')}"
    return value


def structure_from_wire(shape, value, path):
    assert isinstance(value, dict), f"{path}: {value!r} is no object"
    members = {wire_name(member, fact): (member, fact) for member, fact in shape["members"].items()}
    assert set(value) <= set(members), f"{path} has {set(value) - set(members)}, which its shape has not"
    required = {name for name, (_, fact) in members.items() if fact.get("required")}
    assert required <= set(value), f"{path} lacks {required - set(value)}"
    assert not shape.get("union") or len(value) == 1, f"{path} is a union and has {set(value)}"
    return {
        members[name][0]: from_wire(members[name][1]["shape"], one, f"{path}.{name}")
        for name, one in value.items()
    }


class Request:
    """Of an operation, by its facts."""

    def __init__(self, operation, parameters):
        fact = FACTS["operations"][operation]
        self.method = fact["method"]
        self.path = fact["uri"]
        body, query = {}, []
        members = SHAPES[fact["input"]]["members"] if "input" in fact else {}
        wire = to_wire(fact["input"], parameters) if "input" in fact else {}
        for member in parameters:
            name, place = wire_name(member, members[member]), members[member].get("in")
            if place == "uri":
                self.path = self.path.replace("{%s}" % name, urllib.parse.quote(wire[name], safe=""))
            elif place == "querystring":
                values = wire[name] if isinstance(wire[name], list) else [wire[name]]
                query += [(name, one if isinstance(one, str) else json.dumps(one)) for one in values]
            else:
                body[name] = wire[name]
        if query:
            self.path += "?" + urllib.parse.urlencode(query)
        self.body = json.dumps(body) if body else None


class Calls:
    """For a TestCase that is the same for every client: here, HTTP as `account`."""

    @functools.cached_property
    def connection(self):
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(self.server.endpoint).netloc, timeout=20)
        self.addCleanup(connection.close)
        return connection

    def send(self, operation, parameters):
        """Returns the status, the headers and the body."""
        request = Request(operation, parameters)
        credential = f"{self.account}/20260101/us-east-1/mediaconnect/aws4_request"
        authorization = f"AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=0"
        self.connection.request(request.method, request.path, request.body, {"Authorization": authorization})
        answer = self.connection.getresponse()
        self.assertRegex(answer.headers["x-amzn-RequestId"], "^[0-9a-f-]{36}$")
        return answer.status, answer.headers, answer.read()

    def call(self, operation, **parameters):
        return self.read(operation, *self.send(operation, parameters))

    def read(self, operation, status, headers, body):
        """Returns what a success answers."""
        fact = FACTS["operations"][operation]
        self.assertEqual(status, fact["status"], body)
        self.assertNotIn("x-amzn-ErrorType", headers)
        if "output" not in fact:
            self.assertEqual(body, b"")
            return {}
        self.assertEqual(headers["Content-Type"], "application/json")
        return from_wire(fact["output"], json.loads(body), operation)

    def read_refusal(self, operation, status, headers, body):
        """Returns the code and the message of an error, which the operation declares."""
        code = headers["x-amzn-ErrorType"]
        self.assertIn(code, FACTS["operations"][operation]["errors"], body)
        self.assertEqual(status, FACTS["errors"][code]["status"], body)
        error = json.loads(body)
        self.assertEqual(list(error), ["message"])
        return code, error["message"]

    def assert_fails(self, code, message, operation, **parameters):
        refusal = self.read_refusal(operation, *self.send(operation, parameters))
        self.assertEqual(refusal[0], code, refusal)
        self.assertRegex(refusal[1], message)
