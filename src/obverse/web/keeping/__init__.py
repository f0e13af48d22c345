"""Files of the installation, kept under the digest of their contents."""
