"""One talk with one traveller: what is said, what happens, what is wanted, where we are."""
