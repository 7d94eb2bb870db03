"""What loading all curated knowledge costs a fresh process."""

import json
import subprocess
import sys

from support import ROOT

MEASURE = """
import json, pathlib, re, sys, time
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.lexicon import load_lexicon
from kg.knowledge.ontology import load_ontology
def resident():  # ru_maxrss would begin with the peak of the process that started this one
    return int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1024
before, start = resident(), time.process_time()
load_gazetteer(), load_lexicon(), load_ontology()
seconds = time.process_time() - start
print(json.dumps({
    "seconds": seconds,
    "mb": resident() - before,
    "spacy": "spacy" in sys.modules,
}))
"""


def test_knowledge_is_light(capsys):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    cost = json.loads(done.stdout)
    assert not cost["spacy"]
    assert 5 < cost["mb"] < 80
    with capsys.disabled():
        print(f"\nall knowledge: {cost['seconds']:.2f} s of processor time, {cost['mb']:.0f} MiB")
