"""The models that modelgen makes for boto3 and the AWS CLI say what the facts of the contract say."""

import atexit
import json
import os
import pathlib
import subprocess
import tempfile
import unittest

FACTS = json.loads(
    (pathlib.Path(__file__).parent / "facts.json").read_text(encoding="utf-8")
)
MADE = tempfile.TemporaryDirectory()
atexit.register(MADE.cleanup)
subprocess.run([os.environ["MODELGEN"], MADE.name], check=True, timeout=60)


def read(name):
    folder = pathlib.Path(MADE.name, "mediaconnect", FACTS["service"]["apiVersion"])
    return json.loads((folder / name).read_text(encoding="utf-8"))


SERVICE = read("service-2.json")
CONSTRAINTS = ("pattern", "min", "max", "enum", "timestampFormat")  # "union" is left out on purpose


class ModelsTest(unittest.TestCase):
    maxDiff = None

    def test_the_service_is_the_same(self):
        metadata = SERVICE["metadata"]
        for name in ("apiVersion", "endpointPrefix", "signingName"):
            self.assertEqual(metadata[name], FACTS["service"][name])
        self.assertEqual(metadata["protocol"], "rest-json")

    def test_every_operation_is_the_same(self):
        self.assertEqual(list(SERVICE["operations"]), list(FACTS["operations"]))
        for name, fact in FACTS["operations"].items():
            with self.subTest(operation=name):
                model = SERVICE["operations"][name]
                self.assertEqual(
                    model["http"],
                    {
                        "method": fact["method"],
                        "requestUri": fact["uri"],
                        "responseCode": fact["status"],
                    },
                )
                self.assertEqual(model["input"]["shape"], fact["input"])
                self.assertEqual(model.get("output", {}).get("shape"), fact.get("output"))
                errors = [error["shape"] for error in model["errors"]]
                self.assertEqual(sorted(errors), sorted(fact["errors"]))

    def test_every_shape_that_an_operation_reaches_is_the_same(self):
        self.seen = set()
        for fact in FACTS["operations"].values():
            for direction in ("input", "output"):
                if direction in fact:
                    self.assert_same_shape(fact[direction], fact[direction])
        named = {
            name
            for name, shape in SERVICE["shapes"].items()
            if shape["type"] == "structure" and not shape.get("exception")
        }
        self.assertEqual({model for model, _ in self.seen} & named, named)

    def assert_same_shape(self, model_name, fact_name):
        """Shapes without a name of their own are called otherwise, so they are followed by pairs."""
        if (model_name, fact_name) in self.seen:
            return
        self.seen.add((model_name, fact_name))
        model, fact = SERVICE["shapes"][model_name], FACTS["shapes"][fact_name]
        with self.subTest(shape=model_name):
            self.assertEqual(model["type"], fact["type"])
            for name in CONSTRAINTS:
                self.assertEqual(model.get(name), fact.get(name), name)
        if fact["type"] == "structure":
            self.assert_same_members(model_name, model, fact)
        for part in ("member", "value"):
            if part in fact:
                self.assert_same_shape(model[part]["shape"], fact[part])

    def assert_same_members(self, name, model, fact):
        with self.subTest(structure=name):
            self.assertEqual(set(model["members"]), set(fact["members"]))
            required = {key for key, member in fact["members"].items() if member.get("required")}
            self.assertEqual(set(model.get("required", [])), required)
        for key, member in fact["members"].items():
            of_model = model["members"][key]
            with self.subTest(member=f"{name}.{key}"):
                self.assertEqual(of_model["locationName"], member.get("name", key))
                self.assertEqual(of_model.get("location"), member.get("in"))
                self.assertEqual(
                    of_model.get("idempotencyToken"), member.get("idempotencyToken")
                )
            self.assert_same_shape(of_model["shape"], member["shape"])

    def test_every_error_is_the_same(self):
        for name, fact in FACTS["errors"].items():
            with self.subTest(error=name):
                shape = SERVICE["shapes"][name]
                self.assertTrue(shape["exception"])
                self.assertEqual(shape["error"], {"httpStatusCode": fact["status"]})
                self.assertEqual(shape["members"]["Message"]["locationName"], "message")

    def test_every_paginator_is_the_same(self):
        self.assertEqual(read("paginators-1.json"), {"pagination": FACTS["paginators"]})

    def test_every_waiter_is_the_same(self):
        waiters = read("waiters-2.json")
        self.assertEqual(waiters["version"], 2)
        self.assertEqual(waiters["waiters"], FACTS["waiters"])


if __name__ == "__main__":
    unittest.main()
