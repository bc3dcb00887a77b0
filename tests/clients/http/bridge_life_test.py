"""Bridges live and die through plain HTTP, each answer held against the contract."""

import unittest

from bridge_life import BridgeLife
from http_client import Calls
from server import ServerTest


class BridgeLifeTest(BridgeLife, Calls, ServerTest):
    account = "000000000043"


if __name__ == "__main__":
    unittest.main()
