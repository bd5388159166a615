"""``threadparse schema``: what the JSON looks like, for tools."""

from __future__ import annotations

import click

__all__ = ["schema"]


@click.command(epilog="\b\nExample:\n  threadparse schema > threadparse.schema.json")
def schema() -> None:
    """Print the JSON Schema of what `export` writes for one document."""
    from threadparse.views.schema import schema as text

    click.echo(text())
