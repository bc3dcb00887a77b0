"""Runs the examples of docs/ as they stand there, against the binary.

An example's endpoint, http://127.0.0.1:4580, is replaced by that of the server that the test starts.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]
ENDPOINT = "http://127.0.0.1:4580"
# Each with the options of its server, if it needs some.
PAGES = {"steering": (), "accounts": (), "clock": (), "transitions": (), "faults": ()}

sys.path.insert(0, str(TREE / "tests" / "clients" / "python"))
from server import Server  # noqa: E402


class PagesTest(unittest.TestCase):
    def run_examples(self, page, language, name, command, expected):
        text = (TREE / "docs" / f"{page}.md").read_text()
        examples = re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        self.assertTrue(examples, f"docs/{page}.md has no example in {language}")
        for example in examples:
            self.assertIn(ENDPOINT, example)
            server = Server(*PAGES[page])
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder)
                (path / name).write_text(example.replace(ENDPOINT, server.endpoint))
                modules = TREE / "tests" / "clients" / "js" / "node_modules"
                (path / "node_modules").symlink_to(modules)
                done = subprocess.run(
                    command, cwd=folder, timeout=100, check=False, text=True,
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                    env={**os.environ, "PATH": "/usr/bin:" + os.environ["PATH"]},
                )
            self.assertEqual(done.returncode, 0, f"docs/{page}.md: {done.stdout}")
            self.assertRegex(done.stdout, expected, f"docs/{page}.md")
            self.assertEqual(server.stop(), 0)

    def test_shell(self):
        for page in PAGES:
            with self.subTest(page):
                self.run_examples(page, "sh", "example.sh", ["bash", "-euo", "pipefail", "example.sh"], r"\{")

    def test_python(self):
        command = [sys.executable, "-m", "unittest", "test_example"]
        for page in PAGES:
            with self.subTest(page):
                self.run_examples(page, "python", "test_example.py", command, r"Ran [1-9]\d* tests?")

    def test_javascript(self):
        for page in PAGES:
            with self.subTest(page):
                self.run_examples(page, "js", "example.test.mjs", ["node", "--test"], r"pass [1-9]")

    def test_the_first_page_names_the_others(self):
        text = (TREE / "docs" / "steering.md").read_text()
        named = re.findall(r"^- \[.*?\]\((\w+)\.md\)", text, re.MULTILINE)
        self.assertEqual(["steering", *named], list(PAGES))


if __name__ == "__main__":
    unittest.main(verbosity=2)
