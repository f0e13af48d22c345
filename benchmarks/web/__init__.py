"""What the workspace bears: pages and writes per second of a real server."""
