"""Everything that the AWS CLI can send is understood: each operation of the model that it reads, called
with the most that it and the contract let it carry.
"""

import concurrent.futures
import datetime
import json
import os
import re
import unittest

import botocore.session
from botocore import xform_name

from cli import Cli, Refusal
from inputs import FACTS, arguments_of
from server import ServerTest


def to_json(arguments):
    return json.dumps(arguments, default=datetime.datetime.isoformat)


class WalkTest(ServerTest):
    def call(self, operation):
        """What the CLI prints of a refusal; "" if there was none."""
        cli = Cli(self.server, "000000000031")
        try:
            cli(xform_name(operation.name, "-"), cli_input_json=to_json(arguments_of(operation, True)))
        except Refusal as refusal:
            return str(refusal)
        return ""

    def assert_understood(self, operation, refusal):
        if not refusal:
            return
        found = re.search(r"An error occurred \((\w+)\) when calling the (\w+) operation\b", refusal)
        self.assertIsNotNone(found, refusal)
        code, name = found.groups()
        self.assertEqual(name, operation.name)
        if code == "NotImplementedException":
            self.assertIn(f" {operation.name} ", refusal)
            return
        self.assertIn(code, FACTS["operations"][name]["errors"])
        self.assertNotEqual(code, "InternalServerErrorException", refusal)
        self.assertNotRegex(refusal, r"is required$|must be (a|one of) |does not match")

    def test_every_operation_is_understood_with_the_most(self):
        model = botocore.session.Session().get_service_model("mediaconnect")
        operations = [model.operation_model(name) for name in model.operation_names]
        least = len(FACTS["operations"]) if "AWS_DATA_PATH" in os.environ else 30
        self.assertGreaterEqual(len(operations), least)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for operation, refusal in zip(operations, pool.map(self.call, operations)):
                with self.subTest(operation=operation.name):
                    self.assert_understood(operation, refusal)
        print(f"{len(operations)} of 82 operations ... ", end="")


if __name__ == "__main__":
    unittest.main()
