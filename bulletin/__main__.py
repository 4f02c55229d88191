"""``python -m bulletin``, and the command ``bulletin``."""

import sys

INTERRUPTED = 130


def main() -> int:
    """Run the command line; quiet when it is interrupted, also while the program is still being loaded."""
    try:
        from bulletin.cli import main as run

        return run()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main())
