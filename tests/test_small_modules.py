"""A small module with one importer is a part of that one, unless there is a reason."""

from __future__ import annotations

from pathlib import Path

from tests.test_package import PACKAGE, SOURCES, imported

#: A module of fewer lines that one other imports is a part of that one, but for plug-ins (commands and what they show,
#: readers, writers), the steps of what reads as a list of steps, and those below.
FEW_LINES = 80
LISTS = {"readers.registry", "batch.run", "batch.writers.forms", "pipeline", "merge.merging"}
SMALL = {
    "anonymize.proof": "parses, what disguises does not",
    "batch.preload": "imported by its name, in the process that workers are forked from",
    "body.page_ends": "a step of reading a message",
    "headers.attribution_rules": "rows of the table of rules",
    "locales.build": "a command of its own",
    "locales.copying": "reads a table of knowledge, as its neighbours do",
    "readers.mime.outlook": "where one format holds the other",
    "readers.pdf_tree": "reads the bytes of a file, where its importer runs processes",
    "readers.tnef_items": "runs in a process of its own",
    "values.addresses.cleaning": "loaded for every mail, the tokens for few",
}


def test_a_small_module_has_a_reason() -> None:
    importers: dict[str, set[str]] = {named(path): set() for path in SOURCES if not path.stem.startswith("__")}
    for path in SOURCES:
        for name in imported(path):
            importers.get(name.removeprefix("threadparse."), set()).add(named(path))
    small = {
        module
        for module, by in importers.items()
        if len(by) <= 1 and not by & LISTS and not any(name.startswith("cli.") for name in (module, *by))
        if len(PACKAGE.joinpath(*module.split(".")).with_suffix(".py").read_text(encoding="utf-8").splitlines())
        < FEW_LINES
    }
    assert sorted(small - SMALL.keys()) == [], "fold each into its importer, or give the reason in SMALL"
    assert sorted(SMALL.keys() - small) == [], "these need no reason any more"


def named(path: Path) -> str:
    """Return the name of a module within the package."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
