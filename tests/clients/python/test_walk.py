"""Everything that boto3 can send is understood.

Each operation of boto3's model is called with the least and with the most that it and the contract
let it carry. The server names the operation that it read, or serves it; a request that it misread
would break a constraint. With AWS_DATA_PATH the model is ours, which has all operations.
"""

import os
import unittest

from botocore import xform_name
from botocore.exceptions import ClientError

from inputs import FACTS, arguments_of
from server import ServerTest


class WalkTest(ServerTest):
    def assert_understood(self, client, operation, full):
        fact = FACTS["operations"][operation.name]
        method = getattr(client, xform_name(operation.name))
        try:
            response = method(**arguments_of(operation, full))
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
        least = len(FACTS["operations"]) if "AWS_DATA_PATH" in os.environ else 30
        self.assertGreaterEqual(len(model.operation_names), least)
        for name in model.operation_names:
            for full in (False, True):
                with self.subTest(operation=name, full=full):
                    self.assert_understood(client, model.operation_model(name), full)
        print(f"{len(model.operation_names)} of 82 operations, each with two inputs ... ", end="")


if __name__ == "__main__":
    unittest.main()
