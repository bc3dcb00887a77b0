"""The AWS CLI as a client of the server: Debian's, told the endpoint."""

import json
import os
import shutil
import subprocess

from botocore import xform_name

# Debian's, where there is one; another may come first on PATH.
AWS = shutil.which("aws", path="/usr/bin:" + os.environ["PATH"])


class Refusal(Exception):
    """What the CLI prints of an error."""


class Cli:
    """The CLI of one account; the 12-digit access key is the account."""

    def __init__(self, server, account, attempts=1):
        self._endpoint = server.endpoint
        self._environment = {
            "PATH": os.environ["PATH"],
            "HOME": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "unused",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": str(attempts),
            "LC_ALL": "C.UTF-8",
        }
        if "AWS_DATA_PATH" in os.environ:
            self._environment["AWS_DATA_PATH"] = os.environ["AWS_DATA_PATH"]

    def __call__(self, *command, **options):
        """cli("start-flow", flow_arn=arn): lists and objects go as JSON, True as a bare switch. Returns
        what it prints."""
        arguments = [AWS, "--endpoint-url", self._endpoint, "--output", "json", "mediaconnect"]
        arguments += command
        for name, value in options.items():
            arguments.append("--" + name.replace("_", "-"))
            if value is not True:
                arguments.append(value if isinstance(value, str) else json.dumps(value))
        done = subprocess.run(
            arguments, env=self._environment, capture_output=True, text=True, timeout=120
        )
        if done.returncode != 0:
            raise Refusal(done.stderr.strip())
        return json.loads(done.stdout) if done.stdout.strip() else None


class Calls:
    """For a TestCase that is the same for every client: here, the CLI as `account`."""

    def setUp(self):
        self.cli = Cli(self.server, self.account)

    def call(self, operation, **parameters):
        options = {xform_name(name): value for name, value in parameters.items()}
        return self.cli(xform_name(operation, "-"), **options) or {}

    def assert_fails(self, code, message, operation, **parameters):
        with self.assertRaisesRegex(Refusal, rf"\({code}\).*{operation}.*{message}"):
            self.call(operation, **parameters)
