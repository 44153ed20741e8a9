"""The documents that are printed from the code: each module makes the text of one, none of them asks a database."""
