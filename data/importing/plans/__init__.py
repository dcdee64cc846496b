"""Working out, for each kind of file, what bringing it in would add, change or leave."""
