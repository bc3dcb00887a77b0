"""Bridges live and die through the AWS CLI."""

import os
import unittest

import botocore.session
from botocore import xform_name

from bridge_life import BridgeLife
from cli import Cli, Refusal
from server import ServerTest


class BridgeLifeTest(BridgeLife, ServerTest):
    def setUp(self):
        self.cli = Cli(self.server, "000000000042")
        model = botocore.session.get_session().get_service_model("mediaconnect")
        if "CreateBridge" not in model.operation_names:
            # An old CLI alone; clients.cli.models runs all of this with our models.
            self.assertNotIn("AWS_DATA_PATH", os.environ)
            self.skipTest("this AWS CLI knows no bridges")

    def call(self, operation, **parameters):
        options = {xform_name(name): value for name, value in parameters.items()}
        return self.cli(xform_name(operation, "-"), **options) or {}

    def assert_fails(self, code, message, operation, **parameters):
        with self.assertRaisesRegex(Refusal, rf"\({code}\).*{operation}.*{message}"):
            self.call(operation, **parameters)


if __name__ == "__main__":
    unittest.main()
