"""The clients that openapi-generator writes: they compile, and tell what the API says."""

import json
import re
import shutil
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.licence import DATA_LICENCE
from tests.outside import missing, program
from tests.sdk.conftest import HERE, run
from tests.sdk.expected import ask, expected, slugs
from tests.sdk.readme import NO_ENTRY, programs

pytestmark = pytest.mark.long

# The annotation that the sources bear; Java has not had it since version 11.
GENERATED = """package javax.annotation;
public @interface Generated {
    String[] value();
    String date() default "";
    String comments() default "";
}
"""
# Where Debian's golang-gopkg-validator.v2-dev puts the one module that the Go client needs.
GO_MODULES = Path("/usr/share/gocode")


def claims_the_licence_of_the_data(folder):
    """The files at the top of a client that do. The document's belongs to what is served."""
    texts = {path.name: path.read_text() for path in folder.iterdir() if path.is_file()}
    return {name for name, text in texts.items() if DATA_LICENCE.name in text}


def test_pydantic_client_tells_what_the_api_says(generate, served_record):
    folder = generate("python-pydantic")
    assert claims_the_licence_of_the_data(folder) == set()
    package = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert package["license"] == {"text": "MIT"}
    path = {"PYTHONPATH": str(folder)}
    told = json.loads(run(sys.executable, HERE / "uses_pydantic.py", served_record, **path))
    truth = expected(served_record)
    assert told.pop("table") == "slug"
    assert told == {key: truth[key] for key in told}
    readme = programs("python", served_record)[-1]
    assert f"404 {NO_ENTRY}" in run(sys.executable, "-c", readme, **path)


@pytest.mark.long
def test_java_client_compiles_and_tells_what_the_api_says(generate, served_record, tmp_path):
    javac, java = program("javac"), program("java")
    # Jackson, which the client needs, lies in the generator.
    (jar,) = Path(find_spec("openapi_generator_cli").origin).parent.glob("*.jar")
    annotation = tmp_path / "Generated.java"
    annotation.write_text(GENERATED)
    folder = generate("java")
    assert claims_the_licence_of_the_data(folder) == set()
    stated = re.search("<licenses>(.*)</licenses>", (folder / "pom.xml").read_text(), re.DOTALL)[1]
    assert "<name>MIT</name>" in stated
    sources = (folder / "src" / "main").rglob("*.java")
    options = ["-nowarn", "-proc:none", "-encoding", "utf-8", "-d", tmp_path, "-cp", jar]
    run(javac, *options, annotation, HERE / "UsesJava.java", *sources)
    told = run(java, "-cp", f"{tmp_path}:{jar}", "UsesJava", served_record).splitlines()
    both = ask(served_record, "statements", party=["russia", "ukraine"], page_size=500)
    assert told[0].split() == slugs(both)
    assert told[1:] == ["true", "true", "1", "404 /problems#not-found"]


@pytest.mark.long
def test_go_client_compiles_and_tells_what_the_api_says(generate, served_record, tmp_path):
    go = program("go")
    if not (GO_MODULES / "src" / "gopkg.in" / "validator.v2").is_dir():
        missing("The Go module validator.v2 is not installed here.")
    folder = tmp_path / "src" / "localhost" / "negotiation-record" / "client"
    shutil.copytree(generate("go"), folder)
    assert claims_the_licence_of_the_data(folder) == set()
    (folder / "uses").mkdir()
    shutil.copy(HERE / "uses_go.go", folder / "uses" / "main.go")
    offline = {"GO111MODULE": "off", "GOPATH": f"{tmp_path}:{GO_MODULES}"}
    run(go, "vet", ".", "./uses", cwd=folder, **offline)
    told = run(go, "run", "./uses", served_record, cwd=folder, **offline).splitlines()
    assert told[0].split() == expected(served_record)["quoted"]
    assert told[1:] == ["true true", "404 /problems#not-found"]
