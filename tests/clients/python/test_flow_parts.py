"""Sources, VPC interfaces and media streams that come and go, settings of a flow, and reservations,
through boto3."""

import datetime

from flows import SOURCE, rtp_outputs
from server import ClientErrors, ServerTest


def vpc_interface(name, kind="ena"):
    return {
        "Name": name,
        "NetworkInterfaceType": kind,
        "RoleArn": "arn:aws:iam::111122223333:role/vpc",
        "SecurityGroupIds": ["sg-1"],
        "SubnetId": "subnet-1",
    }


class FlowPartsTest(ClientErrors, ServerTest):
    def create_flow(self, client, **members):
        return client.create_flow(**{"Name": "show", "Source": SOURCE, **members})["Flow"]

    def refuse(self, message, call, **parameters):
        self.assert_refused("BadRequestException", 400, message, call, **parameters)

    def test_a_second_source_comes_and_the_first_goes(self):
        client = self.server.client("000000000301")
        flow = self.create_flow(client)
        arn = flow["FlowArn"]
        second = {"Name": "backup", "Protocol": "rtp-fec", "WhitelistCidr": "10.1.0.0/24"}
        self.refuse(
            r"sourceFailoverConfig\.state",
            client.add_flow_sources,
            FlowArn=arn,
            Sources=[second],
        )
        updated = client.update_flow(FlowArn=arn, SourceFailoverConfig={"State": "ENABLED"})
        self.assertEqual(updated["ResponseMetadata"]["HTTPStatusCode"], 202)
        added = client.add_flow_sources(FlowArn=arn, Sources=[second])
        self.assertEqual(added["ResponseMetadata"]["HTTPStatusCode"], 201)
        self.assertEqual(added["Sources"][0]["IngestPort"], 5001)
        removed = client.remove_flow_source(FlowArn=arn, SourceArn=flow["Source"]["SourceArn"])
        self.assertEqual(removed["ResponseMetadata"]["HTTPStatusCode"], 202)
        left = client.describe_flow(FlowArn=arn)["Flow"]
        self.assertEqual([source["Name"] for source in left["Sources"]], ["backup"])
        self.assertEqual(left["Source"], left["Sources"][0])
        self.refuse(
            ":source:",
            client.remove_flow_source,
            FlowArn=arn,
            SourceArn=left["Source"]["SourceArn"],
        )

    def test_vpc_interfaces_come_and_go(self):
        client = self.server.client("000000000302")
        arn = self.create_flow(client)["FlowArn"]
        added = client.add_flow_vpc_interfaces(
            FlowArn=arn, VpcInterfaces=[vpc_interface("a"), vpc_interface("fast", "efa")]
        )
        self.assertEqual(added["ResponseMetadata"]["HTTPStatusCode"], 201)
        self.assertRegex(added["VpcInterfaces"][0]["NetworkInterfaceIds"][0], r"^eni-[0-9a-f]{17}$")
        self.refuse(
            "vpcInterfaces: .*efa",
            client.add_flow_vpc_interfaces,
            FlowArn=arn,
            VpcInterfaces=[vpc_interface("faster", "efa")],
        )
        attached = {**rtp_outputs(1)[0], "VpcInterfaceAttachment": {"VpcInterfaceName": "a"}}
        client.add_flow_outputs(FlowArn=arn, Outputs=[attached])
        self.refuse(
            '"output-1"',
            client.remove_flow_vpc_interface,
            FlowArn=arn,
            VpcInterfaceName="a",
        )
        removed = client.remove_flow_vpc_interface(FlowArn=arn, VpcInterfaceName="fast")
        self.assertEqual(removed["ResponseMetadata"]["HTTPStatusCode"], 200)
        self.assertEqual(removed["NonDeletedNetworkInterfaceIds"], [])
        self.assert_refused(
            "NotFoundException",
            404,
            '"fast"',
            client.remove_flow_vpc_interface,
            FlowArn=arn,
            VpcInterfaceName="fast",
        )

    def test_media_streams_come_and_go(self):
        client = self.server.client("000000000303")
        arn = self.create_flow(client)["FlowArn"]
        stream = {"MediaStreamId": 1, "MediaStreamName": "video", "MediaStreamType": "video"}
        added = client.add_flow_media_streams(FlowArn=arn, MediaStreams=[stream])
        self.assertEqual(added["MediaStreams"][0]["Fmt"], 96)
        updated = client.update_flow_media_stream(
            FlowArn=arn, MediaStreamName="video", VideoFormat="2160p"
        )
        self.assertEqual(
            updated["MediaStream"], {**added["MediaStreams"][0], "VideoFormat": "2160p"}
        )
        self.refuse(
            "clockRate: 48000.*90000",
            client.update_flow_media_stream,
            FlowArn=arn,
            MediaStreamName="video",
            ClockRate=48000,
        )
        removed = client.remove_flow_media_stream(FlowArn=arn, MediaStreamName="video")
        self.assertEqual(removed["MediaStreamName"], "video")
        self.assertEqual(client.describe_flow(FlowArn=arn)["Flow"]["MediaStreams"], [])

    def test_a_flow_gets_its_maintenance_window(self):
        client = self.server.client("000000000304")
        arn = self.create_flow(client)["FlowArn"]
        window = {"MaintenanceDay": "Tuesday", "MaintenanceStartHour": "10:00"}
        flow = client.update_flow(FlowArn=arn, Maintenance=window)["Flow"]
        self.assertEqual(flow["Maintenance"], window)
        self.assertEqual(client.list_flows()["Flows"][0]["Maintenance"], window)
        self.refuse(
            "maintenanceScheduledDate: ",
            client.update_flow,
            FlowArn=arn,
            Maintenance={**window, "MaintenanceScheduledDate": "2030-01-29"},
        )

    def test_a_reservation_is_bought_once(self):
        client = self.server.client("000000000305")
        pages = client.get_paginator("list_offerings").paginate(PaginationConfig={"PageSize": 2})
        offerings = [one for page in pages for one in page["Offerings"]]
        self.assertEqual(len(offerings), 5)
        now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        purchase = {"OfferingArn": offerings[0]["OfferingArn"], "Start": now}
        bought = client.purchase_offering(ReservationName="mine", **purchase)
        self.assertEqual(bought["ResponseMetadata"]["HTTPStatusCode"], 201)
        arn = bought["Reservation"]["ReservationArn"]
        described = client.describe_reservation(ReservationArn=arn)["Reservation"]
        self.assertEqual(described, {**bought["Reservation"], "ReservationState": "ACTIVE"})
        self.assertEqual(client.list_reservations()["Reservations"], [described])
        self.assertEqual(client.list_offerings()["Offerings"], [])
        self.refuse(
            ":reservation:",
            client.purchase_offering,
            ReservationName="other",
            **purchase,
        )
