"""Each list of the contract comes by pages, through boto3's own paginators with our models."""

import unittest

from botocore import xform_name

from flows import SOURCE
from inputs import FACTS
from routers import create_parameters, flow_configuration
from server import Calls, ServerTest

COUNT = 5  # of each resource


class PagesTest(Calls, ServerTest):
    account = "000000000056"

    def make_flows(self):
        entitlements = [{"Name": "e", "Subscribers": [self.account]}]
        partner = self.server.client("000000000057")
        for number in range(COUNT):
            self.call("CreateFlow", Name=f"flow-{number}", Source=SOURCE)
            partner.create_flow(Name=f"flow-{number}", Source=SOURCE, Entitlements=entitlements)

    def make_reservations(self):
        """One after the other: an account has one at a time."""
        for number in range(COUNT):
            now = self.clock("PUT", mode="frozen")["now"]
            offering = self.call("ListOfferings")["Offerings"][0]["OfferingArn"]
            start = now[:19] + "Z"
            self.call("PurchaseOffering", OfferingArn=offering, ReservationName=f"r-{number}", Start=start)
            self.clock("POST", "/advance", by="400d")

    def make_gateways(self):
        networks = [{"Name": "studio", "CidrBlock": "10.1.0.0/16"}]
        for number in range(COUNT):
            gateway = self.call(
                "CreateGateway", Name=f"gateway-{number}", EgressCidrBlocks=["10.0.0.0/8"], Networks=networks
            )["Gateway"]["GatewayArn"]
            self.control("POST", "gateway-instances", gatewayArn=gateway)
            source = {
                "Name": "one", "MulticastIp": "239.1.1.1", "Port": 5000, "Protocol": "rtp", "NetworkName": "studio",
            }
            self.call(
                "CreateBridge", Name=f"bridge-{number}", PlacementArn=gateway,
                IngressGatewayBridge={"MaxBitrate": 10_000_000, "MaxOutputs": 2},
                Sources=[{"NetworkSource": source}],
            )

    def make_routers(self):
        for number in range(COUNT):
            name = f"router-{number}"
            self.call("CreateRouterNetworkInterface", Name=name, Configuration={"Public": {"AllowRules": []}})
            for kind in "Input", "Output":
                self.call(f"CreateRouter{kind}", **create_parameters(kind, name, flow_configuration(kind)))

    def test_each_list_comes_by_pages(self):
        self.make_flows()
        self.make_reservations()
        self.make_gateways()
        self.make_routers()
        self.assertEqual(len(FACTS["paginators"]), 10)
        for operation, fact in FACTS["paginators"].items():
            with self.subTest(operation):
                key = fact["result_key"]
                everything = self.call(operation, MaxResults=50)
                self.assertNotIn("NextToken", everything)
                self.assertGreaterEqual(len(everything[key]), 2 if key == "Offerings" else COUNT)
                paginator = self.client.get_paginator(xform_name(operation))
                for size in (1, 2, len(everything[key])):
                    pages = [page[key] for page in paginator.paginate(PaginationConfig={"PageSize": size})]
                    self.assertEqual(sum(pages, []), everything[key])
                    self.assertEqual([len(page) for page in pages[:-1]], [size] * (len(pages) - 1))
                    self.assertEqual(len(pages), -(-len(everything[key]) // size))


if __name__ == "__main__":
    unittest.main()
