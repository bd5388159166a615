"""``python -m threadparse``: the command line."""

from threadparse.cli.entry import run

if __name__ == "__main__":
    run()
