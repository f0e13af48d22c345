"""Signing and publishing: pages that are public and never change again, and errata beside them."""
