"""The command `wres-analysis` from its first moment on: a stop while the rest is imported is one line too."""

import sys

from wres_analysis.processes.child_process import Interruption


def main() -> int:
    """Run the command that was typed."""
    with Interruption(for_good=True):
        try:
            from wres_analysis import cli
        except KeyboardInterrupt:
            sys.stderr.write("wres-analysis: stopped; nothing was written, run the same command again\n")
            return 1
        return cli.main()


if __name__ == "__main__":
    sys.exit(main())
