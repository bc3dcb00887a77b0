"""What comments cite of docs/rules.md is there: "decision 4", "rules 1.7, 2.1"."""

import pathlib
import re
import unittest

TREE = pathlib.Path(__file__).resolve().parents[2]
SOURCES = ("server", "api", "state", "tests", "cmake", "tools", "docs")
ENDINGS = {".h", ".cc", ".json", ".py", ".js", ".mjs", ".txt", ".cmake", ".md"}

NUMBERS = r"(\d+(?:\.\d+)?(?:(?:, | and | or |, and )\d+(?:\.\d+)?)*)"


def there_is():
    """The numbers of the decisions, and of the sections: a section with a list has its items as
    "9.5"."""
    decisions, sections, part = set(), set(), None
    for line in (TREE / "docs" / "rules.md").read_text().splitlines():
        if heading := re.match(r"#+ (?:(\d+(?:\.\d+)?)\.? )?", line):
            part = heading[1]
            sections.update([part] if part else [])
        elif item := re.match(r"(\d+)\. ", line):
            if part:
                sections.add(f"{part}.{item[1]}")
            else:
                decisions.add(item[1])
    return decisions, sections


def cited(text):
    """The same of a source. A citation may go on in the comment's next line."""
    text = re.sub(r"\n\s*(?://|#|\*)?\s*", " ", text)
    found = []
    for word in ("decision", "rule"):
        lists = re.findall(rf"\b{word}s? {NUMBERS}", text, re.IGNORECASE)
        found.append({number for numbers in lists for number in re.findall(r"[\d.]+", numbers)})
    return found


class RulesTest(unittest.TestCase):
    def test_what_sources_cite_is_there(self):
        decisions, sections = there_is()
        self.assertEqual(decisions, {str(n) for n in range(1, len(decisions) + 1)})
        count = 0
        for folder in SOURCES:
            for path in sorted((TREE / folder).rglob("*")):
                if path.suffix not in ENDINGS or "node_modules" in path.parts:
                    continue
                of_decisions, of_sections = cited(path.read_text())
                with self.subTest(path.relative_to(TREE)):
                    self.assertLessEqual(of_decisions, decisions)
                    self.assertLessEqual(of_sections, sections)
                count += len(of_decisions) + len(of_sections)
        self.assertGreater(count, 100)


if __name__ == "__main__":
    unittest.main(verbosity=2)
