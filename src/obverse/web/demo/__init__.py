"""A workspace to try out: examples with finished audits, and every role one click away.

All of it hangs on settings of its own, which only ``obverse serve --demo`` uses: elsewhere none of these addresses
exists, and nobody signs in without a password.
"""
