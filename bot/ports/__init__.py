"""Small protocols for everything outside, and Runtime, which is all of them."""
