"""The first page, the frame of all pages, and the pages that say that something went wrong."""
