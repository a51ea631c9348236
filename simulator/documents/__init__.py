"""Files that people write, in YAML: read without trust, and every fault told with its line and its mend."""
