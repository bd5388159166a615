"""``python -m threadparse``: the command line."""

from threadparse.cli.main import main

if __name__ == "__main__":
    main(prog_name="threadparse")
