"""A flow lives and dies through boto3."""

import unittest

from flows import SOURCE
from server import ClientErrors, ServerTest

AWARDS_SHOW = {
    "Name": "AwardsShow",
    "Source": {**SOURCE, "Description": "Saturday night show", "IngestPort": 1069},
    "Outputs": [
        {"Name": "NYC", "Protocol": "rtp-fec", "Destination": "192.0.2.1", "Port": 2355},
        {"Name": "LA", "Protocol": "rist", "Destination": "192.0.2.2", "Port": 3025},
    ],
    "Entitlements": [
        {
            "Name": "Partner",
            "Subscribers": ["444455556666"],
            "DataTransferSubscriberFeePercent": 20,
        }
    ],
}


class FlowLifeTest(ClientErrors, ServerTest):
    def test_a_flow_is_created_and_all_of_it_is_described(self):
        client = self.server.client("000000000001")
        created = client.create_flow(**AWARDS_SHOW)
        self.assertEqual(created["ResponseMetadata"]["HTTPStatusCode"], 201)
        flow = client.describe_flow(FlowArn=created["Flow"]["FlowArn"])["Flow"]
        self.assertEqual(flow, created["Flow"])

        self.assertEqual(flow["Status"], "STANDBY")
        self.assertEqual(flow["Description"], "Saturday night show")
        self.assertEqual(flow["Sources"], [flow["Source"]])
        self.assertEqual(flow["Source"]["IngestPort"], 1069)
        self.assertEqual(flow["Source"]["WhitelistCidr"], "10.24.34.0/23")
        self.assertEqual(
            flow["Source"]["Transport"], {"Protocol": "rtp", "MaxBitrate": 80000000}
        )
        nyc, la = flow["Outputs"]
        self.assertEqual((nyc["Name"], nyc["Destination"], nyc["Port"]), ("NYC", "192.0.2.1", 2355))
        self.assertEqual(nyc["Transport"], {"Protocol": "rtp-fec", "SmoothingLatency": 0})
        self.assertEqual(la["Transport"], {"Protocol": "rist", "SmoothingLatency": 0})
        (entitlement,) = flow["Entitlements"]
        self.assertEqual(entitlement["Name"], "Partner")
        self.assertEqual(entitlement["Subscribers"], ["444455556666"])
        self.assertEqual(entitlement["DataTransferSubscriberFeePercent"], 20)
        self.assertEqual(entitlement["EntitlementStatus"], "ENABLED")

    def test_25_flows_are_listed_by_pages_of_10_each_once(self):
        client = self.server.client("000000000002")
        names = [f"flow-{i}" for i in range(25)]
        for name in names:
            client.create_flow(Name=name, Source=SOURCE)
        pages = [
            [flow["Name"] for flow in page["Flows"]]
            for page in client.get_paginator("list_flows").paginate(
                PaginationConfig={"PageSize": 10}
            )
        ]
        self.assertEqual([len(page) for page in pages], [10, 10, 5])
        self.assertEqual(sum(pages, []), names)

    def test_it_is_started_kept_from_being_deleted_stopped_and_deleted(self):
        client = self.server.client("000000000003")
        arn = client.create_flow(**AWARDS_SHOW)["Flow"]["FlowArn"]
        self.assertEqual(client.start_flow(FlowArn=arn)["Status"], "STARTING")
        client.get_waiter("flow_active").wait(FlowArn=arn)
        self.assert_refused(
            "BadRequestException", 400, "is ACTIVE", client.delete_flow, FlowArn=arn
        )
        self.assertEqual(client.stop_flow(FlowArn=arn)["Status"], "STOPPING")
        client.get_waiter("flow_standby").wait(FlowArn=arn)
        self.assertEqual(client.delete_flow(FlowArn=arn)["Status"], "DELETING")
        client.get_waiter("flow_deleted").wait(FlowArn=arn)
        self.assert_refused(
            "NotFoundException", 404, ":flow:", client.describe_flow, FlowArn=arn
        )
        self.assertEqual(client.list_flows()["Flows"], [])

    def test_a_flow_with_21_outputs_is_refused_whole(self):
        client = self.server.client("000000000004")
        outputs = [
            {"Protocol": "rtp", "Destination": "192.0.2.1", "Port": 5000 + i} for i in range(21)
        ]
        self.assert_refused(
            "CreateFlow420Exception",
            420,
            "20 outputs a flow",
            client.create_flow,
            **{**AWARDS_SHOW, "Outputs": outputs},
        )
        self.assertEqual(client.list_flows()["Flows"], [])
        flow = client.create_flow(**{**AWARDS_SHOW, "Outputs": outputs[:20]})["Flow"]
        self.assertEqual(len(flow["Outputs"]), 20)

    def test_its_exceptions_are_the_clients_own(self):
        client = self.server.client("000000000005")
        arn = "arn:aws:mediaconnect:us-east-1:000000000005:flow:1-a-b:c"
        with self.assertRaises(client.exceptions.NotFoundException):
            client.describe_flow(FlowArn=arn)
        with self.assertRaises(client.exceptions.BadRequestException):
            client.describe_flow(FlowArn="nonsense")
        with self.assertRaises(client.exceptions.BadRequestException):
            client.list_flows(MaxResults=1001)


if __name__ == "__main__":
    unittest.main()
