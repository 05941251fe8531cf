"""`python -m site_builder` is `kith`."""

from site_builder.cli import main

main()
