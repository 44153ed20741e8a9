"""Reading files of planning; every fault names file, row and reason."""
