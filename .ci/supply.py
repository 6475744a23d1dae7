"""What is shipped and what is known against it: docs/sbom.cdx.json, docs/licences.md and the check of advisories.

Run by `make supply`, which gives it the tools of .ci/supply-tools.txt in an environment of their own. It ends with
0 when advisories were looked up for every package and none is known, with 1 when one is, and with 3 when they could not
be looked up: that is said as "not run" and is no pass.
"""

# ruff: noqa: T201 - what it prints is its answer
import json
import re
import subprocess
import sys
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SBOM, LICENCES, LOCK = (
    ROOT / "docs" / "sbom.cdx.json",
    ROOT / "docs" / "licences.md",
    ROOT / "requirements.lock",
)
PRODUCT = "lac-tracker"

# Libraries in C that wheels carry inside: no tool for Python packages sees them. (name, carried by, licence)
INSIDE = (
    ("Qt 6", "pyside6-essentials", "LGPL-3.0-only"),
    ("SQLCipher", "sqlcipher3", "BSD-3-Clause"),
    ("SQLite", "sqlcipher3", "blessing"),
    ("OpenSSL", "cryptography", "Apache-2.0"),
    ("Argon2", "argon2-cffi-bindings", "CC0-1.0 OR Apache-2.0"),
    ("QPDF", "pikepdf", "Apache-2.0"),
    ("PDFium", "pypdfium2", "BSD-3-Clause"),
    ("HarfBuzz", "uharfbuzz", "MIT-Modern-Variant"),
    ("libjpeg-turbo", "pillow", "IJG AND BSD-3-Clause"),
    ("FreeType", "pillow", "FTL"),
)
# Where the package itself does not say it; read in its source.
STATED_ELSEWHERE = {
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause",
    "sqlcipher3": "Zlib",
    "uharfbuzz": "Apache-2.0",
}
FONTS = (("Noto Sans family, under resources/fonts", "OFL-1.1"),)

# Below these versions a package has a weakness known to us, wherever advisories cannot be looked up.
FLOORS = {
    "reportlab": "3.6.13",  # CVE-2023-33733: code run through a colour
    "pillow": "10.3.0",  # CVE-2024-28219: buffer overflow
    "cryptography": "44.0.1",  # CVE-2024-12797 in the OpenSSL it carries
    "openpyxl": "2.4.2",  # CVE-2017-5992: entities that fetch
    "sqlalchemy": "1.3.0",  # CVE-2019-7164: SQL through order_by
    "lxml": "4.9.1",
    "pikepdf": "2.10.0",  # CVE-2021-29421: entities in metadata
    "jinja2": "3.1.6",  # CVE-2025-27516
    "mako": "1.2.2",  # CVE-2022-40023
    "setuptools": "78.1.1",  # CVE-2025-47273
}


def locked() -> dict[str, str]:
    """Return package → version of the lock file, names in their one form."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE)
    return {plain(name): version for name, version in found}


def plain(name: str) -> str:
    """Return the name of a package in its one form."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed_to_run() -> set[str]:
    """Return the packages the program needs when it runs on this system; the rest builds and tests it."""
    from packaging.requirements import Requirement

    known = {plain(one.metadata["Name"]): one for one in distributions()}
    found: set[str] = set()
    waiting = [PRODUCT]
    while waiting:
        name = waiting.pop()
        if name in found or name not in known:
            continue
        found.add(name)
        for line in known[name].requires or ():
            wanted = Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
                waiting.append(plain(wanted.name))
    return found - {PRODUCT}


def below_floor() -> list[str]:
    """Return the locked packages that are older than a version with a known weakness, in words."""
    from packaging.version import Version

    lock = locked()
    return [
        f"{name} {lock[name]} is older than {floor}"
        for name, floor in FLOORS.items()
        if name in lock and Version(lock[name]) < Version(floor)
    ]


