"""A router lives and dies through plain HTTP, each answer held against the contract."""

import unittest

from http_client import Calls
from router_life import RouterLife
from server import ServerTest


class RouterLifeTest(RouterLife, Calls, ServerTest):
    account = "000000000054"


if __name__ == "__main__":
    unittest.main()
