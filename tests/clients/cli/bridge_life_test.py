"""Bridges live and die through the AWS CLI. An old one knows them by AWS_DATA_PATH alone."""

import unittest

from botocore import xform_name

from bridge_life import BridgeLife
from cli import Cli, Refusal
from server import ServerTest


class BridgeLifeTest(BridgeLife, ServerTest):
    def setUp(self):
        self.cli = Cli(self.server, "000000000042")

    def call(self, operation, **parameters):
        options = {xform_name(name): value for name, value in parameters.items()}
        return self.cli(xform_name(operation, "-"), **options) or {}

    def assert_fails(self, code, message, operation, **parameters):
        with self.assertRaisesRegex(Refusal, rf"\({code}\).*{operation}.*{message}"):
            self.call(operation, **parameters)


if __name__ == "__main__":
    unittest.main()
