"""Some tests as a user would write them, who has read the README and nothing else."""

import os
import unittest
import urllib.error
import urllib.request

import boto3
from botocore.exceptions import ClientError

MOCK = os.environ["AWS_ENDPOINT_URL_MEDIACONNECT"]
ACCOUNT = "111122223333"
SOURCE = {"Name": "main", "Protocol": "rtp", "WhitelistCidr": "10.24.34.0/23"}


def post(path):
    request = urllib.request.Request(MOCK + path, method="POST")
    with urllib.request.urlopen(request) as response:
        return response.status


class ShowsTest(unittest.TestCase):
    def setUp(self):
        post(f"/_mediaconnect/reset?account={ACCOUNT}")
        self.client = boto3.client(
            "mediaconnect",
            endpoint_url=MOCK,
            region_name="us-east-1",
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key="unused",
        )

    def test_a_show_goes_on_air_and_off_again(self):
        arn = self.client.create_flow(Name="show", Source=SOURCE)["Flow"]["FlowArn"]
        self.client.start_flow(FlowArn=arn)
        self.client.get_waiter("flow_active").wait(FlowArn=arn)
        with self.assertRaises(self.client.exceptions.BadRequestException):
            self.client.delete_flow(FlowArn=arn)
        self.client.stop_flow(FlowArn=arn)
        self.client.get_waiter("flow_standby").wait(FlowArn=arn)
        self.client.delete_flow(FlowArn=arn)
        self.client.get_waiter("flow_deleted").wait(FlowArn=arn)
        self.assertEqual(self.client.list_flows()["Flows"], [])

    def test_the_21st_output_is_one_too_many(self):
        arn = self.client.create_flow(Name="show", Source=SOURCE)["Flow"]["FlowArn"]
        outputs = [
            {"Protocol": "rtp", "Destination": "192.0.2.1", "Port": 5000 + i} for i in range(21)
        ]
        with self.assertRaises(ClientError) as refused:
            self.client.add_flow_outputs(FlowArn=arn, Outputs=outputs)
        self.assertEqual(refused.exception.response["Error"]["Code"], "AddFlowOutputs420Exception")
        self.assertEqual(self.client.describe_flow(FlowArn=arn)["Flow"]["Outputs"], [])
        self.client.add_flow_outputs(FlowArn=arn, Outputs=outputs[:20])
        self.assertEqual(len(self.client.describe_flow(FlowArn=arn)["Flow"]["Outputs"]), 20)

    def test_a_flow_that_is_gone_is_not_found(self):
        arn = self.client.create_flow(Name="show", Source=SOURCE)["Flow"]["FlowArn"]
        post(f"/_mediaconnect/reset?account={ACCOUNT}")
        with self.assertRaises(self.client.exceptions.NotFoundException):
            self.client.describe_flow(FlowArn=arn)

    def test_a_misspelt_account_resets_nobody(self):
        self.client.create_flow(Name="show", Source=SOURCE)
        with self.assertRaises(urllib.error.HTTPError) as refused:
            post(f"/_mediaconnect/reset?acount={ACCOUNT}")
        self.assertEqual(refused.exception.code, 400)
        refused.exception.close()
        self.assertEqual(len(self.client.list_flows()["Flows"]), 1)


if __name__ == "__main__":
    unittest.main()
