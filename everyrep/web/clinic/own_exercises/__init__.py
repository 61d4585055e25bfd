"""The clinic's own exercises: the list, and the page where one is written."""
