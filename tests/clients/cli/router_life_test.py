"""A router lives and dies through the AWS CLI. An old one knows it by AWS_DATA_PATH alone."""

import unittest

from cli import Calls
from router_life import RouterLife
from server import ServerTest


class RouterLifeTest(RouterLife, Calls, ServerTest):
    account = "000000000052"


if __name__ == "__main__":
    unittest.main()