def write_sbom(made: Path) -> None:
    """Write what the tool found as it stands in docs/: no address, what is only for building said, C libraries added."""
    held = json.loads(made.read_text(encoding="utf-8"))
    run = needed_to_run()
    components = []
    for one in held["components"]:
        if plain(one["name"]) in (PRODUCT, "pip", "setuptools"):  # these two come with Python, not with us
            continue
        kept = {
            key: one[key] for key in ("bom-ref", "name", "version", "type", "purl", "licenses") if key in one
        }
        components.append(kept | {"scope": "required" if plain(one["name"]) in run else "excluded"})
    versions = {plain(one["name"]): one["version"] for one in components}
    for name, carrier, licence in INSIDE:
        components.append({
            "bom-ref": f"{name} in {carrier}", "name": name, "type": "library", "scope": "required",
            "description": f"Carried inside the wheel of {carrier} {versions.get(carrier, '')}".strip(),
            "licenses": [{"expression": licence}] if re.fullmatch(r"[A-Za-z0-9.-]+( (AND|OR) [A-Za-z0-9.-]+)*", licence) else [],
        })  # fmt: skip
    held = {
        "$schema": held["$schema"], "bomFormat": "CycloneDX", "specVersion": held["specVersion"], "version": 1,
        "metadata": {"component": {"bom-ref": PRODUCT, "name": PRODUCT, "type": "application", "licenses": [{"license": {"id": "MIT"}}]}},
        "components": sorted(components, key=lambda one: one["bom-ref"].lower()),
    }  # fmt: skip
    SBOM.write_text(json.dumps(held, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def listed() -> set[str]:
    """Return the packages of the SBOM: what was installed on this system."""
    held = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
    return {plain(one["name"]) for one in held if "purl" in one}


def licence_words(component: dict) -> str:
    """Return the licence of a component as its makers state it."""
    words = []
    for one in component.get("licenses", ()):
        inner = one.get("license", {})
        words.append(one.get("expression") or inner.get("id") or inner.get("name", ""))
    # A class of the package index beside a plain name says the same twice.
    plainer = [word.removeprefix("License :: ").removeprefix("OSI Approved :: ") for word in words if word]
    shown = min(plainer, key=len, default="")
    return " ".join(shown.split())[:80] or STATED_ELSEWHERE.get(
        plain(component["name"]), "not stated by the package"
    )


def licences() -> str:
    """Return docs/licences.md, made of the SBOM."""
    held = json.loads(SBOM.read_text(encoding="utf-8"))["components"]
    lines = [
        "# Licences of what the program is made with",
        "",
        "Made by `make supply` from [sbom.cdx.json](sbom.cdx.json). The program itself is under the MIT licence (LICENSE).",
        "Qt for Python is used under LGPL-3.0, dynamically linked, so that the Qt libraries can be replaced. Nothing under GPL",
        "or AGPL alone runs in the program.",
        "",
    ]
    for title, scope in (("Runs in the program", "required"), ("Builds and tests it only", "excluded")):
        lines += [f"## {title}", "", "| Component | Version | Licence |", "|---|---|---|"]
        lines += [
            f"| {one['name']} | {one.get('version') or one.get('description', '')} | {licence_words(one)} |"
            for one in held
            if one["scope"] == scope
        ]
        if scope == "required":
            lines += [f"| {name} | as in the folder | {licence} |" for name, licence in FONTS]
        lines.append("")
    return "\n".join(lines)


def advisories(audit: str) -> int:
    """Look advisories up for every locked package, and say in words what came of it. Returns 0, 1 or 3 as said above."""
    asked = subprocess.run(
        [audit, "--strict", "--disable-pip", "--progress-spinner", "off", "-f", "json", "-r", str(LOCK)],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        answered = {
            plain(one["name"]): one.get("vulns", []) for one in json.loads(asked.stdout)["dependencies"]
        }
    except (ValueError, KeyError, TypeError):
        answered = {}
    missing = sorted(listed() - set(answered))
    known = [f"{name}: {', '.join(one['id'] for one in found)}" for name, found in answered.items() if found]
    for line in known:
        print(f"ADVISORY {line}")
    if known:
        return 1
    if asked.returncode or missing:
        print(
            f"NOT RUN: advisories could not be looked up for {len(missing)} packages. This is no pass. "
            "Run it again where the advisory service can be reached."
        )
        return 3
    print(f"No advisory is known for the {len(answered)} packages looked up.")
    return 0


def main() -> int:
    """Make both files and look for weaknesses. Arguments: the SBOM as the tool made it, the program that audits."""
    made, audit = Path(sys.argv[1]), sys.argv[2]
    write_sbom(made)
    LICENCES.write_text(licences(), encoding="utf-8")
    print(f"Written: {SBOM.relative_to(ROOT)}, {LICENCES.relative_to(ROOT)}")
    old = below_floor()
    for line in old:
        print(f"WEAKNESS {line}")
    return 1 if old else advisories(audit)


if __name__ == "__main__":
    sys.exit(main())
