"""`kith`, and `python -m site_builder`: the command line, where it can be broken off from the first moment on."""

import sys


def main() -> None:
    """Run the command line; what it needs is imported here, as importing can be broken off, too."""
    try:
        from site_builder.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nBroken off.\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
