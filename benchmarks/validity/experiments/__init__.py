"""One module for each family of interval methods: draws of data whose truth is known."""
