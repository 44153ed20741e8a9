"""The drafting rules as checks: on the draft while it is written and on files of existing regulations. Pure."""
