"""Runs the examples as a user would: a server, its endpoint in the environment, and unittest."""

import os
import pathlib
import re
import subprocess
import sys
import unittest

from server import ServerTest

FOLDER = pathlib.Path(__file__).with_name("examples")


class ExamplesTest(ServerTest):
    def test_all_of_them_pass(self):
        done = subprocess.run(
            [sys.executable, "-W", "ignore::ResourceWarning", "-m", "unittest", "-v"],
            cwd=FOLDER, timeout=120, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={**os.environ, "AWS_ENDPOINT_URL_MEDIACONNECT": self.server.endpoint},
        )
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertEqual(re.findall(r"^Ran (\d+) tests", done.stdout, re.M), ["9"], done.stdout)
        self.assertNotIn("skipped", done.stdout)

    def test_none_of_them_sleeps(self):
        for path in FOLDER.glob("*.py"):
            self.assertNotIn("sleep(", path.read_text(), path.name)


if __name__ == "__main__":
    unittest.main(verbosity=2)
