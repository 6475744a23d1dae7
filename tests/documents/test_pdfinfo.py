"""What another program reads of the structure: `pdfinfo` of Poppler. Not collected where it is not installed."""

import re
import subprocess

import examples
import pytest
import structure


@pytest.mark.parametrize("example", ["typical summary", "typical plan", "chronology"])
def test_another_program_reads_the_same_structure(example, tmp_path):
    pdf = examples.printed(example)
    (tmp_path / "it.pdf").write_bytes(pdf)
    told = subprocess.run(
        ["pdfinfo", "-struct-text", "it.pdf"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    tree = structure.read(pdf)
    assert told.stderr == ""
    for kind in ("TR", "TH", "TD", "LI", "H1", "H2", "H3", "P"):
        assert len(re.findall(rf"^ *{kind}\b(?: \(block\))?:?$", told.stdout, re.M)) == len(tree.all(kind)), (
            kind
        )
    said = " ".join(" ".join(re.findall(r'^ *"(.*)"$', told.stdout, re.M)).split())
    assert said == tree.text()
