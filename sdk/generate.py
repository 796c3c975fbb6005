"""Write clients of the API from its OpenAPI document, each into a folder of its own.

    python sdk/generate.py                      all of them, into build/sdk
    python sdk/generate.py python typescript    these two
    python sdk/generate.py --from http://127.0.0.1:8000/api/v1/openapi.yaml --into /tmp/clients

It needs what sdk/requirements.txt names; TypeScript needs Node and npm besides. Each client is
written anew from nothing. README.md beside this file tells how to use them.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
DOCUMENT = ROOT / "api" / "v1" / "openapi.yaml"
# What openapi-generator writes for those who publish a client, and nobody uses here.
SURPLUS = (".github", ".gitlab-ci.yml", ".travis.yml", "git_push.sh", ".openapi-generator")

# Of the clients, as of all code. The document states the licence of the data, and the generator
# of the pydantic client would claim that one; for Java there is an option, in java.yaml.
LICENCE = "MIT"


class GenerationError(Exception):
    """A generator could not do its work; the text says what it said."""


def python(document, folder):
    """For Python 3.11 and newer, with httpx and attrs, by openapi-python-client."""
    source = ["--url", document] if is_address(document) else ["--path", document]
    generator = ["openapi-python-client", "generate", *source, "--config", HERE / "python.yaml"]
    said = run(*generator, "--output-path", folder)
    if "WARNING" in said or "ERROR" in said:
        raise GenerationError(said)


def typescript(document, folder):
    """For TypeScript, with fetch, by openapi-typescript and openapi-fetch."""
    shutil.copytree(HERE / "typescript", folder, ignore=shutil.ignore_patterns("node_modules"))
    run("npm", "ci", "--no-progress", cwd=folder)
    run("npx", "openapi-typescript", document, "--output", "record-api.d.ts", cwd=folder)


def by_openapi_generator(name):
    def generate(document, folder):
        config = ["-c", HERE / f"{name}.yaml"]
        run("openapi-generator-cli", "generate", "-i", document, *config, "-o", folder)
        for surplus in SURPLUS:
            path = folder / surplus
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        if name == "python-pydantic":
            for package in ("pyproject.toml", "setup.py"):
                state_licence(folder / package)

    generate.__doc__ = {
        "java": "For Java 11 and newer, by openapi-generator.",
        "go": "For Go, by openapi-generator.",
        "python-pydantic": "For Python, with urllib3 and pydantic, by openapi-generator.",
    }[name]
    return generate


CLIENTS = {"python": python, "typescript": typescript} | {
    name: by_openapi_generator(name) for name in ("java", "go", "python-pydantic")
}


def state_licence(path):
    """State the licence of the clients where a Python package states that of the data."""
    stated = re.compile(r'^( *license ?= ?(?:\{ text = )?)".*"', re.MULTILINE)
    path.write_text(stated.sub(rf'\1"{LICENCE}"', path.read_text()))


def is_address(document):
    return str(document).startswith(("http://", "https://"))


def run(*command, cwd=None):
    """What the command says. Programs installed beside this Python are found first."""
    beside = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, "PATH": beside, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
    )
    said = f"{done.stdout}{done.stderr}"
    if done.returncode:
        raise GenerationError(f"{' '.join(map(str, command))}\n{said}")
    return said


def write(name, document, into):
    """Write one client, and return its folder. What stood there is gone."""
    folder = into / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    CLIENTS[name](document, folder)
    return folder


def main():
    parser = argparse.ArgumentParser(
        description="Write clients of the API from its OpenAPI document.",
        epilog="; ".join(f"{name}: {client.__doc__}" for name, client in CLIENTS.items()),
    )
    parser.add_argument("clients", nargs="*", metavar="client", help=", ".join(CLIENTS))
    parser.add_argument("--from", dest="document", default=DOCUMENT, help="file or address")
    parser.add_argument("--into", type=Path, default=ROOT / "build" / "sdk", help="folder")
    arguments = parser.parse_args()
    if unknown := set(arguments.clients) - set(CLIENTS):
        parser.error(f"{', '.join(sorted(unknown))}: choose from {', '.join(CLIENTS)}.")
    document = arguments.document
    document = document if is_address(document) else Path(document).resolve()
    for name in arguments.clients or CLIENTS:
        if name == "typescript" and not shutil.which("npm"):
            print("typescript       left out: Node and npm are not installed here.")
            if os.environ.get("REQUIRE_ALL") == "1":
                return 1
            continue
        try:
            folder = write(name, document, arguments.into.resolve())
        except GenerationError as error:
            print(f"{name}: {error}", file=sys.stderr)
            return 1
        print(f"{name:16} {folder}")
    print(f"\nHow to use each: {HERE / 'README.md'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
