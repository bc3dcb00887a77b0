"""Pieces of requests, for boto3 and for the AWS CLI."""

SOURCE = {"Name": "main", "Protocol": "rtp", "WhitelistCidr": "10.24.34.0/23"}


def rtp_outputs(count, first=1):
    return [
        {"Protocol": "rtp", "Destination": "192.0.2.1", "Port": 1000 + i}
        for i in range(first, first + count)
    ]
