"""Bridges live and die through boto3. An old one knows them by AWS_DATA_PATH alone."""

import unittest

from bridge_life import BridgeLife
from flows import SOURCE
from server import Calls, ServerTest


class BridgeLifeTest(BridgeLife, Calls, ServerTest):
    account = "000000000041"

    def test_bridges_are_listed_by_pages(self):
        gateway = self.make_gateway()
        for number in range(25):
            self.call(
                "CreateBridge",
                Name=f"bridge-{number}",
                PlacementArn=gateway,
                EgressGatewayBridge={"MaxBitrate": 1000000},
                Sources=[{"FlowSource": {"Name": "one", "FlowArn": self.make_flow(**SOURCE)}}],
            )
        pages = [
            [bridge["Name"] for bridge in page["Bridges"]]
            for page in self.client.get_paginator("list_bridges").paginate(
                FilterArn=gateway, PaginationConfig={"PageSize": 10}
            )
        ]
        self.assertEqual([len(page) for page in pages], [10, 10, 5])
        self.assertEqual(sum(pages, []), [f"bridge-{number}" for number in range(25)])


if __name__ == "__main__":
    unittest.main()
