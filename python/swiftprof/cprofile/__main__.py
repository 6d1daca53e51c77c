"""`python -m swiftprof.cprofile`: as `python -m cProfile`."""

from swiftprof.cprofile._command import (
    main,  # WHY not relative: `install` gives the package another name
)

if __name__ == "__main__":
    main()
