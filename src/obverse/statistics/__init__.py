"""Pure functions from small arrays of counts to figures with intervals; one module per family."""
