"""What loading all curated knowledge costs a fresh process."""

import json
import subprocess
import sys

from support import ROOT

MEASURE = """
import json, resource, sys, time
from kg.knowledge.gazetteer import load_gazetteer
from kg.knowledge.lexicon import load_lexicon
from kg.knowledge.ontology import load_ontology
before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
load_gazetteer(), load_lexicon(), load_ontology()
seconds = time.process_time() - start
print(json.dumps({
    "seconds": seconds,
    "mb": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024,
    "spacy": "spacy" in sys.modules,
}))
"""


def test_knowledge_is_light(capsys):
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    )
    cost = json.loads(done.stdout)
    assert not cost["spacy"]
    assert cost["mb"] < 80
    with capsys.disabled():
        print(f"\nall knowledge: {cost['seconds']:.2f} s of processor time, {cost['mb']:.0f} MiB")
