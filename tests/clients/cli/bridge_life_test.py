"""Bridges live and die through the AWS CLI. An old one knows them by AWS_DATA_PATH alone."""

import unittest

from bridge_life import BridgeLife
from cli import Calls
from server import ServerTest


class BridgeLifeTest(BridgeLife, Calls, ServerTest):
    account = "000000000042"


if __name__ == "__main__":
    unittest.main()
