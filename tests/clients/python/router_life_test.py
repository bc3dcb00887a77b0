"""A router lives and dies through boto3. An old one knows it by AWS_DATA_PATH alone."""

import unittest

from router_life import RouterLife
from server import Calls, ServerTest


class RouterLifeTest(RouterLife, Calls, ServerTest):
    account = "000000000051"

    def test_network_interfaces_are_listed_by_pages(self):
        client = self.server.client("000000000053")
        for number in range(25):
            client.create_router_network_interface(
                Name=f"interface-{number}", Configuration={"Public": {"AllowRules": []}}
            )
        pages = [
            [one["Name"] for one in page["RouterNetworkInterfaces"]]
            for page in client.get_paginator("list_router_network_interfaces").paginate(
                PaginationConfig={"PageSize": 10}
            )
        ]
        self.assertEqual([len(page) for page in pages], [10, 10, 5])
        self.assertEqual(sum(pages, []), [f"interface-{number}" for number in range(25)])


if __name__ == "__main__":
    unittest.main()
